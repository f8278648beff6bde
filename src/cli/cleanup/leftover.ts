import { lstatSync, rmSync } from 'node:fs';

/** One thing that an old session left, and what came of it. */
export interface Leftover {
  readonly what: 'process' | 'pid file' | 'socket' | 'folder' | 'download' | 'log' | 'binary';
  /** A path; of a process its number and command. Text from outside. */
  readonly name: string;
  /** Looked for afterwards, and not there. */
  readonly removed: boolean;
  /** Why it is still there. */
  readonly why?: string;
}

export const isThere = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
};

/** Removes, and then believes the disk only. */
export function remove(what: Leftover['what'], path: string): Leftover {
  let why = 'it is still there';
  try {
    rmSync(path, { recursive: what === 'folder', force: true });
  } catch (error) {
    why = (error as NodeJS.ErrnoException).code ?? String(error);
  }
  return isThere(path) ? { what, name: path, removed: false, why } : { what, name: path, removed: true };
}
