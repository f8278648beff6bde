import type { EndReason } from '../protocol/event.js';
import { assertNever } from '../protocol/parsed.js';

/** A session from its first line to its last. `since`: milliseconds since the epoch. */
export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'open'; readonly since: number }
  | { readonly state: 'closing'; readonly since: number; readonly reason: EndReason; readonly opened: boolean }
  | { readonly state: 'wiped'; readonly since: number; readonly reason: EndReason; readonly opened: boolean };

export type SessionEvent =
  | { readonly type: 'opened'; readonly at: number }
  | { readonly type: 'ending'; readonly at: number; readonly reason: EndReason }
  | { readonly type: 'wiped'; readonly at: number };

export const newSession: Session = { state: 'starting' };

const illegal = (session: Session, event: SessionEvent): never => {
  throw new Error(`a session that is ${session.state} cannot be ${event.type}`);
};

/**
 * The legal ways: starting → open → closing → wiped, and starting → closing. The first reason to end stands, and an opening that was
 * overtaken by the end opens nothing; any other step is a bug and throws.
 */
export const stepSession = (session: Session, event: SessionEvent): Session => {
  switch (event.type) {
    case 'opened':
      if (session.state === 'starting') return { state: 'open', since: event.at };
      return session.state === 'closing' ? session : illegal(session, event);
    case 'ending':
      if (session.state === 'closing' || session.state === 'wiped') return session;
      return { state: 'closing', since: event.at, reason: event.reason, opened: session.state === 'open' };
    case 'wiped':
      return session.state === 'closing' ? { ...session, state: 'wiped', since: event.at } : illegal(session, event);
    default:
      return assertNever(event);
  }
};
