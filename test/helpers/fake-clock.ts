import type { Clock } from '../../src/core/ports/clock.js';

export interface FakeClock extends Clock {
  /** Moves the time on, running every timer that falls due on the way, in order. */
  advance(ms: number): void;
  /** When the next timer is due; `undefined` when there is none. */
  readonly nextAt: number | undefined;
  readonly timers: number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes only when a test says so. Timers due at the same moment run in the order they were set. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let time = start;
  const timers = new Set<Timer>();
  const first = (): Timer | undefined => {
    let earliest: Timer | undefined;
    for (const timer of timers) if (earliest === undefined || timer.at < earliest.at) earliest = timer;
    return earliest;
  };
  return {
    now: () => time,
    after(ms, run) {
      const timer = { at: time + Math.max(0, ms), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = time + ms;
      for (let timer = first(); timer !== undefined && timer.at <= end; timer = first()) {
        timers.delete(timer);
        time = timer.at;
        timer.run();
      }
      time = end;
    },
    get nextAt() {
      return first()?.at;
    },
    get timers() {
      return timers.size;
    },
  };
}
