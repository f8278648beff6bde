import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: fixed for programs since Linux 2.6, whatever the kernel uses itself. */
const TICKS = 100;

/**
 * Seconds of processor time, user and system, that a process has used; 0 where there is no /proc.
 * @param {number} pid
 */
export function processSeconds(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}
