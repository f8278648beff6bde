import { lstatSync, readFileSync } from 'node:fs';
import { followersOf, lookAtProcess, pidNamespace, processIdentity } from './process-identity.js';

const LARGEST_PID = 4_194_304;
const LARGEST_FILE = 65_536;
const WRITTEN_WITHIN_MS = 10_000;

/** What one pid file says: whose child it is, and how to know that child again. */
export interface PidRecord {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
  /** The last words of `command`: what a script hands on to the program that it starts. */
  readonly args: string;
  /** Where these numbers count; absent where there is only one such place. */
  readonly namespace?: string;
  readonly owner: { readonly pid: number; readonly started: string };
}

/** A process that runs. */
export interface Running {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
}

/** `undefined`: the system cannot tell one process from another. */
export const recordOf = (child: {
  readonly pid: number;
  readonly file: string;
  readonly args: readonly string[];
}): PidRecord | undefined => {
  const [identity, own, namespace] = [processIdentity(child.pid), processIdentity(process.pid), pidNamespace()];
  if (identity === undefined || own === undefined) return undefined;
  return {
    pid: child.pid,
    started: identity.started,
    command: [child.file, ...child.args].join(' '),
    args: child.args.join(' '),
    ...(namespace === undefined ? {} : { namespace }),
    owner: { pid: process.pid, started: own.started },
  };
};

const isPid = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 1 && (value as number) <= LARGEST_PID;

const parseRecord = (text: string): PidRecord | undefined => {
  try {
    const { pid, started, command, args = '', namespace, owner } = JSON.parse(text) as Partial<PidRecord>;
    if (!isPid(pid) || typeof started !== 'string' || typeof command !== 'string' || typeof args !== 'string') return undefined;
    if (!isPid(owner?.pid) || typeof owner.started !== 'string') return undefined;
    return { pid, started, command, args, owner, ...(typeof namespace === 'string' ? { namespace } : {}) };
  } catch {
    return undefined;
  }
};

/** `nothing`: it says nothing that can be used, now or later. `unknown`: it could not be read now. `undefined`: it is gone. */
export const readRecord = (path: string): PidRecord | 'nothing' | 'unknown' | undefined => {
  try {
    const stat = lstatSync(path);
    if (!stat.isFile() || stat.size > LARGEST_FILE) return 'nothing';
    return parseRecord(readFileSync(path, 'utf8')) ?? 'nothing';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    return code === 'EACCES' || code === 'EPERM' ? 'nothing' : 'unknown';
  }
};

/** One that says nothing may be one that is being written just now; one that is gone needs nothing. */
export const isNew = (path: string): boolean => {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined || Math.abs(Date.now() - stat.mtimeMs) < WRITTEN_WITHIN_MS;
};

const bootOf = (started: string): string | undefined => started.split(' ')[0];

/** Written in another pid namespace of this boot, where our numbers are other processes: nothing can be said of it from here. */
const isElsewhere = ({ namespace, owner }: PidRecord): boolean => {
  if (namespace === undefined || namespace === pidNamespace()) return false;
  const own = processIdentity(process.pid);
  return own === undefined || bootOf(owner.started) === bootOf(own.started);
};

/** Only an owner that is known to be gone does not live. */
export const ownerLives = (record: PidRecord): boolean => {
  if (isElsewhere(record)) return true;
  const now = lookAtProcess(record.owner.pid);
  return now === 'unknown' || (now !== 'gone' && now.started === record.owner.started);
};

/** All of them, the program first, when it is among them. */
const ofScript = (followers: readonly Running[], args: string): readonly Running[] => {
  const isProgram = ({ command }: Running): boolean => command.endsWith(` ${args}`);
  const programs = followers.filter(isProgram);
  return programs.length === 0 ? [] : [...programs, ...followers.filter((one) => !isProgram(one))];
};

/**
 * What runs of a child; `unknown`: nobody can tell now. The number may be another program's by now: start and words must be those that
 * were written down (a script has its shell before them). Where the child has ended, what it started may run on: it was a script, then,
 * and the program has the same last words.
 */
export const survivorsOf = (record: PidRecord): readonly Running[] | 'unknown' => {
  const { pid, started, command, args } = record;
  if (isElsewhere(record)) return [{ pid, started, command }];
  const now = lookAtProcess(pid);
  if (now === 'unknown') return 'unknown';
  if (now === 'gone') return args === '' ? [] : ofScript(followersOf(pid, started), args);
  const same = now.started === started && (now.command === command || now.command.endsWith(` ${command}`));
  return same ? [{ pid, started, command }] : [];
};
