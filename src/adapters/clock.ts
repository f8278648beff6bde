import type { Clock } from '../core/ports/clock.js';

/** The longest that a Node timer can wait; it runs at once when asked for more. */
const LONGEST_MS = 2_147_483_647;

/** The machine's clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const next = Math.min(left, LONGEST_MS);
      timer = setTimeout(() => (left > next ? wait(left - next) : run()), next).unref();
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};

/**
 * For how long something takes, and for nothing that anybody else is told: it never jumps, whoever sets the machine's clock meanwhile, and
 * stands still while the machine sleeps.
 */
export const monotonicClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, run) => systemClock.after(ms, run),
};
