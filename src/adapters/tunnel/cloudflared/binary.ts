import { realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Clock } from '../../../core/ports/clock.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { systemClock } from '../../clock.js';
import type { Registry } from '../child-guard.js';
import { allOnPath, isExecutable } from '../find-on-path.js';
import { fileHash } from './file-hash.js';
import { npmPackageDir } from './npm-package.js';
import { OLDEST_VERSION, PINNED_VERSION, isOlder, pinnedRelease, releaseUrl, type PinnedRelease } from './pinned.js';
import { cachedBinaryPath, userCacheDir } from './user-cache.js';
import { isOursAlone, verify } from './verify.js';
import { versionOf, type VersionOf } from './version.js';

/** A program that may be run. */
export interface CloudflaredBinary {
  readonly state: 'found';
  readonly path: string;
  readonly version: string;
  /** `environment`: named by CHATTRACE_CLOUDFLARED. `bin`, `package`: in our own package, in the npm package cloudflared. */
  readonly source: 'environment' | 'path' | 'cache' | 'bin' | 'package';
  /** What it must have each time that it is run; absent: it is the user's own. */
  readonly sha256?: string;
}

export interface CloudflaredMissing {
  readonly state: 'missing';
  /** What can be downloaded; absent where there is none for this machine. */
  readonly download?: { readonly version: string; readonly bytes: number; readonly sha256: string; readonly url: string };
}

export interface FindCloudflared {
  readonly environment?: NodeJS.ProcessEnv;
  readonly cacheDir?: string;
  /** Where bin/ may be, and from where the npm package cloudflared is looked for. */
  readonly packageRoot?: string;
  readonly platform?: string;
  readonly arch?: string;
  /** Instead of the pinned one for this machine. */
  readonly release?: PinnedRelease;
  /** Of what is asked for its version. */
  readonly clock?: Clock;
  readonly registry?: Registry;
  /** Ends the search, and what is asked, at once. */
  readonly signal?: AbortSignal;
}

interface Place extends Required<Pick<FindCloudflared, 'environment' | 'cacheDir' | 'packageRoot' | 'platform'>> {
  readonly release: PinnedRelease | undefined;
  readonly signal: AbortSignal | undefined;
  readonly guard: Pick<VersionOf, 'clock' | 'registry' | 'signal'>;
}

const placeOf = (options: FindCloudflared): Place => {
  const { environment = process.env, platform = process.platform, arch = process.arch, packageRoot = '' } = options;
  const { cacheDir = userCacheDir(environment, platform), release = pinnedRelease(platform, arch) } = options;
  const { clock = systemClock, registry, signal } = options;
  const guard = { clock, ...(registry === undefined ? {} : { registry }), ...(signal === undefined ? {} : { signal }) };
  return { environment, platform, packageRoot, signal, guard, cacheDir, release };
};

/** One that the user has named must be right: falling back to another would hide the mistake. */
const named = async ({ environment, guard }: Place): Promise<CloudflaredBinary | undefined> => {
  const path = environment['CHATTRACE_CLOUDFLARED'];
  if (path === undefined || path === '') return undefined;
  const wrong = (why: string): ChatError => new ChatError('TUNNEL_BINARY_MISSING', `CHATTRACE_CLOUDFLARED: ${path} ${why}`);
  if (!isAbsolute(path)) throw wrong('is not an absolute path');
  if (!isExecutable(path)) throw wrong('is not a program that can be run');
  const version = await versionOf({ path, environment, ...guard });
  if (version === undefined) throw wrong('does not say that it is cloudflared');
  if (isOlder(version, OLDEST_VERSION)) throw wrong(`is version ${version}; ${OLDEST_VERSION} or later is needed`);
  return { state: 'found', path, version, source: 'environment' };
};

/**
 * npm puts the npm package's own script before all else on the PATH of what it runs; whatever that is asked, it first downloads a program
 * that nobody has verified.
 */
const isOfPackage = (path: string): boolean => {
  try {
    return [path, realpathSync(path)].some((place) => place.split(/[\\/]/u).includes('node_modules'));
  } catch {
    // Gone since it was seen.
    return true;
  }
};

/** One that does not run, or is too old, is passed over. */
const onPath = async ({ environment, platform, guard }: Place): Promise<CloudflaredBinary | undefined> => {
  const path = allOnPath('cloudflared', environment, platform as NodeJS.Platform).find((place) => !isOfPackage(place));
  if (path === undefined) return undefined;
  const version = await versionOf({ path, environment, ...guard });
  return version === undefined || isOlder(version, OLDEST_VERSION) ? undefined : { state: 'found', path, version, source: 'path' };
};

/** Ours, so anything else there is not to be trusted, nor quietly replaced. */
const inCache = async ({ cacheDir, platform, release, signal }: Place): Promise<CloudflaredBinary | undefined> => {
  const path = cachedBinaryPath(cacheDir, platform);
  if (!isExecutable(path)) return undefined;
  const shared = [cacheDir, path].find((place) => !isOursAlone(place));
  if (shared !== undefined) throw new ChatError('TUNNEL_BINARY_REFUSED', `${shared} can be changed by others`);
  await verify(path, release?.binarySha256, signal);
  return pinned(path, 'cache', release);
};

const pinned = (path: string, source: CloudflaredBinary['source'], release: PinnedRelease | undefined): CloudflaredBinary => ({
  state: 'found',
  path,
  version: PINNED_VERSION,
  source,
  ...(release === undefined ? {} : { sha256: release.binarySha256 }),
});

/** What an install script of others left: run only if it is the very release that was reviewed. */
const leftBehind = async (place: Place): Promise<CloudflaredBinary | undefined> => {
  const { packageRoot, platform, release, signal } = place;
  if (packageRoot === '' || release === undefined) return undefined;
  const file = platform === 'win32' ? 'cloudflared.exe' : 'cloudflared';
  const candidates = [
    { source: 'bin', folder: packageRoot },
    { source: 'package', folder: npmPackageDir(packageRoot) },
  ] as const;
  for (const { source, folder } of candidates) {
    const path = join(folder ?? '', 'bin', file);
    if (folder === undefined || !isExecutable(path)) continue;
    // One that cannot be read is passed over too.
    const found = await fileHash(path, signal).catch(() => undefined);
    if (found === release.binarySha256) return pinned(path, source, release);
  }
  return undefined;
};

const missing = ({ release }: Place): CloudflaredMissing => {
  if (release === undefined) return { state: 'missing' };
  const { bytes, sha256 } = release;
  return { state: 'missing', download: { version: PINNED_VERSION, bytes, sha256, url: releaseUrl(release) } };
};

/**
 * Looks for the program where it may be: CHATTRACE_CLOUDFLARED, PATH, the user's cache, bin/, the npm package's folder. Downloads nothing.
 * Throws ChatError TUNNEL_BINARY_MISSING (the named one is not usable) or TUNNEL_BINARY_REFUSED (the cached one is not the release).
 */
export async function findCloudflared(options: FindCloudflared = {}): Promise<CloudflaredBinary | CloudflaredMissing> {
  const place = placeOf(options);
  return (await named(place)) ?? (await onPath(place)) ?? (await inCache(place)) ?? (await leftBehind(place)) ?? missing(place);
}
