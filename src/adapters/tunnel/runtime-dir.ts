import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const PRIVATE = 0o700;

/** Where pid files and sockets of running sessions are: in the user's runtime folder (XDG Base Directory), or in one of our own. */
export const runtimeDir = (environment: NodeJS.ProcessEnv = process.env): string => {
  const xdg = environment['XDG_RUNTIME_DIR'];
  return xdg !== undefined && isAbsolute(xdg) ? join(xdg, 'chattrace') : join(tmpdir(), `chattrace-${process.getuid?.() ?? 'user'}`);
};

/** Makes it when it is missing. False: it is not ours alone, so nothing may be believed or written there. */
export const isPrivateDir = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
    const { mode, uid } = lstatSync(folder);
    const isFolder = lstatSync(folder).isDirectory();
    return isFolder && (process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0));
  } catch {
    return false;
  }
};
