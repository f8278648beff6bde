import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ChatError } from '../../protocol/chat-error.js';
import type { Reporter } from '../output/reporter.js';

export interface ClientFileRequest {
  /** The path that was asked for. */
  readonly out: string;
  /** The package's folder. */
  readonly root: string;
}

/** `chattrace client`: the browser's client as one file. The same version gives the same bytes, so hashes can be compared. */
export async function runClientFile({ out, root }: ClientFileRequest, reporter: Reporter): Promise<void> {
  const bytes = await built(root);
  const path = resolve(out);
  try {
    // Nothing that is there is lost, and no link to somewhere else is followed.
    await writeFile(path, bytes, { flag: 'wx', mode: 0o644 });
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new ChatError('FILE_NOT_WRITTEN', `${path}: ${code === 'EEXIST' ? 'it is there already' : code}`, cause);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  reporter.event({ event: 'written', path, bytes: bytes.length, sha256 });
  // As sha256sum prints it.
  if (!reporter.json) reporter.result(`${sha256}  ${out}`);
  reporter.note('Open it in a browser and paste a link. Whoever gives it to others should give its hash by another way.');
}

async function built(root: string): Promise<Buffer> {
  try {
    return await readFile(join(root, 'dist', 'client.html'));
  } catch (cause) {
    throw new ChatError('ASSETS_MISSING', 'client.html is missing', cause);
  }
}
