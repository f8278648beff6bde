import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';

const FDS = [0, 1, 2] as const;

/** The terminal this program was started in, on some of the fds 0 to 2. */
export interface Terminal {
  /** When it is known that the terminal is gone, before anything is written; and as the last act of the process, whether it is or not. */
  letGo(): void;
}

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
 * At its exit Node puts back the modes of the terminals on fds 0 to 2, and aborts, with a core file, when that fails because they are
 * gone; for an fd that has become another file it does nothing (node.cc, ResetStdio). A terminal may go at any moment, also between a last
 * look at it and the exit, so it is always let go. Its modes are safe: libuv puts back those that were changed (uv_tty_reset_mode).
 * Fds that are files or pipes go on working when the terminal is gone, and are left alone.
 */
export const holdTerminal = (): Terminal => {
  // Windows has no such abort, and gives fds no lowest number.
  let held = process.platform === 'win32' ? [] : FDS.filter((fd) => isatty(fd));
  return {
    letGo: () => {
      for (const fd of held) reopen(fd);
      held = [];
    },
  };
};
