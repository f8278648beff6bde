import { ChatError } from '../../protocol/chat-error.js';
import { readBoundedFile } from '../config/bounded-file.js';

/** Longer than any link. */
const MOST_BYTES = 4_096;

/** The text of a link file. */
export function readLinkFile(path: string): string {
  const bytes = readBoundedFile(path, MOST_BYTES);
  if (!bytes.ok) throw new ChatError('USAGE', `--link-file ${path}: ${bytes.reason}`);
  if (bytes.value === undefined) throw new ChatError('USAGE', `--link-file ${path}: there is no such file`);
  return new TextDecoder().decode(bytes.value);
}
