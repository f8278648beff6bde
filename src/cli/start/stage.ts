import type { Screen } from '../terminal/screen.js';
import { safe } from '../terminal/safe-text.js';

/** Does one step of the start and shows it: what it is while it runs, what came of it when it is done. */
export type Stage = <T>(name: string, work: () => Promise<T>, done: (value: T) => string) => Promise<T>;

/** Nothing is shown: for programs, and with --quiet. */
export const silentStage: Stage = (_name, work) => work();

/** One line a step. */
export const lineStage =
  (screen: Screen): Stage =>
  async (name, work, done) => {
    const value = await work();
    screen.line(safe`${name.padEnd(8)}${done(value)}`);
    return value;
  };

/** A spinner while a step runs. */
export async function spinnerStage(screen: Screen, stream: NodeJS.WriteStream): Promise<Stage> {
  const { default: ora } = await import('ora');
  const { palette, ascii } = screen;
  const symbol = (sign: string, plain: string): string => (ascii ? plain : sign);
  return async (name, work, done) => {
    // The cursor stays, and stdin is ours: a program that may be killed must not leave either changed.
    const spinner = ora({
      text: name,
      stream,
      spinner: ascii ? 'line' : 'dots',
      color: false,
      hideCursor: false,
      discardStdin: false,
    }).start();
    try {
      const value = await work();
      spinner.stopAndPersist({ symbol: palette.good(safe`${symbol('✔', '*')}`).text, text: safe`${name.padEnd(8)}${done(value)}`.text });
      return value;
    } catch (error) {
      spinner.stopAndPersist({ symbol: palette.bad(safe`${symbol('✖', 'x')}`).text, text: name });
      throw error;
    }
  };
}
