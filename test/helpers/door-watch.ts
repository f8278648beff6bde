import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { runtimeDir } from '../../src/adapters/tunnel/runtime-dir.js';
import type { Clock } from '../../src/core/ports/clock.js';
import type { OpenTunnel, Tunnel, TunnelState } from '../../src/core/ports/tunnel.js';

/** An open door and what it has said. Closed when the test ends. */
export interface WatchedDoor {
  readonly tunnel: OpenTunnel;
  readonly said: readonly TunnelState[];
  /** The reader of the states has come to their end. */
  readonly ended: Promise<void>;
  readonly abort: () => void;
}

export function openWatched(tunnel: Tunnel, port: number): WatchedDoor {
  const aborter = new AbortController();
  const open = tunnel.open({ port, signal: aborter.signal });
  onTestFinished(() => open.close());
  const said: TunnelState[] = [];
  const ended = (async () => {
    for await (const state of open.states) said.push(state);
  })();
  return { tunnel: open, said, ended, abort: () => aborter.abort() };
}

/** Its names only. */
export const namesOf = (said: readonly TunnelState[]): readonly string[] => said.map(({ state }) => state);

/** What doors of this process have on the disk. */
export const doorFiles = (): readonly string[] => [
  ...list(tmpdir()).filter((name) => name.startsWith(`chattrace-door-${process.pid}-`)),
  ...list(runtimeDir()).filter((name) => name.startsWith('child-')),
];

const list = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

export class Children {
  /** All that were made, and those of them that are gone. */
  readonly files: string[] = [];
  readonly gone: string[] = [];
  readonly alive = new Set<number>();
  #begin: (pid: number) => void = () => undefined;
  /** The number of the first. */
  readonly started = new Promise<number>((resolve) => (this.#begin = resolve));

  addFile(path: string): void {
    this.files.push(path);
  }

  removeFile(path: string): void {
    this.gone.push(path);
  }

  addChild(pid: number): void {
    this.alive.add(pid);
    this.#begin(pid);
  }

  removeChild(pid: number): void {
    this.alive.delete(pid);
  }

  /** The newest. */
  get pid(): number {
    return [...this.alive].at(-1) as number;
  }
}

/** Every wait is so many times shorter. */
export const hastened = (times: number): Clock => ({
  now: () => systemClock.now() * times,
  after: (ms, run) => systemClock.after(ms / times, run),
});
