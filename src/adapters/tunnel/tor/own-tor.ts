import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../core/ports/clock.js';
import { LastLines, readLines } from '../bounded-lines.js';
import { spawnGuarded, type ChildExit, type Registry } from '../child-guard.js';
import { makeDoorDir } from '../door-dir.js';
import type { OpenDoor } from '../open-door.js';
import { writePidFile } from '../pid-file.js';

/** A tor of our own. */
export interface OwnTor {
  /** Its control port; `undefined`: it has ended before it had one. */
  readonly port: Promise<number | undefined>;
  readonly exited: Promise<ChildExit>;
  /** What it said last; text from outside. */
  readonly last: LastLines;
}

export interface OwnTorOptions {
  readonly clock: Clock;
  readonly file: string;
  readonly registry?: Registry;
  /** Lines for its torrc. */
  readonly settings: readonly string[];
}

const GRACE_MS = 500;
const LISTENS = /Opened Control listener connection \(ready\) on 127\.0\.0\.1:(\d+)$/u;

/** It takes no connections but ours, and ends when this process or its connection to it ends (control-spec, TAKEOWNERSHIP). */
const torrc = (folder: string): readonly string[] => [
  `DataDirectory "${folder.replaceAll(/["\\]/gu, '\\$&')}"`,
  'SocksPort 0',
  'ControlPort 127.0.0.1:auto',
  'CookieAuthentication 1',
  'ClientOnly 1',
  'AvoidDiskWrites 1',
  'Log notice stdout',
  `__OwningControllerProcess ${process.pid}`,
];

/** Starts one with a private folder. Its end, and the folder's, are registered with the door. */
export function startOwnTor(door: OpenDoor, { clock, file, registry, settings }: OwnTorOptions): OwnTor {
  const folder = makeDoorDir(tmpdir(), registry);
  door.closer.add('folder of tor', folder.remove);
  const [config, none] = [join(folder.path, 'torrc'), join(folder.path, 'torrc-defaults')];
  writeFileSync(config, [...settings, ...torrc(folder.path), ''].join('\n'), { mode: 0o600 });
  writeFileSync(none, '', { mode: 0o600 });
  const args = ['-f', config, '--defaults-torrc', none];
  const child = spawnGuarded({ file, args, env: process.env, clock, ...(registry === undefined ? {} : { registry }) });
  // Written down as long as it runs: what is added first is released last.
  if (child.pid !== undefined)
    door.closer.add('pid file of tor', writePidFile({ pid: child.pid, file, args, ...(registry === undefined ? {} : { registry }) }));
  door.closer.add('tor', () => child.stop(GRACE_MS));
  const last = new LastLines();
  readLines(child.stderr, (line) => last.add(line));
  const port = new Promise<number | undefined>((resolve) => {
    readLines(child.stdout, (line) => {
      last.add(line);
      const listens = LISTENS.exec(line);
      if (listens !== null) resolve(Number(listens[1]));
    });
    void child.exited.then(() => resolve(undefined));
  });
  return { port, exited: child.exited, last };
}
