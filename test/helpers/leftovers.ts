import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writePidFile } from '../../src/adapters/tunnel/pid-file.js';

export interface WrittenDown {
  readonly child: ChildProcess;
  /** Its pid file. */
  readonly path: string;
}

const FOREVER = `console.log('here'); setInterval(() => {}, 1000)`;

const run = async (file: string, code: string): Promise<ChildProcess> => {
  const child = spawn(file, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
};

/** The signal that ended it. */
export async function gone(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode;
}

/** A child written down in `folder` by a session that lives: this process. `file`: the Node.js that runs. */
export async function childOfLivingSession(folder: string, file = process.execPath): Promise<WrittenDown> {
  const child = await run(file, FOREVER);
  const pid = child.pid as number;
  writePidFile({ pid, file, args: ['-e', FOREVER] }, folder);
  return { child, path: join(folder, `child-${pid}.json`) };
}

/** A child whose session was killed: no process with the number of its owner began when its owner did. */
export async function orphan(folder: string): Promise<WrittenDown> {
  const written = await childOfLivingSession(folder);
  const record = JSON.parse(readFileSync(written.path, 'utf8')) as { owner: { started: string } };
  record.owner.started = 'long ago';
  writeFileSync(written.path, JSON.stringify(record));
  return written;
}

/** The socket of a program that was killed. */
export async function deadSocket(path: string): Promise<void> {
  const child = await run(process.execPath, `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('open'))`);
  child.kill('SIGKILL');
  await gone(child);
}
