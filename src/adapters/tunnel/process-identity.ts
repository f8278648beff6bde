import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What tells a process from a later one with the same number. */
export interface ProcessIdentity {
  /** Of this boot of the system; compared as it is. */
  readonly started: string;
  /** Its words, joined by spaces. */
  readonly command: string;
}

interface Proc extends ProcessIdentity {
  readonly state: string;
  readonly ticks: number;
  /** Its process group and its session. */
  readonly belongsTo: readonly number[];
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Of whom /proc tells: without it, or with that of another pid namespace, our own number would be missing or somebody else's there. */
const isOurs = (): boolean => readlinkSync('/proc/self') === `${process.pid}`;

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/**
 * proc(5): the 3rd field of stat is the state, the 5th and 6th are group and session, the 22nd is the start in ticks since boot; the name
 * before them is in parentheses and may hold anything.
 */
const readProc = (pid: number, boot: string): Proc => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').replaceAll('\0', ' ');
  const ticks = fields[18] as string;
  return { state, started: `${boot} ${ticks}`, ticks: Number(ticks), belongsTo: [Number(fields[1]), Number(fields[2])], command };
};

/** One that has ended but that nobody has waited for, as in a container without an init, is no process any more. */
const hasEnded = ({ state }: Proc): boolean => /[ZXx]/.test(state);

const fromProc = (pid: number): ProcessIdentity | 'gone' | 'unknown' => {
  if (!isOurs()) return 'unknown';
  const boot = bootId();
  try {
    const found = readProc(pid, boot);
    return hasEnded(found) ? 'gone' : { started: found.started, command: found.command };
  } catch (error) {
    return isMissing(error) ? 'gone' : 'unknown';
  }
};

const fromPs = (pid: number): ProcessIdentity | 'gone' => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isMissing(error)) return 'gone';
  }
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const text = execFileSync('ps', ['-ww', '-o', 'lstart=', '-o', 'command=', '-p', `${pid}`], { env, encoding: 'utf8', timeout: 2_000 });
  // "Thu Nov 20 23:24:01 2025 command": the date has a fixed width.
  return { started: text.slice(0, 24), command: text.slice(24).trim() };
};

/** `unknown`: this system, or this moment, cannot tell; it must not be taken for gone. */
export const lookAtProcess = (pid: number): ProcessIdentity | 'gone' | 'unknown' => {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    return process.platform === 'win32' ? 'unknown' : fromPs(pid);
  } catch {
    return 'unknown';
  }
};

/** `undefined`: there is no such process, or nobody can tell. */
export const processIdentity = (pid: number): ProcessIdentity | undefined => {
  const found = lookAtProcess(pid);
  return typeof found === 'string' ? undefined : found;
};

/**
 * What runs in the group or the session of `leader`, which has ended itself; its number is nobody else's as long as they are there.
 * `since`: its own start. None where the system does not tell.
 */
export const followersOf = (leader: number, since: string): readonly (ProcessIdentity & { readonly pid: number })[] => {
  if (process.platform !== 'linux') return [];
  try {
    const [boot, [begun = '', ticks = '']] = [bootId(), since.split(' ')];
    if (!isOurs() || begun !== boot) return [];
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.map(Number).flatMap((pid) => {
      const found = procIfThere(pid, boot);
      if (found === undefined || hasEnded(found) || !found.belongsTo.includes(leader) || found.ticks < Number(ticks)) return [];
      return [{ pid, started: found.started, command: found.command }];
    });
  } catch {
    return [];
  }
};

const procIfThere = (pid: number, boot: string): Proc | undefined => {
  try {
    return readProc(pid, boot);
  } catch {
    return undefined;
  }
};

/** Within which numbers of processes mean something: two with another one never mean the same by theirs. `undefined`: nobody can tell. */
export const pidNamespace = (): string | undefined => {
  try {
    return /^pid:\[(\d+)\]$/.exec(readlinkSync('/proc/self/ns/pid'))?.[1];
  } catch {
    return undefined;
  }
};
