import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import type { ChatEvent } from '../../protocol/event.js';
import type { HistoryEntry } from '../../protocol/history-body.js';
import { assertNever } from '../../protocol/parsed.js';
import type { Invocation } from '../invocation.js';
import { eventMember } from './event-member.js';
import { troubleEvent } from './failure.js';
import { messageEvent } from './message-events.js';

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
      return messageEvent(item, self);
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
