import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What tells a process from a later one with the same number. */
export interface ProcessIdentity {
  /** Of this boot of the system; compared as it is. */
  readonly started: string;
  /** Its words, joined by spaces. */
  readonly command: string;
}

/**
 * proc(5): the 3rd field of stat is the state, the 22nd the start in ticks since boot; the name before them is in parentheses and may hold
 * anything. One that has ended but that nobody has waited for, as in a container without an init, is no process any more.
 */
const fromProc = (pid: number): ProcessIdentity | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (/[ZXx]/.test(state)) return undefined;
  const ticks = fields[18] as string;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').replaceAll('\0', ' ');
  return { started: `${boot} ${ticks}`, command };
};

const fromPs = (pid: number): ProcessIdentity => {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const text = execFileSync('ps', ['-ww', '-o', 'lstart=', '-o', 'command=', '-p', `${pid}`], { env, encoding: 'utf8', timeout: 2_000 });
  // "Thu Nov 20 23:24:01 2025 command": the date has a fixed width.
  return { started: text.slice(0, 24), command: text.slice(24).trim() };
};

/** `undefined`: there is no such process, or the system cannot tell. */
export const processIdentity = (pid: number): ProcessIdentity | undefined => {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    return process.platform === 'win32' ? undefined : fromPs(pid);
  } catch {
    return undefined;
  }
};
