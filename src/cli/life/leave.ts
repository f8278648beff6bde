/** For output that is still on its way; a reader that does not read must not keep the program. */
const DRAIN_MS = 500;

const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (!stream.writable || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });

/** Ends the process with all output written, however many handles something forgot. */
export const leave = async (exitCode: number): Promise<never> => {
  const late = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MS));
  await Promise.race([Promise.all([drained(process.stdout), drained(process.stderr)]), late]);
  return process.exit(exitCode);
};
