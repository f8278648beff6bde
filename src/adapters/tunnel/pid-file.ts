import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Registry } from './child-guard.js';
import { processIdentity } from './process-identity.js';
import { isPrivateDir, runtimeDir } from './runtime-dir.js';

const LARGEST_PID = 4_194_304;
const WRITTEN_WITHIN_MS = 10_000;
const GONE_TRIES = 20;
const GONE_EVERY_MS = 50;

/** What one file says: whose child it is, and how to know that child again. */
interface PidRecord {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
  readonly owner: { readonly pid: number; readonly started: string };
}

export interface Orphan {
  readonly pid: number;
  readonly command: string;
}

const nameOf = (pid: number): string => `child-${pid}.json`;

/**
 * Writes down a child of ours, so that the next start can end it should we not be able to. Gives what removes the file again. Does
 * nothing where the system cannot tell one process from another, or has no folder of ours alone.
 */
export function writePidFile(
  child: { pid: number; file: string; args: readonly string[]; registry?: Registry },
  folder = runtimeDir(),
): () => void {
  const identity = processIdentity(child.pid);
  const own = processIdentity(process.pid);
  if (identity === undefined || own === undefined || !isPrivateDir(folder)) return () => {};
  const command = [child.file, ...child.args].join(' ');
  const record: PidRecord = { pid: child.pid, started: identity.started, command, owner: { pid: process.pid, started: own.started } };
  const path = join(folder, nameOf(child.pid));
  try {
    rmSync(path, { force: true });
    child.registry?.addFile(path);
    writeFileSync(path, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    // A full disk: the child still ends with us where the system can do that.
    rmSync(path, { force: true });
  }
  return () => rmSync(path, { force: true });
}

const isPid = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 1 && (value as number) <= LARGEST_PID;

const parseRecord = (text: string): PidRecord | undefined => {
  try {
    const { pid, started, command, owner } = JSON.parse(text) as Partial<PidRecord>;
    if (!isPid(pid) || typeof started !== 'string' || typeof command !== 'string') return undefined;
    return isPid(owner?.pid) && typeof owner.started === 'string' ? { pid, started, command, owner } : undefined;
  } catch {
    return undefined;
  }
};

const readRecord = (path: string): PidRecord | undefined => {
  try {
    return parseRecord(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

/** The number may be another program's by now: start and words must be those that were written down (a script has its shell before them). */
const isStill = ({ pid, started, command }: PidRecord): boolean => {
  const now = processIdentity(pid);
  return now?.started === started && (now.command === command || now.command.endsWith(` ${command}`));
};

const end = (pid: number): void => {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
      return;
    } catch {
      // Not the first of a group, or gone.
    }
  }
};

const ownerLives = ({ owner }: PidRecord): boolean => processIdentity(owner.pid)?.started === owner.started;

/** A file that says nothing may be one that is being written just now. */
const isNew = (path: string): boolean => Date.now() - statSync(path).mtimeMs < WRITTEN_WITHIN_MS;

const isOwned = (path: string, record: PidRecord | undefined): boolean => (record === undefined ? isNew(path) : ownerLives(record));

const orphanIn = (path: string): PidRecord | undefined => {
  const record = parseRecord(readFileSync(path, 'utf8'));
  if (isOwned(path, record)) return undefined;
  const orphan = record !== undefined && isStill(record) ? record : undefined;
  if (orphan !== undefined) end(orphan.pid);
  rmSync(path, { force: true });
  return orphan;
};

const pidFilesIn = (folder: string): readonly string[] => {
  if (!existsSync(folder) || !isPrivateDir(folder)) return [];
  const names = readdirSync(folder).filter((file) => /^child-\d+\.json$/.test(file));
  return names.map((name) => join(folder, name));
};

export interface WrittenChild {
  /** The pid file. */
  readonly path: string;
  /** `undefined`: it names nothing that runs. */
  readonly child: Orphan | undefined;
  /** Its session lives. */
  readonly owned: boolean;
}

/** The pid files that are there. Changes nothing. */
export const writtenChildren = (folder = runtimeDir()): readonly WrittenChild[] =>
  pidFilesIn(folder).map((path) => {
    const record = readRecord(path);
    const child = record !== undefined && isStill(record) ? { pid: record.pid, command: record.command } : undefined;
    return { path, child, owned: isOwned(path, record) };
  });

const gone = async (record: PidRecord): Promise<void> => {
  for (let tries = 0; tries < GONE_TRIES && isStill(record); tries += 1) await delay(GONE_EVERY_MS);
};

/**
 * Ends what sessions that are gone have left running, removes their pid files, and says what it ended. Children of sessions that live,
 * and processes that only have the number of a child, are left alone. Never rejects.
 */
export async function sweepOrphans(folder = runtimeDir()): Promise<readonly Orphan[]> {
  const orphans: PidRecord[] = [];
  for (const path of pidFilesIn(folder)) {
    try {
      const orphan = orphanIn(path);
      if (orphan !== undefined) orphans.push(orphan);
    } catch {
      // Another start has swept it at the same moment.
    }
  }
  await Promise.all(orphans.map(gone));
  return orphans.map(({ pid, command }) => ({ pid, command }));
}
