import { statSync } from 'node:fs';
import { ChatError } from '../../../protocol/chat-error.js';
import { fileHash } from './file-hash.js';

const WRITABLE_BY_OTHERS = 0o022;
const ROOT = 0;

/** Whether nobody else can change it, or, for a folder, what is in it. Windows keeps folders of users apart by itself. */
export const isOursAlone = (path: string): boolean => {
  if (process.getuid === undefined) return true;
  try {
    const { uid, mode } = statSync(path);
    return (uid === process.getuid() || uid === ROOT) && (mode & WRITABLE_BY_OTHERS) === 0;
  } catch {
    return false;
  }
};

/** Throws ChatError TUNNEL_BINARY_REFUSED unless the file has that SHA-256; `undefined`: there is no right one. */
export async function verify(path: string, expected: string | undefined, signal?: AbortSignal): Promise<void> {
  const found = await fileHash(path, signal).catch((error: NodeJS.ErrnoException) => {
    if (signal?.aborted === true) throw error;
    throw new ChatError('TUNNEL_BINARY_REFUSED', `${path} cannot be read: ${error.code ?? error.message}`, error);
  });
  if (found === expected) return;
  const wanted = expected ?? 'none: there is no release for this machine';
  throw new ChatError('TUNNEL_BINARY_REFUSED', `${path} has the hash ${found}; expected ${wanted}`);
}
