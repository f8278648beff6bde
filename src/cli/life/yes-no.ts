import { PassThrough } from 'node:stream';
import { wrap } from '../terminal/wrap.js';

/** Where a question is put: a terminal. */
export interface QuestionTerminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export interface YesNoQuestion {
  readonly message: string;
  /** What Return means. */
  readonly initial: boolean;
  /** Ctrl+C, which is also a no. */
  readonly interrupt?: () => void;
}

const CTRL_C = '\u0003';
/** A sign and a space stand before the question. */
const SIGN_COLUMNS = 2;

/**
 * Yes only when it was answered with y, or Return where that means yes. No: n, Escape, Ctrl+C, end of input, or `givenUp`.
 *
 * The question reads keys that are passed on to it, not the terminal itself: on a terminal that is gone it would throw where nobody can
 * catch it (readline hands errors of its input on to nobody) and never answer.
 */
export async function askYesNo(
  { message, initial, interrupt }: YesNoQuestion,
  at: QuestionTerminal,
  givenUp: AbortSignal,
): Promise<boolean> {
  const { default: prompts } = await import('prompts');
  if (givenUp.aborted || !at.input.readable) return false;
  const keys = new PassThrough();
  // These options are the element's own, and not in its types.
  const element = { type: 'confirm', yesOption: '[Y/n]', noOption: '[y/N]', stdin: keys, stdout: at.output } as const;
  const question = { ...element, name: 'answer', message: wrapped(message, at), initial };
  const passOn = (bytes: Buffer | string): void => {
    keys.write(bytes);
    if (bytes.toString().includes(CTRL_C)) interrupt?.();
  };
  const giveUp = (): void => void keys.emit('keypress', '', { name: 'escape' });
  givenUp.addEventListener('abort', giveUp);
  at.input.setRawMode(true).on('data', passOn).once('end', giveUp).resume();
  try {
    const answer: { readonly answer?: unknown } = await prompts(question);
    return answer.answer === true;
  } finally {
    givenUp.removeEventListener('abort', giveUp);
    at.input.off('data', passOn).off('end', giveUp).pause().setRawMode(false);
  }
}

const wrapped = (message: string, { output }: QuestionTerminal): string =>
  wrap(message, (output.columns ?? 80) - SIGN_COLUMNS, 0).join(`\n${' '.repeat(SIGN_COLUMNS)}`);
