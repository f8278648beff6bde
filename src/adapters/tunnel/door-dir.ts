import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from './child-guard.js';
import { lookAtProcess, pidNamespace } from './process-identity.js';

const PREFIX = 'chattrace-door-';
/** The number of the process, and, where there is more than one, the pid namespace in which that is its number. */
const NAME = /^chattrace-door-(\d{1,8})-(?:(\d{1,20})-)?\w+$/u;

const isOurs = (path: string): boolean => {
  try {
    const stat = lstatSync(path);
    return stat.isDirectory() && (process.getuid === undefined || stat.uid === process.getuid());
  } catch {
    return false;
  }
};

const namesIn = (base: string): readonly string[] => {
  try {
    return readdirSync(base);
  } catch {
    // Not there, no folder, or not for us.
    return [];
  }
};

/**
 * Names of the folders in `base` of sessions that were killed: no process has the number that is in their name. None where processes
 * cannot be told apart: a living session's folder could be taken for a dead one's.
 */
export const staleDoorDirs = (base: string): readonly string[] => {
  const here = pidNamespace();
  return namesIn(base).filter((name) => {
    const [, pid, namespace = here] = NAME.exec(name) ?? [];
    return pid !== undefined && namespace === here && lookAtProcess(Number(pid)) === 'gone' && isOurs(join(base, name));
  });
};

/** Removes them. */
export const sweepDoorDirs = (base: string): readonly string[] =>
  staleDoorDirs(base).filter((name) => {
    try {
      rmSync(join(base, name), { recursive: true, force: true });
      return true;
    } catch {
      // Another start removes it at the same moment.
      return false;
    }
  });

/** A new folder for one door, which nobody else can read (mkdtemp(3): mode 0700), and how to remove it with all that is in it. */
export function makeDoorDir(base: string, registry?: Registry): { readonly path: string; readonly remove: () => void } {
  sweepDoorDirs(base);
  const namespace = pidNamespace();
  const path = mkdtempSync(join(base, `${PREFIX}${process.pid}-${namespace === undefined ? '' : `${namespace}-`}`));
  registry?.addFile(path);
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    registry?.removeFile(path);
  };
  return { path, remove };
}
