import type { Clock } from '../../core/ports/clock.js';
import { askYesNo, type QuestionTerminal } from './yes-no.js';

const ANSWER_MS = 20_000;

export const logQuestion = (count: number): string =>
  `Keep the event log (${count} ${count === 1 ? 'entry' : 'entries'}: joins, leaves, errors; no messages, no names)?`;

/** So that it can be asked whatever happens to the program's files meanwhile. */
export const loadLogQuestion = (): void => void import('prompts').catch(() => {});

/** Yes only when it was answered with y. No: anything else, no answer within 20 s, or `hungUp`. */
export const askKeepLog = async (count: number, at: QuestionTerminal, clock: Clock, hungUp: AbortSignal): Promise<boolean> => {
  const late = new AbortController();
  const cancel = clock.after(ANSWER_MS, () => late.abort());
  try {
    return await askYesNo({ message: logQuestion(count), initial: false }, at, AbortSignal.any([hungUp, late.signal]));
  } finally {
    cancel();
  }
};
