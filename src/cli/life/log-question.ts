import { PassThrough } from 'node:stream';
import type { Clock } from '../../core/ports/clock.js';
import { wrap } from '../terminal/wrap.js';

const ANSWER_MS = 20_000;

/** Where the question is put: a terminal. */
export interface QuestionTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export const logQuestion = (count: number): string =>
  `Keep the event log (${count} ${count === 1 ? 'entry' : 'entries'}: joins, leaves, errors; no messages, no names)?`;

/** So that it can be asked whatever happens to the program's files meanwhile. */
export const loadLogQuestion = (): void => void import('prompts').catch(() => {});

/**
 * Yes only when it was answered with y. No: n, Return, Escape, Ctrl+C, end of input, no answer within 20 s, or `hungUp`.
 *
 * The question reads keys that are passed on to it, not the terminal itself: on a terminal that is gone it would throw where nobody can
 * catch it (readline hands errors of its input on to nobody) and never answer.
 */
export const askKeepLog = async (count: number, at: QuestionTerminal, clock: Clock, hungUp: AbortSignal): Promise<boolean> => {
  const { default: prompts } = await import('prompts');
  if (hungUp.aborted || !at.input.readable) return false;
  const keys = new PassThrough();
  // noOption is the element's own, and not in its types.
  const element = { type: 'confirm', noOption: '[y/N]', stdin: keys, stdout: at.output } as const;
  // A sign and a space stand before it.
  const message = wrap(logQuestion(count), (at.output.columns ?? 80) - 2, 0).join('\n  ');
  const question = { ...element, name: 'keep', message, initial: false };
  const passOn = (bytes: Buffer | string): void => void keys.write(bytes);
  const giveUp = (): void => void keys.emit('keypress', '', { name: 'escape' });
  const cancel = clock.after(ANSWER_MS, giveUp);
  hungUp.addEventListener('abort', giveUp);
  at.input.setRawMode(true).on('data', passOn).once('end', giveUp).resume();
  try {
    const answer: { readonly keep?: unknown } = await prompts(question);
    return answer.keep === true;
  } finally {
    cancel();
    hungUp.removeEventListener('abort', giveUp);
    at.input.off('data', passOn).off('end', giveUp).pause().setRawMode(false);
  }
};
