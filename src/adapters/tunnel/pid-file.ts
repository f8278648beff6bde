import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Registry } from './child-guard.js';
import { isNew, ownerLives, readRecord, recordOf, survivorsOf, type Running } from './pid-record.js';
import { processIdentity } from './process-identity.js';
import { isPrivateDir, runtimeDir } from './runtime-dir.js';

const GONE_TRIES = 20;
const GONE_EVERY_MS = 50;

export type Orphan = Pick<Running, 'pid' | 'command'>;

const nameOf = (pid: number): string => `child-${pid}.json`;

/**
 * Writes down a child of ours, so that the next start can end it should we not be able to. Gives what removes the file again. Does
 * nothing where the system cannot tell one process from another, or has no folder of ours alone.
 */
export function writePidFile(
  child: { pid: number; file: string; args: readonly string[]; registry?: Registry },
  folder = runtimeDir(),
): () => void {
  const record = recordOf(child);
  if (record === undefined || !isPrivateDir(folder)) return () => {};
  const path = join(folder, nameOf(child.pid));
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
    child.registry?.removeFile(path);
  };
  try {
    remove();
    child.registry?.addFile(path);
    writeFileSync(path, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    // A full disk: the child still ends with us where the system can do that.
    remove();
  }
  return remove;
}

/** What is left of the child of a pid file; `leave`: its session lives, or nobody can tell. */
const judge = (path: string): readonly Running[] | 'leave' => {
  const record = readRecord(path);
  if (record === undefined || record === 'unknown') return 'leave';
  if (record === 'nothing') return isNew(path) ? 'leave' : [];
  if (ownerLives(record)) return 'leave';
  const survivors = survivorsOf(record);
  return survivors === 'unknown' ? 'leave' : survivors;
};

const kill = (target: number): boolean => {
  try {
    return process.kill(target, 'SIGKILL');
  } catch {
    // Not the first of a group, or gone.
    return false;
  }
};

/** With its group, when it leads one. */
const end = ({ pid }: Running): boolean => kill(-pid) || kill(pid);

const pidFilesIn = (folder: string): readonly string[] => {
  try {
    if (!existsSync(folder) || !isPrivateDir(folder)) return [];
    const names = readdirSync(folder).filter((file) => /^child-\d+\.json$/.test(file));
    return names.map((name) => join(folder, name));
  } catch {
    // Such as too many open files.
    return [];
  }
};

export interface WrittenChild {
  /** The pid file. */
  readonly path: string;
  /** `undefined`: it names nothing that runs. */
  readonly child: Orphan | undefined;
  /** Its session lives, or nobody can tell. */
  readonly owned: boolean;
}

const orphanOf = ({ pid, command }: Running): Orphan => ({ pid, command });

/** The pid files that are there. Changes nothing. */
export const writtenChildren = (folder = runtimeDir()): readonly WrittenChild[] =>
  pidFilesIn(folder).flatMap((path) => {
    const record = readRecord(path);
    if (record === undefined) return [];
    const survivors = typeof record === 'string' ? [] : survivorsOf(record);
    const child = survivors === 'unknown' ? undefined : survivors[0];
    return [{ path, child: child === undefined ? undefined : orphanOf(child), owned: judge(path) === 'leave' }];
  });

const runs = ({ pid, started }: Running): boolean => processIdentity(pid)?.started === started;

const gone = async (running: Running): Promise<void> => {
  for (let tries = 0; tries < GONE_TRIES && runs(running); tries += 1) await delay(GONE_EVERY_MS);
};

/** A folder of that name is none of ours, and would be met again at every start. */
const sweep = (path: string): readonly Running[] => {
  const orphans = judge(path);
  if (orphans === 'leave') return [];
  orphans.forEach(end);
  rmSync(path, { recursive: true, force: true });
  return orphans;
};

/**
 * Ends what sessions that are gone have left running, removes their pid files, and says what it ended. Children of sessions that live,
 * and processes that only have the number of a child, are left alone. Never rejects.
 */
export async function sweepOrphans(folder = runtimeDir()): Promise<readonly Orphan[]> {
  const orphans = pidFilesIn(folder).flatMap((path) => {
    try {
      return sweep(path);
    } catch {
      // It cannot be removed now, which is seen afterwards.
      return [];
    }
  });
  await Promise.all(orphans.map(gone));
  return orphans.map(orphanOf);
}
