import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Registry } from '../../src/adapters/tunnel/child-guard.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';

export const standInPath = fileURLToPath(new URL('stand-in-cloudflared.js', import.meta.url));

/** How a stand-in was started. */
export interface StandInStart {
  readonly pid: number;
  readonly args: readonly string[];
  readonly edgePort: number;
  readonly protocol: string;
  readonly url: string;
}

/** Runs stand-ins of cloudflared: knows how each was started, and tells the last one what to do. */
export interface StandIn {
  /** What the program under test gives its children. */
  readonly environment: NodeJS.ProcessEnv;
  readonly starts: readonly StandInStart[];
  /** Time runs ten times as fast as outside, but only from when the first stand-in runs: a slow machine then decides nothing. */
  readonly clock: FakeClock;
  /** For the driver: with it, time stands still whenever a stand-in has been started and does not run yet. */
  watching(registry: Registry): Registry;
  /** Resolves when the n-th was started. */
  started(n: number): Promise<StandInStart>;
  /** Resolves when the n-th, which was started, runs no more. */
  ended(n: number): Promise<void>;
  tell(word: 'lose' | 'back' | 'crash'): void;
}

const STEP_MS = 10;
const FASTER = 10;
/** One that takes a millisecond for every byte. */
const FASTER_THAN_DRIPS = 2;

export async function createStandIn(play: string, environment: NodeJS.ProcessEnv = {}): Promise<StandIn> {
  const starts: StandInStart[] = [];
  const looks = new Set<() => void>();
  const clock = createFakeClock(Date.now());
  const sockets: Socket[] = [];
  const starting = new Set<number>();
  const faster = play === 'drips' ? FASTER_THAN_DRIPS : FASTER;
  let pump: NodeJS.Timeout | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').once('data', (text: string) => {
      const start = JSON.parse(text) as StandInStart;
      starts.push(start);
      sockets.push(socket);
      starting.delete(start.pid);
      pump ??= setInterval(() => clock.advance(starting.size === 0 ? STEP_MS * faster : 0), STEP_MS);
      for (const look of looks) look();
      socket.write('run\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    clearInterval(pump);
    server.close();
    for (const { pid } of starts) kill(pid);
  });
  const port = `${(server.address() as AddressInfo).port}`;
  return {
    environment: { ...process.env, ...environment, CHATTRACE_STAND_IN: play, CHATTRACE_STAND_IN_CONTROL: port },
    starts,
    clock,
    watching: (registry) => ({
      addFile: (path) => registry.addFile(path),
      removeFile: (path) => registry.removeFile(path),
      addChild: (pid) => {
        starting.add(pid);
        registry.addChild(pid);
      },
      removeChild: (pid) => {
        starting.delete(pid);
        registry.removeChild(pid);
      },
    }),
    started: (n) =>
      new Promise((resolve) => {
        const look = (): void => {
          const start = starts[n - 1];
          if (start === undefined) return;
          looks.delete(look);
          resolve(start);
        };
        looks.add(look);
        look();
      }),
    ended: async (n) => {
      const socket = sockets[n - 1];
      // The system closes it with the process.
      // Not `once`: a process that is killed resets its connection, which is an end too.
      if (socket?.destroyed === false) await new Promise((resolve) => socket.once('close', resolve));
    },
    tell: (word) => void sockets.at(-1)?.write(`${word}\n`),
  };
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
};

const isZombie = (pid: number): boolean => {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Whether such a process runs; one that has ended and that nobody has waited for does not. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
};
