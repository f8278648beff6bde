import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
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
  /** Ctrl+Z, which is not done; says why, in lines of its own. */
  readonly refuseStop?: () => void;
}

/** What `prompts` draws. None of it is in its types. */
interface Drawn {
  aborted?: boolean;
  value: boolean;
  firstRender: boolean;
  render(): void;
}

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const BELL = '\u0007';
/** A sign and a space stand before the question. */
const SIGN_COLUMNS = 2;

/**
 * Yes only when it was answered with y, or Return where that means yes. No: n, Escape, Ctrl+C, end of input, or `givenUp`. Only a single key
 * that was pressed while the question stands is an answer: what was typed before, and what was pasted, is nobody's consent.
 *
 * The question reads keys that are passed on to it, not the terminal itself: on a terminal that is gone it would throw where nobody can
 * catch it (readline hands errors of its input on to nobody) and never answer.
 */
export async function askYesNo(asked: YesNoQuestion, at: QuestionTerminal, givenUp: AbortSignal): Promise<boolean> {
  const { default: prompts } = await import('prompts');
  if (givenUp.aborted || !at.input.readable) return false;
  const release = takeKeys(at.input);
  try {
    await dropWaiting(at.input, asked, givenUp);
    return !givenUp.aborted && at.input.readable && (await answer(prompts, asked, at, givenUp));
  } finally {
    release();
  }
}

/** Nobody else hears the keys that answer a question. Returns what gives the terminal back as it was. */
function takeKeys(input: NodeJS.ReadStream): () => void {
  const [wasRaw, wasFlowing] = [input.isRaw, input.readableFlowing === true];
  const others = input.listeners('data') as ((bytes: Buffer) => void)[];
  for (const other of others) input.off('data', other);
  input.setRawMode(true);
  return () => {
    for (const other of others) input.on('data', other);
    if (!wasFlowing) input.pause();
    input.setRawMode(wasRaw);
  };
}

/** What was typed before the question stands there is read and dropped; only Ctrl+C counts. */
async function dropWaiting(input: NodeJS.ReadStream, { interrupt }: YesNoQuestion, givenUp: AbortSignal): Promise<void> {
  let came = true;
  const drop = (bytes: Buffer): void => {
    came = true;
    if (bytes.includes(CTRL_C)) interrupt?.();
  };
  input.on('data', drop).resume();
  // What waits in the terminal is there after one turn of the loop; a second one, in case the first had to start the reading.
  for (let quiet = 0; quiet < 2 && !givenUp.aborted; quiet += came ? 0 : 1) {
    came = false;
    await turn();
  }
  input.off('data', drop);
}

type Prompts = typeof import('prompts');

async function answer(prompts: Prompts, asked: YesNoQuestion, at: QuestionTerminal, givenUp: AbortSignal): Promise<boolean> {
  const keys = new PassThrough();
  let drawn: Drawn | undefined;
  // Drawn with `this`. What was given up is a no, whatever Return would have meant.
  const onRender = function (this: unknown): void {
    drawn = this as Drawn;
    if (drawn.aborted === true) drawn.value = false;
  };
  // These options are the element's own, and not in its types.
  const element = { type: 'confirm', yesOption: '[Y/n]', noOption: '[y/N]', stdin: keys, stdout: at.output } as const;
  const question = { ...element, name: 'answer', message: wrapped(asked.message, at), initial: asked.initial, onRender };
  const passOn = passOnTo(keys, asked, at.output, () => {
    if (drawn === undefined) return;
    // So that it is drawn anew, below, and nothing above is taken away.
    drawn.firstRender = true;
    drawn.render();
  });
  const giveUp = (): void => void keys.emit('keypress', '', { name: 'escape' });
  givenUp.addEventListener('abort', giveUp);
  at.input.on('data', passOn).once('end', giveUp);
  try {
    const given: { readonly answer?: unknown } = await prompts(question);
    return given.answer === true;
  } finally {
    givenUp.removeEventListener('abort', giveUp);
    at.input.off('data', passOn).off('end', giveUp);
  }
}

/** Single keys alone: what comes together was pasted. */
const passOnTo =
  (keys: PassThrough, { interrupt, refuseStop }: YesNoQuestion, output: NodeJS.WriteStream, drawAgain: () => void) =>
  (bytes: Buffer): void => {
    const text = bytes.toString();
    if (text.includes(CTRL_C)) {
      keys.write(CTRL_C);
      interrupt?.();
    } else if (text === CTRL_Z && refuseStop !== undefined) {
      output.write('\n');
      refuseStop();
      drawAgain();
    } else if ([...text].length === 1) {
      keys.write(text);
    } else {
      output.write(BELL);
    }
  };

const wrapped = (message: string, { output }: QuestionTerminal): string =>
  wrap(message, (output.columns || 80) - SIGN_COLUMNS, 0).join(`\n${' '.repeat(SIGN_COLUMNS)}`);
