import { assertNever } from '../protocol/parsed.js';
import type { Log, LogEvent } from './log-event.js';
import type { Clock } from './ports/clock.js';

/** How many events are kept; the oldest give way. */
export const EVENT_LOG_SIZE = 2_000;

/** The event log of a session: in memory, until the answer "keep". */
export interface EventLog {
  readonly log: Log;
  /** How many events it holds. */
  readonly count: number;
  /** One line an event, oldest first: time (ISO 8601), type, and its numbers and words. */
  lines(): readonly string[];
  /** Forgets all; what is logged afterwards is dropped. */
  wipe(): void;
}

/** Codes are words of closed lists; anything else is not written down. */
const word = (code: string): string => (/^[A-Za-z0-9_-]{1,40}$/.test(code) ? code : '?');

/** Only what is named here gets in, whatever else an event may carry. */
const describe = (event: LogEvent): string => {
  switch (event.type) {
    case 'session-open':
    case 'session-closing':
    case 'link-exposed':
      return event.type;
    case 'member-connected':
    case 'member-resumed':
      return `${event.type} members=${event.members}`;
    case 'member-left':
      return `${event.type} why=${word(event.why)} members=${event.members}`;
    case 'connection-refused':
    case 'connection-closed':
      return `${event.type} code=${event.code}`;
    case 'frame-refused':
    case 'error':
      return `${event.type} code=${word(event.code)}`;
    default:
      return assertNever(event);
  }
};

export const createEventLog = (clock: Clock): EventLog => {
  let ring: string[] = [];
  /** Where the next line goes once the ring is full: the place of the oldest. */
  let next = 0;
  let wiped = false;
  return {
    log: (event) => {
      if (wiped) return;
      ring[next] = `${new Date(clock.now()).toISOString()} ${describe(event)}`;
      next = (next + 1) % EVENT_LOG_SIZE;
    },
    get count() {
      return ring.length;
    },
    lines: () => (ring.length < EVENT_LOG_SIZE ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
    wipe: () => {
      wiped = true;
      ring = [];
      next = 0;
    },
  };
};
