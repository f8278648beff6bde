import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import type { ChatEvent, EventMember } from '../../protocol/event.js';
import type { HistoryEntry } from '../../protocol/history-body.js';
import { assertNever } from '../../protocol/parsed.js';
import type { Invocation } from '../invocation.js';
import { troubleEvent } from './failure.js';

export const eventMember = ({ id, nick, fingerprint, role, verified }: ViewMember): EventMember => ({
  id,
  nick,
  fingerprint,
  role,
  ...(verified ? { verified } : {}),
});

export function joinedEvent({ view, codes }: Member, roomId: string): ChatEvent {
  const safetyCode = codes.room();
  return {
    event: 'joined',
    roomId,
    self: eventMember(view.self),
    members: view.members.map(eventMember),
    encryption: view.mode,
    confirmed: view.confirmed,
    ...(safetyCode === undefined ? {} : { safetyCode }),
  };
}

export function emojiEvent({ member, emoji }: Extract<MemberEvent, { type: 'emoji' }>): ChatEvent {
  const shown = 'emoji' in emoji ? { emoji: emoji.emoji.map(({ emoji: symbol, name }) => ({ symbol, name })) } : {};
  return { event: 'emoji', ...eventMember(member), state: emoji.state, ...shown, ...('reason' in emoji ? { reason: emoji.reason } : {}) };
}

/** What an item of the view says to a program; `undefined` for an own message that is not in the room yet. */
export function itemEvent(item: ViewItem, self: ViewMember, invocation: Invocation): ChatEvent | undefined {
  switch (item.type) {
    case 'message':
      return item.state === 'sent' ? messageEvent(item, self) : undefined;
    case 'member-joined':
    case 'member-left':
    case 'member-away':
    case 'member-back':
    case 'member-renamed':
    case 'member-verified':
    case 'member-unverified':
    case 'member-anew':
      return { event: item.type, ...eventMember(item.member) };
    case 'member-removed':
      return {
        event: 'member-removed',
        ...eventMember(item.member),
        by: eventMember(item.by),
        ...(item.unannounced === undefined ? {} : { unannounced: true as const }),
      };
    // Told with the link, by who knows the address.
    case 'link-changed':
      return undefined;
    case 'topic':
      return { event: 'topic', text: item.text };
    case 'history':
      return { event: 'history', entries: item.entries.map(historyEntry) };
    case 'missing':
      return { event: 'missing', from: eventMember(item.member), count: item.count };
    case 'absent':
      return troubleEvent('warning', { code: 'AWAY_TOO_LONG', why: `${Math.round(item.ms / 60_000)} min` }, invocation);
    case 'warning':
      return troubleEvent('warning', item, invocation);
    default:
      return assertNever(item);
  }
}

const historyEntry = ({ at, nick, style, text }: HistoryEntry) =>
  ({ at: new Date(at).toISOString(), nick, kind: style === 'me' ? 'me' : 'text', text }) as const;

function messageEvent(item: Extract<ViewItem, { type: 'message' }>, self: ViewMember): ChatEvent {
  return {
    event: 'message',
    id: item.id,
    kind: item.style === 'me' ? 'me' : 'text',
    from: eventMember(item.from),
    text: item.text,
    ...(item.replyTo === undefined ? {} : { replyTo: item.replyTo }),
    ...(item.private === undefined ? {} : { private: true as const, to: eventMember(item.from.self ? item.private.with : self) }),
    ...(item.from.self ? { own: true as const } : {}),
  };
}
