import type { Clock } from '../../core/ports/clock.js';

const ANSWER_MS = 20_000;

/** Where the question is put: a terminal. */
export interface QuestionTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export const logQuestion = (count: number): string =>
  `Keep the event log (${count} ${count === 1 ? 'join, leave or error' : 'joins, leaves and errors'}; no messages, no names)?`;

/** Yes only when it was answered with y. No: n, Return, Escape, Ctrl+C, end of input, no answer within 20 s, or `hungUp`. */
export const askKeepLog = async (count: number, at: QuestionTerminal, clock: Clock, hungUp: AbortSignal): Promise<boolean> => {
  const { default: prompts } = await import('prompts');
  if (hungUp.aborted) return false;
  // The question gives up as if Escape had been pressed, which puts the terminal's modes back.
  const giveUp = (): void => {
    at.input.emit('keypress', '', { name: 'escape' });
  };
  const cancel = clock.after(ANSWER_MS, giveUp);
  hungUp.addEventListener('abort', giveUp, { once: true });
  at.input.once('end', giveUp);
  try {
    // `noOption` is the element's own, though its types leave it out.
    const question = {
      type: 'confirm',
      name: 'keep',
      initial: false,
      message: logQuestion(count),
      noOption: '[y/N]',
      stdin: at.input,
      stdout: at.output,
    } as const;
    const answer: { readonly keep?: unknown } = await prompts(question);
    return answer.keep === true;
  } finally {
    cancel();
    hungUp.removeEventListener('abort', giveUp);
    at.input.off('end', giveUp);
  }
};
