import { spawn, type ChildProcess } from 'node:child_process';
import { findOnPath } from '../../adapters/tunnel/find-on-path.js';
import type { Registry } from '../../adapters/tunnel/child-guard.js';

/** A program that keeps the computer awake as long as it runs, and what it is given. */
export type WakeCommand = readonly [file: string, ...args: string[]];

/**
 * Both end with us, however we end: `caffeinate` watches our process, and what `systemd-inhibit` runs reads a pipe that only we hold.
 * `undefined` where there is neither.
 */
export function wakeCommand(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, pid: number): WakeCommand | undefined {
  const [name, ...args] =
    platform === 'darwin'
      ? (['caffeinate', '-i', '-w', String(pid)] as const)
      : (['systemd-inhibit', '--what=idle:sleep', '--who=CHATTrace', '--why=guests are in the room', '--mode=block', 'cat'] as const);
  const file = platform === 'win32' ? undefined : findOnPath(name, environment);
  return file === undefined ? undefined : [file, ...args];
}

/** Keeps this computer awake while guests are there. Where it cannot be done, nothing happens. */
export class WakeLock {
  readonly #command: WakeCommand | undefined;
  readonly #registry: Registry;
  #child: ChildProcess | undefined;
  /** Everything that was told to end has ended. */
  #ended: Promise<unknown> = Promise.resolve();

  constructor(command: WakeCommand | undefined, registry: Registry) {
    this.#command = command;
    this.#registry = registry;
  }

  /** How many are here now. */
  guests(count: number): void {
    if (count === 0) void this.release();
    else this.#take();
  }

  /** Resolves when nothing of it runs: what was told to end and is still there would be a process left. */
  async release(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.pid !== undefined) this.#ended = Promise.all([this.#ended, end(child, child.pid)]);
    await this.#ended;
  }

  #take(): void {
    if (this.#command === undefined || this.#child !== undefined) return;
    const [file, ...args] = this.#command;
    // A group of its own: Ctrl+C is not for it.
    const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.#child = child;
    const { pid } = child;
    if (pid !== undefined) this.#registry.addChild(pid);
    child.stdin.on('error', () => {});
    child.on('error', () => {});
    // One that the system refused is not tried again and again: it stays as it is until everyone has left.
    child.once('exit', () => {
      if (pid !== undefined) this.#registry.removeChild(pid);
    });
    child.unref();
  }
}

/** It has nothing to save, nor has what it runs. */
function end(child: ChildProcess, pid: number): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.destroy();
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It is just ending by itself.
  }
  return exited;
}
