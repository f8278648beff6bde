import type { FakeClock } from './fake-clock.js';

/** What `work` gives, with time passing to the next timer whenever all that could run without it has run. */
export const passing = async <Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> => {
  const state = { done: false };
  const finished = (): void => void (state.done = true);
  work.then(finished, finished);
  while (!state.done) {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    const { nextAt } = clock;
    // Then only what is outside of the clock, such as a child process, can finish it.
    if (nextAt === undefined) break;
    if (!state.done) clock.advance(nextAt - clock.now());
  }
  return work;
};
