import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staleDoorDirs } from '../../adapters/tunnel/door-dir.js';
import { sweepOrphans, writtenChildren, type Orphan, type WrittenChild } from '../../adapters/tunnel/pid-file.js';
import { processIdentity } from '../../adapters/tunnel/process-identity.js';
import { isPrivateDir, runtimeDir } from '../../adapters/tunnel/runtime-dir.js';
import { userCacheDir } from '../../adapters/tunnel/cloudflared/user-cache.js';
import { isThere, remove, type Leftover } from './leftover.js';
import { staleSockets } from './stale-sockets.js';
import { unfinishedDownloads } from './unfinished-downloads.js';

type What = Leftover['what'];

const named = ({ pid, command }: Orphan): string => `${pid} ${command}`;

const runs = ({ pid, command }: Orphan): boolean => processIdentity(pid)?.command.endsWith(command) === true;

const outcome = (what: What, name: string, still: boolean): Leftover =>
  still ? { what, name, removed: false, why: what === 'process' ? 'it still runs' : 'it is still there' } : { what, name, removed: true };

/** Where sessions put what must not outlast them. */
export interface Places {
  /** Pid files and sockets. */
  readonly runtime: string;
  /** Downloads. */
  readonly cache: string;
  /** Folders of doors, where `runtime` cannot be used. */
  readonly temporary: string;
}

export const ownPlaces = (): Places => ({ runtime: runtimeDir(), cache: userCacheDir(), temporary: tmpdir() });

const isOurs = (folder: string): boolean => isThere(folder) && isPrivateDir(folder);

const ofTheGone = (folder: string): readonly WrittenChild[] =>
  isOurs(folder) ? writtenChildren(folder).filter(({ owned }) => !owned) : [];

const doorDirs = (base: string): readonly string[] => (isThere(base) ? staleDoorDirs(base).map((name) => join(base, name)) : []);

/** Files and folders that no process uses any more. */
async function staleFiles({ runtime, cache, temporary }: Places): Promise<readonly { readonly what: What; readonly name: string }[]> {
  const sockets = isOurs(runtime) ? await staleSockets(runtime) : [];
  return [
    ...sockets.map((name) => ({ what: 'socket', name }) as const),
    ...(isOurs(runtime) ? [runtime, temporary] : [temporary]).flatMap(doorDirs).map((name) => ({ what: 'folder', name }) as const),
    ...unfinishedDownloads(cache).map((name) => ({ what: 'download', name }) as const),
  ];
}

/** What is left of sessions that are gone; nothing is touched. */
export async function findLeftovers(places = ownPlaces()): Promise<readonly { readonly what: What; readonly name: string }[]> {
  const children = ofTheGone(places.runtime).map(({ child, path }) =>
    child === undefined ? ({ what: 'pid file', name: path } as const) : ({ what: 'process', name: named(child) } as const),
  );
  return [...children, ...(await staleFiles(places))];
}

/**
 * Ends and removes what sessions that are gone have left, and says what came of each, as the disk and the process table show it
 * afterwards. Sessions that live are not touched.
 */
export async function sweepLeftovers(places = ownPlaces()): Promise<readonly Leftover[]> {
  const children = ofTheGone(places.runtime);
  await sweepOrphans(places.runtime);
  const swept = children.flatMap(({ child, path }) => [
    ...(child === undefined ? [] : [outcome('process', named(child), runs(child))]),
    outcome('pid file', path, isThere(path)),
  ]);
  return [...swept, ...(await staleFiles(places)).map(({ what, name }) => remove(what, name))];
}
