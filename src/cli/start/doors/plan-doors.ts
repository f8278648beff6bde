import { lacksPublicUrl } from '../../../adapters/tunnel/ssh/public-origin.js';
import type { Clock } from '../../../core/ports/clock.js';
import { within } from '../../../core/within.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { assertNever } from '../../../protocol/parsed.js';
import { parseDoorNames, type DoorName } from '../../config/door-name.js';
import type { Settings } from '../../config/schema.js';
import type { Door } from './door.js';
import type { DoorFactory, Download, FoundCloudflared } from './door-factory.js';
import { listenAddress, reachesLoopback } from '../lan.js';

/** The doors that a session tries to open. */
export interface DoorPlan {
  /** The best first. */
  readonly doors: readonly Door[];
  /** The session goes on when none of them opens. */
  readonly optional: boolean;
  /** Why `auto` has no door to try. */
  readonly lack?: ChatError;
}

export interface DoorPlanOptions {
  readonly settings: Pick<Settings, 'tunnel' | 'bind' | 'lan' | 'publicUrl' | 'yes'>;
  readonly factory: DoorFactory;
  readonly clock: Clock;
  /** Asks whether it may be downloaded; absent when there is nobody to ask. */
  readonly ask: ((download: Download) => Promise<boolean>) | undefined;
  /** The session ends: nothing is looked for any more. */
  readonly ending: AbortSignal;
}

/** What drivers promise (src/core/ports/tunnel.ts). */
const OPEN_MS = 45_000;
const TOR_MS = 180_000;
/** Longer than any look at a disk, shorter than anyone wants to wait for a room. */
const FIND_MS = 1_000;
const CLOUDFLARED: DoorName = { type: 'cloudflared' };
const AT_CLOUDFLARE =
  'The address is Cloudflare’s: encryption on the way ends there, so it sees addresses and times, and hands out the page’s code.';
const IN_TOR =
  'The address opens in Tor Browser only, and in a terminal with torsocks before join. It is http, and encrypted all the same: Tor does that.';

/** Makes the doors that the settings name, and asks what must be asked. Throws a ChatError when a named one cannot be tried. */
export async function planDoors(options: DoorPlanOptions): Promise<DoorPlan> {
  const names = parseDoorNames(options.settings.tunnel);
  // The schema has checked it.
  if (!names.ok) throw new ChatError('BUG', names.reason);
  const wanted = names.value.auto ? [CLOUDFLARED] : names.value.doors;
  const optional = names.value.auto;
  if (options.settings.publicUrl !== '' && !wanted.some(isOwnHost))
    throw new ChatError('USAGE', '--public-url is the address of an ssh host of your own: name that host too, with --tunnel ssh:user@host');
  const bound = listenAddress(options.settings);
  if (wanted.length > 0 && !reachesLoopback(bound)) {
    if (optional) return { doors: [], optional, lack: new ChatError('TUNNEL_NO_WAY_IN', `--bind ${bound}`) };
    throw new ChatError('USAGE', `--tunnel leads to 127.0.0.1, where --bind ${bound} does not listen`);
  }
  const doors: Door[] = [];
  for (const name of wanted) {
    const door = await doorOf(name, options);
    if (door instanceof ChatError) {
      if (optional) return { doors: [], optional, lack: door };
      // Of several, one may fail: it does so where the others can be seen.
      doors.push({ name: name.type, honesty: '', openMs: OPEN_MS, prepare: () => Promise.reject(door) });
    } else {
      doors.push(door);
    }
  }
  return { doors, optional };
}

/** A provider tells its address by itself. */
const isOwnHost = (name: DoorName): boolean => name.type === 'ssh' && lacksPublicUrl(name.destination, undefined);

async function doorOf(name: DoorName, options: DoorPlanOptions): Promise<Door | ChatError> {
  const { factory, settings } = options;
  switch (name.type) {
    case 'cloudflared':
      return cloudflaredDoor(options);
    case 'tor':
      return { name: 'tor', honesty: IN_TOR, openMs: TOR_MS, prepare: () => factory.tor() };
    case 'ssh': {
      const { destination } = name;
      const host = destination.replace(/^.*@/u, '');
      return {
        name: `ssh:${destination}`,
        honesty: `The address is at ${host}: that computer sees addresses and times, and hands out the page’s code.`,
        openMs: OPEN_MS,
        prepare: () => factory.ssh(destination, settings.publicUrl === '' ? undefined : settings.publicUrl),
      };
    }
    default:
      return assertNever(name);
  }
}

async function cloudflaredDoor(options: DoorPlanOptions): Promise<Door | ChatError> {
  const door = { name: 'cloudflared', honesty: AT_CLOUDFLARE, openMs: OPEN_MS };
  const finding = options.factory.findCloudflared(options.ending).catch(ownError);
  // Nobody may ever ask for what is found late.
  finding.catch(() => {});
  const found = await within(options.clock, FIND_MS, finding);
  // Whoever starts a room does not wait for a slow disk; what is found later is used, and nothing is asked.
  const prepared = found === 'late' ? undefined : await prepareOf(found, options);
  if (prepared instanceof ChatError) return prepared;
  return { ...door, prepare: prepared ?? (async (to) => prepareLate(await unlessAborted(finding, to.signal), options)(to)) };
}

async function prepareOf(found: FoundCloudflared | ChatError, { settings, ask }: DoorPlanOptions): Promise<Door['prepare'] | ChatError> {
  if (found instanceof ChatError) return found;
  if (found.state === 'found') return () => found.tunnel();
  const { download } = found;
  if (download === undefined) return missing('there is none to download for this computer');
  if (settings.yes) return download.fetch;
  if (ask === undefined) return missing('with --yes it is downloaded');
  return (await ask(download)) ? download.fetch : missing('you chose not to download it');
}

const prepareLate =
  (found: FoundCloudflared | ChatError, options: DoorPlanOptions): Door['prepare'] =>
  async (to) => {
    const prepared = await prepareOf(found, { ...options, ask: undefined });
    if (prepared instanceof ChatError) throw prepared;
    return prepared(to);
  };

/** Rejects when `signal` says so, whatever `work` is at. */
const unlessAborted = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(new Error('it is not waited for any more'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.finally(() => signal.removeEventListener('abort', abort)).then(resolve, reject);
  });

const missing = (why: string): ChatError => new ChatError('TUNNEL_BINARY_MISSING', `cloudflared; ${why}`);

function ownError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  throw error;
}
