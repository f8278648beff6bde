import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { malformed, parsed, type Parsed } from '../../protocol/parsed.js';

/** Windows has no such bit. */
const ANYONE_WRITES = process.platform === 'win32' ? 0 : 0o002;
/** In a folder: who may write to it removes and renames only what is theirs. */
const STICKY = 0o1000;

/**
 * The bytes of a file of at most `most` bytes; nothing else is opened for long, or read. Absent when there is no such file. `guarded`: it
 * decides something, so a file that every user of the computer can change, or replace, is refused.
 */
export function readBoundedFile(path: string, most: number, guarded = false): Parsed<Uint8Array | undefined> {
  let file: number;
  try {
    // Without O_NONBLOCK a pipe of this name would hang the program until someone writes to it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? parsed(undefined) : malformed(code);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return malformed('not a file');
    if (guarded && (stat.mode & ANYONE_WRITES) !== 0) {
      return malformed(`everyone on this computer may write to it; expected mode 644 or 600, found ${(stat.mode & 0o777).toString(8)}`);
    }
    if (guarded && isReplaceable(path, stat.uid)) {
      return malformed('everyone on this computer may replace it: its folder is open to all; expected a folder of mode 755 or 700');
    }
    return readAll(file, most);
  } catch (error) {
    return malformed((error as NodeJS.ErrnoException).code ?? 'unknown error');
  } finally {
    closeSync(file);
  }
}

/** Its folder is open to everybody, without the sticky bit, or with it while the file is somebody else's. */
function isReplaceable(path: string, owner: number): boolean {
  const { mode } = statSync(dirname(path));
  if ((mode & ANYONE_WRITES) === 0) return false;
  return (mode & STICKY) === 0 || (owner !== 0 && owner !== process.getuid?.());
}

function readAll(file: number, most: number): Parsed<Uint8Array> {
  const bytes = new Uint8Array(most + 1);
  let length = 0;
  for (let read = 1; read > 0 && length < bytes.length; length += read) {
    read = readSync(file, bytes, length, bytes.length - length, null);
  }
  return length > most ? malformed(`larger than ${most} bytes`) : parsed(bytes.subarray(0, length));
}
