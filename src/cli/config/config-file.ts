import { ChatError } from '../../protocol/chat-error.js';
import { readBoundedFile } from './bounded-file.js';

/** Larger than any config can be; read before anything is parsed. */
const MOST_BYTES = 65_536;

/** The object in a config file, its keys and values unchecked; `undefined` when there is no such file. `guarded`: see readBoundedFile. */
export function readConfigFile(path: string, guarded: boolean): Readonly<Record<string, unknown>> | undefined {
  const bytes = readBoundedFile(path, MOST_BYTES, guarded);
  if (!bytes.ok) throw new ChatError('CONFIG_UNREADABLE', `${path}: ${bytes.reason}`);
  if (bytes.value === undefined) return undefined;
  const value = parseJson(path, bytes.value);
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
