import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { Readable } from 'node:stream';
import type { Clock } from '../../core/ports/clock.js';
import { findOnPath } from './find-on-path.js';

/** How long the last output of a child that has exited is waited for. */
const LAST_OUTPUT_MS = 200;
/** How long this program waits for setpriv, once. */
const GUARD_MS = 1_000;

/** Who is told of every file and child that a door makes (src/cli/life/footprint.ts). */
export interface Registry {
  addFile(path: string): void;
  /** It is gone: whatever has its name from now on is not ours. */
  removeFile(path: string): void;
  addChild(pid: number): void;
  removeChild(pid: number): void;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It could not be started at all. */
  readonly error?: NodeJS.ErrnoException;
}

export interface GuardedChild {
  /** `undefined`: it could not be started; `exited` says why. */
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Never rejects. Its output is complete. */
  readonly exited: Promise<ChildExit>;
  /** Asks it and all of its group to end, and ends them when they have not after `graceMs`; 0: at once. Idempotent. */
  stop(graceMs: number): Promise<void>;
}

export interface GuardedCommand {
  /** An absolute path. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly registry?: Registry;
}

type Child = ChildProcessByStdio<null, Readable | null, Readable | null>;

let wrapper: readonly string[] | undefined;

/** What lets the system end a child when we are gone, even by SIGKILL (prctl(2), PR_SET_PDEATHSIG). Busybox's setpriv cannot do it. */
const deathGuard = (): readonly string[] => {
  if (wrapper !== undefined) return wrapper;
  const setpriv = process.platform === 'linux' ? findOnPath('setpriv', process.env) : undefined;
  const words = ['--pdeathsig', 'KILL', '--'];
  const bounds = { timeout: GUARD_MS, killSignal: 'SIGKILL', stdio: 'ignore' } as const;
  const works = setpriv !== undefined && spawnSync(setpriv, [...words, setpriv, '--version'], bounds).status === 0;
  return (wrapper = works ? [setpriv, ...words] : []);
};

/** The whole group: what the child started goes with it. */
const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It is gone already, which is what is wanted.
  }
};

/** Most reasons not to start are told by an event, some are thrown, and too many open files leave it without streams. */
const start = (file: string, args: readonly string[], env: NodeJS.ProcessEnv): Child | NodeJS.ErrnoException => {
  try {
    return spawn(file, args, { env, detached: true, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
};

const notStarted = (why: NodeJS.ErrnoException): GuardedChild => ({
  pid: undefined,
  stdout: Readable.from([]),
  stderr: Readable.from([]),
  exited: Promise.resolve({ code: null, signal: null, error: why }),
  stop: async () => {},
});

const watchExit = (child: Child, clock: Clock): Promise<ChildExit> =>
  new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => {
      // Something it started may hold its output open for ever.
      const cancel = clock.after(LAST_OUTPUT_MS, () => resolve({ code, signal }));
      child.once('close', () => {
        cancel();
        resolve({ code, signal });
      });
    });
  });

/**
 * Starts a program in a process group of its own, so that Ctrl+C does not reach it, and so that it ends with us where the system can do
 * that. Never throws. Must be called from the main thread: the system ties the child to the thread that started it.
 */
export function spawnGuarded({ file, args, env, clock, registry }: GuardedCommand): GuardedChild {
  const [first, ...words] = [...deathGuard(), file, ...args] as [string, ...string[]];
  const child = start(first, words, env);
  if (child instanceof Error) return notStarted(child);
  const { pid } = child;
  if (pid !== undefined) registry?.addChild(pid);
  let gone = false;
  const exited = watchExit(child, clock).then((exit) => {
    gone = true;
    if (pid === undefined) return exit;
    // Its group may have outlived it.
    signalGroup(pid, 'SIGKILL');
    registry?.removeChild(pid);
    return exit;
  });
  return {
    pid,
    stdout: child.stdout ?? Readable.from([]),
    stderr: child.stderr ?? Readable.from([]),
    exited,
    stop: async (graceMs) => {
      if (gone || pid === undefined) return;
      signalGroup(pid, graceMs === 0 ? 'SIGKILL' : 'SIGTERM');
      const cancel = clock.after(graceMs, () => signalGroup(pid, 'SIGKILL'));
      await exited;
      cancel();
    },
  };
}
