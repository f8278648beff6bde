import type { Terminal } from './terminal.js';

/** For output that is still on its way; a reader that does not read must not keep the program. */
const DRAIN_MS = 500;

const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });

/** Ends the process with all output written, however many handles something forgot. */
export const leave = async (exitCode: number, terminal: Terminal): Promise<never> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DRAIN_MS);
  });
  await Promise.race([Promise.all([drained(process.stdout), drained(process.stderr)]), late]);
  clearTimeout(timer);
  return leaveNow(exitCode, terminal);
};

export const leaveNow = (exitCode: number, terminal: Terminal): never => {
  terminal.settle();
  process.exit(exitCode);
};
