import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';

const FDS = [0, 1, 2] as const;

/** The terminal this program was started in. */
export interface Terminal {
  /** It was hung up. */
  readonly gone: boolean;
  /** To be called when it is known, or may be, that the terminal hung up, and before anything is written. */
  hangUp(): void;
  /** Before the process ends: the same, when the terminal went without a word. */
  settle(): void;
}

/** Fds that were files or pipes go on working when the terminal is gone, so only those of the terminal are taken from it. */
const reopen = (fd: number): void => {
  try {
    closeSync(fd);
  } catch {
    // It was closed already.
  }
  try {
    // The system gives the lowest free number, which is the one that was just closed.
    const got = openSync(devNull, fd === 0 ? 'r' : 'w');
    if (got !== fd) closeSync(got);
  } catch {
    // No fd to be had: the number stays closed, which Node's exit bears as well.
  }
};

/**
 * At its exit Node puts back the modes of the terminals on fds 0 to 2, and aborts, with a core file that holds the keys, when that fails
 * because they are gone; for an fd that is another file by then it does nothing (node.cc, ResetStdio).
 */
export const holdTerminal = (): Terminal => {
  const terminals = FDS.filter((fd) => isatty(fd));
  let gone = false;
  const hangUp = (): void => {
    if (gone) return;
    gone = true;
    for (const fd of terminals) reopen(fd);
  };
  return {
    get gone() {
      return gone;
    },
    hangUp,
    settle: () => {
      if (terminals.some((fd) => !isatty(fd))) hangUp();
    },
  };
};
