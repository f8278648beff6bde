import type { Readable } from 'node:stream';
import { spawnGuarded, type ChildExit, type GuardedCommand } from './child-guard.js';

const KEPT_CHARS = 65_536;

export interface AskProgram extends GuardedCommand {
  /** Then it is ended, whatever it is at. */
  readonly withinMs: number;
  /** Aborting it ends the program at once. */
  readonly signal?: AbortSignal;
}

export interface ProgramSaid {
  readonly exit: ChildExit;
  /** Text from outside, of which only the beginning is kept. */
  readonly stdout: string;
  readonly stderr: string;
}

const keep = (stream: Readable): (() => string) => {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk.slice(0, KEPT_CHARS - text.length)));
  // Its end is told by the program's exit.
  stream.on('error', () => undefined);
  return () => text;
};

/** What a program says that has nothing to do but to say it. Nothing of it runs when this resolves, however deaf it is. Never rejects. */
export async function askProgram({ withinMs, signal, ...command }: AskProgram): Promise<ProgramSaid> {
  if (signal?.aborted === true) return { exit: { code: null, signal: null }, stdout: '', stderr: '' };
  const child = spawnGuarded(command);
  const [stdout, stderr] = [keep(child.stdout), keep(child.stderr)];
  const end = (): void => void child.stop(0);
  const cancel = command.clock.after(withinMs, end);
  signal?.addEventListener('abort', end, { once: true });
  const exit = await child.exited;
  cancel();
  signal?.removeEventListener('abort', end);
  return { exit, stdout: stdout(), stderr: stderr() };
}
