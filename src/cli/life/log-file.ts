import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ChatError } from '../../protocol/chat-error.js';

/** Only the owner reads or writes. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Two sessions of one name may end in the same second. */
const TRIES = 20;

/** Where a user's programs keep what must outlast them: XDG Base Directory, Apple's File System Programming Guide, Known Folders. */
export const stateFolder = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home = homedir()): string => {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'chattrace');
  const xdg = env['XDG_STATE_HOME'];
  // The specification has a relative path ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'chattrace');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'chattrace');
  return join(home, '.local', 'state', 'chattrace');
};

/** `chattrace-2031-05-07-142355-quiet-harbour`, UTC; of the name only what every file system takes. */
const baseName = (name: string, at: number): string => {
  const [date, time] = new Date(at).toISOString().split('T') as [string, string];
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40);
  return `chattrace-${date}-${time.slice(0, 8).replaceAll(':', '')}-${plain}`;
};

/** A new file, never one that is there, and never through a link that someone laid. */
const create = (base: string): { readonly fd: number; readonly path: string } => {
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? `${base}.log` : `${base}-${n}.log`;
    try {
      return { path, fd: openSync(path, 'wx', FILE_MODE) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || n === TRIES) throw error;
    }
  }
};

const fill = (fd: number, path: string, lines: readonly string[]): void => {
  let written = false;
  try {
    writeFileSync(fd, lines.map((line) => `${line}\n`).join(''));
    // A full disk may show only here.
    fsyncSync(fd);
    written = true;
  } finally {
    closeSync(fd);
    if (!written) rmSync(path, { force: true });
  }
};

/** Writes the event log and gives its path. Throws LOG_NOT_WRITTEN, and then leaves no part of it. */
export const writeLogFile = (folder: string, name: string, at: number, lines: readonly string[]): string => {
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    const { fd, path } = create(join(folder, baseName(name, at)));
    fill(fd, path, lines);
    return path;
  } catch (error) {
    throw new ChatError('LOG_NOT_WRITTEN', error instanceof Error ? error.message : String(error), error);
  }
};
