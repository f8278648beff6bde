import { accessSync, constants, lstatSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from './finding.js';

/** A download and a log need less. */
const LEAST_MIB = 100;

/** The folder itself, or the nearest one above it that is there. */
function nearest(folder: string): string {
  try {
    lstatSync(folder);
    return folder;
  } catch (error) {
    const above = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) return folder;
    return nearest(above);
  }
}

/** Writes into a folder that is there, and leaves nothing; of one that is not there only asks whether it could be made. */
function tryToWrite(folder: string): void {
  const there = nearest(folder);
  accessSync(there, constants.W_OK | constants.X_OK);
  if (there !== folder) return;
  const probe = mkdtempSync(join(folder, '.probe-'));
  try {
    writeFileSync(join(probe, 'probe'), 'probe');
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

const freeMib = (folder: string): number => {
  const { bavail, bsize } = statfsSync(nearest(folder));
  return Math.floor((bavail * bsize) / 1_048_576);
};

/** `folder`: where the log goes that is kept when its owner wants it. */
export function checkFolder(folder: string): Finding {
  try {
    tryToWrite(folder);
    const free = freeMib(folder);
    const details = { folder, freeMib: free };
    if (free >= LEAST_MIB) return { check: 'disk', state: 'ok', text: `${folder} can be written`, details };
    return {
      check: 'disk',
      state: 'note',
      text: `${folder}: ${free} MiB free`,
      fix: `Free some space: ${LEAST_MIB} MiB are enough.`,
      details,
    };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const fix = 'Give yourself the right to write there, or set XDG_STATE_HOME. Without it an event log cannot be kept; a session works.';
    return { check: 'disk', state: 'note', text: `${folder} cannot be written: ${code}`, fix, details: { folder, code } };
  }
}
