import { limits } from '../../protocol/limits.js';
import type { Finding } from './finding.js';

/** Both clocks read at one moment, in milliseconds; `monotonic` from any start. */
export interface ClockReading {
  readonly wall: number;
  readonly monotonic: number;
}

/** No computer that runs this program lives before it was written. */
const WRITTEN_AT = Date.UTC(2026, 0, 1);
/** Far more than two readings, or a clock that is being adjusted smoothly, can differ. */
const JUMP_MS = 250;

const FIX = `Set the clock, or let the system do it (NTP): members whose clocks differ by more than ${limits.clockSkewMs / 60_000} minutes cannot read each other.`;

export function checkClock(first: ClockReading, last: ClockReading): Finding {
  const jumpMs = Math.round(last.wall - first.wall - (last.monotonic - first.monotonic));
  const time = new Date(last.wall).toISOString();
  const details = { time, jumpMs };
  if (last.monotonic < first.monotonic) return { check: 'clock', state: 'problem', text: 'time runs backwards', fix: FIX, details };
  if (last.wall < WRITTEN_AT) return { check: 'clock', state: 'problem', text: `${time}: that is past`, fix: FIX, details };
  if (Math.abs(jumpMs) > JUMP_MS)
    return { check: 'clock', state: 'note', text: `it was moved by ${jumpMs} ms while we looked`, fix: FIX, details };
  return { check: 'clock', state: 'ok', text: time, details };
}
