import { readFileSync } from 'node:fs';
import type { Cancel, Clock } from '../../core/ports/clock.js';

const EVERY_MS = 1_000;

/** npm runs a script in a shell, which some systems leave between npm and the program. */
const SHELLS: ReadonlySet<string> = new Set(['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh']);

/** Name and parent of a process (proc(5), stat: the name is in parentheses and may hold more of them). */
const parentOf = (pid: number): { readonly name: string; readonly parent: string } => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const end = stat.lastIndexOf(')');
  return { name: stat.slice(stat.indexOf('(') + 1, end), parent: stat.slice(end + 2).split(' ')[1] as string };
};

/** Who started us, as far as can be seen: the parent, and behind a shell its parent too. Where there is no /proc, the parent. */
export const starters = (parent: number): string => {
  try {
    const shell = parentOf(parent);
    return SHELLS.has(shell.name) ? `${parent} ${shell.parent}` : `${parent}`;
  } catch {
    return `${parent}`;
  }
};

/**
 * Started through npm (npm start, npx, yarn, pnpm: all set npm_lifecycle_event), the program would outlive a killed npm unseen, because
 * no signal says so; then, and only then, other starters mean that the one who started us is gone.
 */
export const watchParent = (env: NodeJS.ProcessEnv, clock: Clock, look: () => string, gone: () => void): Cancel => {
  if (env['npm_lifecycle_event'] === undefined) return () => {};
  const born = look();
  let cancel: Cancel | undefined;
  const check = (): void => {
    if (look() === born) cancel = clock.after(EVERY_MS, check);
    else gone();
  };
  check();
  return () => cancel?.();
};
