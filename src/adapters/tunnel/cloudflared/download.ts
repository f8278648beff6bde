import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../../../core/ports/clock.js';
import { ChatError } from '../../../protocol/chat-error.js';
import type { Registry } from '../child-guard.js';
import { isExecutable } from '../find-on-path.js';
import type { CloudflaredBinary } from './binary.js';
import { fileHash } from './file-hash.js';
import { PINNED_VERSION, pinnedRelease, releaseUrl, type PinnedRelease } from './pinned.js';
import { receive, type Progress } from './receive.js';
import { downloadFailed, RELEASE_HOSTS } from './release-request.js';
import { unpack } from './unpack.js';
import { cachedBinaryPath, userCacheDir } from './user-cache.js';
import { isOursAlone } from './verify.js';
import { versionOf } from './version.js';

const PART = '.part';
const STALE_MS = 3_600_000;
const FOR_OWNER = 0o600;
const RUN_BY_OWNER = 0o700;

export interface DownloadCloudflared {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  readonly cacheDir?: string;
  readonly registry?: Registry;
  /** What to take instead of the pinned release for this machine, and from where. */
  readonly release?: PinnedRelease;
  readonly url?: string;
  readonly hosts?: readonly string[];
  readonly ca?: string;
}

/** The program, and what it must have each time that it is run. */
export type DownloadedCloudflared = Required<Pick<CloudflaredBinary, 'path' | 'sha256'>>;

let parts = 0;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const refused = (what: string, found: string, expected: string): ChatError =>
  new ChatError('TUNNEL_BINARY_REFUSED', `${what} has the SHA-256 ${found}; expected ${expected}`);

/** What a start that was killed has left; one that runs is at it within the hour. */
const dropStale = async (folder: string): Promise<void> => {
  const names = (await readdir(folder)).filter((name) => name.startsWith('cloudflared-') && name.endsWith(PART));
  for (const path of names.map((name) => join(folder, name))) {
    const written = await stat(path).catch(() => undefined);
    if (written !== undefined && Date.now() - written.mtimeMs > STALE_MS) await rm(path, { force: true });
  }
};

/** A file that only its owner may read, and nobody run; closed, and removed unless it has become something else. */
const withPart = async <Result>(
  target: string,
  registry: Registry | undefined,
  use: (file: FileHandle, path: string) => Promise<Result>,
): Promise<Result> => {
  const path = `${target}.${process.pid}-${(parts += 1)}${PART}`;
  // Left by an earlier process with the same number.
  await rm(path, { force: true });
  registry?.addFile(path);
  const file = await open(path, 'wx', FOR_OWNER);
  try {
    return await use(file, path);
  } finally {
    await file.close();
    await rm(path, { force: true });
    registry?.removeFile(path);
  }
};

/** The name must be on the disk too. Windows has no such thing. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const replaceByProgram = async (file: FileHandle, path: string): Promise<void> => {
  const program = await unpack(await readFile(path), 'cloudflared');
  if (program === undefined) throw downloadFailed('The archive holds no cloudflared.');
  await file.truncate(0);
  await file.write(program, 0, program.length, 0);
};

const fetchTo = async (target: string, release: PinnedRelease, options: DownloadCloudflared): Promise<void> => {
  const { hosts = RELEASE_HOSTS, url = releaseUrl(release) } = options;
  await withPart(target, options.registry, async (file, path) => {
    const found = await receive(file, { ...options, url, hosts, bytes: release.bytes });
    if (found !== release.sha256) throw refused('What came', found, release.sha256);
    const packed = release.asset.endsWith('.tgz');
    if (packed) await replaceByProgram(file, path);
    // Of what is on the disk, which is what will be run: what came was hashed before it was written.
    const written = await fileHash(path);
    if (written !== release.binarySha256)
      throw refused(packed ? 'What is in the archive' : 'What was written', written, release.binarySha256);
    await file.chmod(RUN_BY_OWNER);
    await file.sync();
    await rename(path, target);
    await syncFolder(dirname(target));
  });
};

const isThere = async (target: string, release: PinnedRelease): Promise<boolean> =>
  isExecutable(target) && (await fileHash(target)) === release.binarySha256;

/**
 * Downloads the pinned release into the user's cache and gives the program. Never leaves a part of it, nor anything there that was
 * not verified; several at once are no harm. Throws ChatError TUNNEL_DOWNLOAD_FAILED, TUNNEL_BINARY_REFUSED (another hash), or
 * TUNNEL_BINARY_MISSING (no release for this machine).
 */
export async function downloadCloudflared(options: DownloadCloudflared): Promise<DownloadedCloudflared> {
  const { cacheDir = userCacheDir(), release = pinnedRelease(process.platform, process.arch), clock, registry, signal } = options;
  if (release === undefined) {
    throw new ChatError('TUNNEL_BINARY_MISSING', `There is no release of cloudflared for ${process.platform} on ${process.arch}.`);
  }
  const target = cachedBinaryPath(cacheDir);
  try {
    await mkdir(cacheDir, { recursive: true, mode: RUN_BY_OWNER });
    if (!isOursAlone(cacheDir)) throw downloadFailed(`${cacheDir} can be changed by others: make it yours, with the mode 0700.`);
    await dropStale(cacheDir);
    if (!(await isThere(target, release))) await fetchTo(target, release, options);
  } catch (error) {
    throw error instanceof ChatError ? error : downloadFailed(textOf(error), error);
  }
  const guard = { clock, ...(registry === undefined ? {} : { registry }), ...(signal === undefined ? {} : { signal }) };
  const version = await versionOf({ path: target, environment: process.env, ...guard });
  // It was not asked, or not heard out.
  if (signal?.aborted === true) throw downloadFailed('It was stopped.');
  if (version === PINNED_VERSION) return { path: target, sha256: release.binarySha256 };
  await rm(target, { force: true });
  throw downloadFailed(`It is verified, but does not run here: ${target} --version says ${version ?? 'nothing'}.`);
}
