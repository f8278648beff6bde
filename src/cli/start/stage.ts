import type { Screen } from '../terminal/screen.js';
import { safe } from '../terminal/safe-text.js';
import { wrap } from '../terminal/wrap.js';

/** Does one step of the start and shows it: what it is while it runs, what came of it when it is done. */
export type Stage = <T>(name: string, work: () => Promise<T>, done: (value: T) => string) => Promise<T>;

const NAME_COLUMNS = 8;
/** A sign and a space. */
const SIGN_COLUMNS = 2;

/** Nothing is shown: for programs, and with --quiet. */
export const silentStage: Stage = (_name, work) => work();

/** One line a step. */
export const lineStage =
  (screen: Screen): Stage =>
  async (name, work, done) => {
    const value = await work();
    screen.line(safe`${name.padEnd(NAME_COLUMNS)}${done(value)}`, NAME_COLUMNS);
    return value;
  };

/** A spinner while a step runs; none once the program is `ending`. */
export async function spinnerStage(screen: Screen, stream: NodeJS.WriteStream, ending: AbortSignal): Promise<Stage> {
  // By a width of 0 a line is infinitely many, and ora clears them all, one by one, for ever.
  if (stream.columns === 0) return lineStage(screen);
  const { default: ora } = await import('ora');
  const { palette, ascii } = screen;
  const symbol = (sign: string, plain: string): string => (ascii ? plain : sign);
  return async (name, work, done) => {
    if (ending.aborted) return work();
    // The cursor stays, and stdin is ours: a program that may be killed must not leave either changed.
    const spinner = ora({
      text: name,
      stream,
      spinner: ascii ? 'line' : 'dots',
      color: false,
      hideCursor: false,
      discardStdin: false,
    }).start();
    const stop = (): void => void spinner.stop();
    ending.addEventListener('abort', stop);
    try {
      const value = await work();
      if (ending.aborted) return value;
      const lines = wrap(safe`${name.padEnd(NAME_COLUMNS)}${done(value)}`.text, screen.columns - SIGN_COLUMNS, NAME_COLUMNS);
      spinner.stopAndPersist({
        symbol: palette.good(safe`${symbol('✔', '*')}`).text,
        text: lines.join(`\n${' '.repeat(SIGN_COLUMNS)}`),
      });
      return value;
    } catch (error) {
      if (ending.aborted) throw error;
      spinner.stopAndPersist({ symbol: palette.bad(safe`${symbol('✖', 'x')}`).text, text: name });
      throw error;
    } finally {
      ending.removeEventListener('abort', stop);
    }
  };
}
