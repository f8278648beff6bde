import type { ItemChange } from '../../client/member-api.js';
import type { Transfer, ViewMember } from '../../client/view.js';
import type { MessageItem } from '../../client/view-log.js';
import type { ChatEvent } from '../../protocol/event.js';
import { assertNever } from '../../protocol/parsed.js';
import { eventMember } from './event-member.js';

/** What a message says to a program; `undefined` for an own one that is not in the room yet. */
export function messageEvent(item: MessageItem, self: ViewMember): ChatEvent | undefined {
  if (item.state !== 'sent') return undefined;
  if (item.gone !== undefined) return { event: 'message-gone', reason: item.gone, ...named(item, self) };
  const { text, style, replyTo, mentioned, edited, burn, file } = item;
  return {
    event: 'message',
    kind: file !== undefined ? 'file' : style === 'me' ? 'me' : 'text',
    text,
    ...named(item, self),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(mentioned === undefined ? {} : { mentioned }),
    ...(edited === undefined ? {} : { edited }),
    ...(burn === undefined ? {} : { burn: burn.seconds }),
    ...(file === undefined ? {} : { file: { name: file.name, mime: file.mime, bytes: file.bytes } }),
  };
}

/** What became of a message; `undefined` where that is nothing to a program. `by`: who has done it. */
export function changeEvent(item: MessageItem, change: ItemChange, by: ViewMember | undefined, self: ViewMember): ChatEvent | undefined {
  switch (change) {
    case 'state':
      return messageEvent(item, self);
    case 'edited':
      return { event: 'message-edited', text: item.text, ...named(item, self) };
    case 'gone':
      return { event: 'message-gone', reason: item.gone ?? 'deleted', ...named(item, self) };
    case 'reactions': {
      const reactions = (item.reactions ?? []).map((reaction) => ({ emoji: reaction.emoji, by: reaction.by.map(eventMember) }));
      return { event: 'reactions', reactions, ...(by === undefined ? {} : { by: eventMember(by) }), ...named(item, self) };
    }
    case 'transfer':
      return item.file === undefined ? undefined : { event: 'file', ...transferred(item.file.transfer), ...named(item, self) };
    // The answer itself is as it was.
    case 'quote':
      return undefined;
    default:
      return assertNever(change);
  }
}

const named = ({ id, no, from, private: between }: MessageItem, self: ViewMember) => ({
  id,
  no,
  from: eventMember(from),
  ...(between === undefined ? {} : { private: true as const, to: eventMember(from.self ? between.with : self) }),
  ...(from.self ? { own: true as const } : {}),
});

function transferred(transfer: Transfer) {
  if (transfer.side === 'ours')
    return {
      state: transfer.state,
      receivers: transfer.receivers.map(({ member, state, bytes }) => ({ member: eventMember(member), state, bytes })),
    };
  return {
    state: transfer.state,
    ...('bytes' in transfer ? { bytes: transfer.bytes } : {}),
    ...('reason' in transfer ? { reason: transfer.reason } : {}),
  };
}
