import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { ChatError } from '../../protocol/chat-error.js';

/** Larger than any config can be; read before anything is parsed. */
const MOST_BYTES = 65_536;

/** The object in a config file, its keys and values unchecked; `undefined` when there is no such file. */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = readBounded(path);
  if (bytes === undefined) return undefined;
  const value = parseJson(path, bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ChatError('CONFIG_NOT_JSON', `${path}: expected one object: {"key": value, …}`);
  }
  return value as Readonly<Record<string, unknown>>;
}

function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new ChatError('CONFIG_NOT_JSON', `${path}: ${error instanceof SyntaxError ? error.message : 'not UTF-8'}`, error);
  }
}

function readBounded(path: string): Uint8Array | undefined {
  let file: number;
  try {
    // Without O_NONBLOCK a pipe of this name would hang the program until someone writes to it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ChatError('CONFIG_UNREADABLE', `${path}: ${code ?? 'unknown error'}`, error);
  }
  try {
    if (!fstatSync(file).isFile()) throw new ChatError('CONFIG_UNREADABLE', `${path}: not a file`);
    return readAll(path, file);
  } finally {
    closeSync(file);
  }
}

function readAll(path: string, file: number): Uint8Array {
  const bytes = new Uint8Array(MOST_BYTES + 1);
  let length = 0;
  for (let read = 1; read > 0 && length < bytes.length; length += read) {
    read = readSync(file, bytes, length, bytes.length - length, null);
  }
  if (length > MOST_BYTES) throw new ChatError('CONFIG_UNREADABLE', `${path}: larger than 64 KiB`);
  return bytes.subarray(0, length);
}
