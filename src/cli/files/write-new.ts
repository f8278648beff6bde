import { open, rm } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';

/** Somebody who has that many files of one name has them for a reason. */
const TRIES = 1_000;
/** What somebody was told in confidence is for the owner alone. */
const MODE = 0o600;

/** Writes a file that was not there: `name.ext`, else `name (2).ext` and so on. Its path; rejects when it cannot be written. */
export async function writeNew(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  // Whoever named it is somebody else: nothing of that leads out of the folder.
  const { name: stem, ext } = parse(basename(name));
  for (let nth = 1; nth <= TRIES; nth++) {
    const path = join(folder, nth === 1 ? `${stem}${ext}` : `${stem} (${nth})${ext}`);
    if (await writeAt(path, bytes)) return path;
  }
  throw new Error(`${TRIES} files of this name are there`);
}

/** False: something is there, be it a link to nowhere. Half a file is none. */
async function writeAt(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'wx', MODE).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(bytes);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}
