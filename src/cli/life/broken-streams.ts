/** What a stream says when whoever was at its other end is gone: EPIPE from a pipe, EIO from a terminal. */
const isGone = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'EIO' || error.code === 'ERR_STREAM_DESTROYED' || error.code === 'EBADF';

/**
 * readline throws the errors of its input where nobody can catch them. That a terminal is gone is no bug: the hang-up says so too, and
 * without one the program goes on. Errors of files have a path.
 */
export const isLostTerminal = (error: unknown): boolean => {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'EIO' && path === undefined;
};

/** Nothing to tell, and nobody to tell it: errors of a gone reader are dropped; any other is thrown where it is seen. */
const onGone = (stream: NodeJS.EventEmitter, gone: () => void): void => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isGone(error)) gone();
    else throw error;
  });
};

/** `readerGone`: nobody reads the results any more. */
export const bearBrokenStreams = (
  streams: Readonly<Record<'stdin' | 'stdout' | 'stderr', NodeJS.EventEmitter>>,
  readerGone: () => void,
): void => {
  onGone(streams.stdin, () => {});
  onGone(streams.stderr, () => {});
  onGone(streams.stdout, readerGone);
};
