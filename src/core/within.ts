import type { Clock } from './ports/clock.js';

/** What `work` gives, or `late` when it takes longer than `ms`; it goes on then, and whatever it gives is dropped. */
export const within = <Result>(clock: Clock, ms: number, work: Promise<Result>): Promise<Result | 'late'> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve('late'));
    work.finally(cancel).then(resolve, reject);
  });
