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

/** There is no space for what was written: on the disk, in the quota, in what a file may have. */
export const isFull = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';

export interface StreamEvents {
  /** Nobody reads the results any more. */
  readerGone(): void;
  /** What was to be said or given cannot be written. Once. */
  full(error: NodeJS.ErrnoException): void;
}

/** Nothing to tell, and nobody to tell it: errors of a gone reader are dropped; any other is thrown where it is seen. */
const onBroken = (stream: NodeJS.EventEmitter, gone: () => void, full: StreamEvents['full']): void => {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isGone(error)) gone();
    else if (isFull(error)) full(error);
    else throw error;
  });
};

export const bearBrokenStreams = (
  streams: Readonly<Record<'stdin' | 'stdout' | 'stderr', NodeJS.EventEmitter>>,
  events: StreamEvents,
): void => {
  let told = false;
  const full = (error: NodeJS.ErrnoException): void => {
    if (!told) events.full(error);
    told = true;
  };
  onBroken(streams.stdin, () => {}, full);
  onBroken(streams.stderr, () => {}, full);
  onBroken(streams.stdout, () => events.readerGone(), full);
};
