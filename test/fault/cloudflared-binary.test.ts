import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findCloudflared, type FindCloudflared } from '../../src/adapters/tunnel/cloudflared/binary.js';
import { fileHash } from '../../src/adapters/tunnel/cloudflared/file-hash.js';
import { npmPackageDir } from '../../src/adapters/tunnel/cloudflared/npm-package.js';
import { isOlder, pinnedRelease, releaseUrl, type PinnedRelease } from '../../src/adapters/tunnel/cloudflared/pinned.js';
import { cachedBinaryPath } from '../../src/adapters/tunnel/cloudflared/user-cache.js';
import { patchFs } from '../helpers/patched-fs.js';
import { standInPath } from '../helpers/stand-in.js';

const hash = await fileHash(standInPath);
/** As if the stand-in were the release. */
const release: PinnedRelease = { asset: 'cloudflared-linux-amd64', bytes: 1, sha256: hash, binarySha256: hash };

interface Places {
  readonly options: FindCloudflared & { readonly environment: NodeJS.ProcessEnv };
  readonly path: string;
  readonly cached: string;
  readonly bin: string;
  readonly npm: string;
}

/** A machine on which nothing is installed but Node. */
function places(): Places {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'chattrace-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [onPath, cacheDir, packageRoot] = ['path', 'cache', 'package'].map((name) => join(root, name)) as [string, string, string];
  const places = {
    path: join(onPath, 'cloudflared'),
    cached: cachedBinaryPath(cacheDir),
    bin: join(packageRoot, 'bin', 'cloudflared'),
    npm: join(packageRoot, 'node_modules', 'cloudflared', 'bin', 'cloudflared'),
  };
  for (const place of Object.values(places)) mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
  writeFileSync(join(packageRoot, 'node_modules', 'cloudflared', 'package.json'), '{"name":"cloudflared","main":"gone.js"}');
  symlinkSync(process.execPath, join(onPath, 'node'));
  return { ...places, options: { environment: { PATH: onPath }, cacheDir, packageRoot, release } };
}

const install = (path: string): void => {
  copyFileSync(standInPath, path);
  chmodSync(path, 0o755);
};
const script = (path: string, says: string): void => writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });

describe.skipIf(process.platform === 'win32')('cloudflared is taken from', () => {
  test('CHATTRACE_CLOUDFLARED, then PATH, the cache, bin/, the npm package; else it is missing', async () => {
    const { options, path, cached, bin, npm } = places();
    const named = join(dirname(path), 'named');
    for (const place of [path, cached, bin, npm, named]) install(place);
    const { environment } = options;
    const found = await findCloudflared({ ...options, environment: { ...environment, CHATTRACE_CLOUDFLARED: named } });
    expect(found).toEqual({ state: 'found', path: named, version: '2026.9.1', source: 'environment' });
    for (const [place, source] of [
      [path, 'path'],
      [cached, 'cache'],
      [bin, 'bin'],
      [npm, 'package'],
    ] as const) {
      // The user's own may be any.
      const expected = source === 'path' ? {} : { sha256: hash };
      expect(await findCloudflared(options)).toEqual({ state: 'found', path: place, version: '2026.9.1', source, ...expected });
      rmSync(place);
    }
    expect(await findCloudflared(options)).toEqual({
      state: 'missing',
      download: { version: '2026.9.1', bytes: 1, sha256: hash, url: releaseUrl(release) },
    });
  });

  test('nowhere, and cannot be downloaded, on a machine without a release', async () => {
    const { release: _release, ...options } = places().options;
    expect(await findCloudflared({ ...options, arch: 'mips' })).toEqual({ state: 'missing' });
  });

  const unusable: readonly (readonly [string, (path: string) => void, RegExp])[] = [
    ['is not there', () => {}, /not a program that can be run/],
    ['is not executable', (path) => writeFileSync(path, '#!/bin/sh\n'), /not a program that can be run/],
    ['is a folder', (path) => mkdirSync(path), /not a program that can be run/],
    ['is another program', (path) => script(path, 'hello'), /does not say that it is cloudflared/],
    ['fails', (path) => writeFileSync(path, '#!/bin/sh\nexit 3\n', { mode: 0o755 }), /does not say that it is cloudflared/],
    ['is too old', (path) => script(path, 'cloudflared version 2025.6.0 (built 2025-06-01)'), /is version 2025\.6\.0; 2025\.6\.1 or later/],
  ];

  test.each(unusable)('nowhere else when the one that was named %s', async (_name, make, why) => {
    const { options, path } = places();
    install(path);
    const named = join(dirname(path), 'named');
    make(named);
    const environment = { ...options.environment, CHATTRACE_CLOUDFLARED: named };
    await expect(findCloudflared({ ...options, environment })).rejects.toMatchObject({
      code: 'TUNNEL_BINARY_MISSING',
      why: expect.stringMatching(why) as string,
    });
  });

  test('a path that does not depend on the current folder', async () => {
    const { options } = places();
    const environment = { ...options.environment, CHATTRACE_CLOUDFLARED: './cloudflared' };
    await expect(findCloudflared({ ...options, environment })).rejects.toMatchObject({ why: expect.stringMatching(/absolute/) as string });
  });

  test.each(unusable.slice(3))('further on when the one on PATH %s', async (_name, make) => {
    const { options, path, cached } = places();
    make(path);
    install(cached);
    expect(await findCloudflared(options)).toMatchObject({ source: 'cache' });
  });

  test.each<readonly [string, (script: string, root: string) => string]>([
    ['is in a node_modules folder', (script) => dirname(script)],
    [
      'leads to one',
      (script, root) => {
        const folder = join(root, 'global');
        mkdirSync(folder);
        symlinkSync(script, join(folder, 'cloudflared'));
        return folder;
      },
    ],
  ])('not from what npm puts on the PATH, which is not run: it %s', async (_name, folderOf) => {
    const { options, path } = places();
    const root = dirname(dirname(path));
    const wrapper = join(root, 'app', 'node_modules', '.bin', 'cloudflared');
    const mark = join(root, 'ran');
    mkdirSync(dirname(wrapper), { recursive: true });
    writeFileSync(wrapper, `#!/bin/sh\n: > '${mark}'\necho 'cloudflared version 2026.9.1 (built x)'\n`, { mode: 0o755 });
    const environment = { PATH: [folderOf(wrapper, root), dirname(path)].join(delimiter) };
    expect(await findCloudflared({ ...options, environment })).toMatchObject({ state: 'missing' });
    install(path);
    expect(await findCloudflared({ ...options, environment })).toMatchObject({ source: 'path', path });
    expect(existsSync(mark)).toBe(false);
  });

  test('the cache only as the release that was verified; anything else there is refused, and not run', async () => {
    const { options, cached, bin } = places();
    const mark = `${cached}.ran`;
    writeFileSync(cached, `#!/bin/sh\n: > '${mark}'\necho 'cloudflared version 2026.9.1 (built x)'\n`, { mode: 0o755 });
    install(bin);
    await expect(findCloudflared(options)).rejects.toMatchObject({
      code: 'TUNNEL_BINARY_REFUSED',
      why: expect.stringContaining(hash) as string,
    });
    expect(() => rmSync(mark)).toThrow('ENOENT');
  });

  test.each<readonly [string, (cached: string) => void, RegExp]>([
    ['in a folder that others may write', (cached) => chmodSync(dirname(cached), 0o777), /cache can be changed by others$/],
    ['in a folder that a group may write', (cached) => chmodSync(dirname(cached), 0o775), /cache can be changed by others$/],
    ['that others may write', (cached) => chmodSync(cached, 0o757), /cloudflared-[\d.]+ can be changed by others$/],
  ])('the cache not with the right program %s', async (_name, change, why) => {
    const { options, cached } = places();
    install(cached);
    change(cached);
    await expect(findCloudflared(options)).rejects.toMatchObject({
      code: 'TUNNEL_BINARY_REFUSED',
      why: expect.stringMatching(why) as string,
    });
  });

  // Only the superuser can give a folder away.
  test.runIf(process.getuid?.() === 0)("the cache not when it is somebody else's", async () => {
    const { options, cached } = places();
    install(cached);
    chownSync(dirname(cached), 1_000, 1_000);
    await expect(findCloudflared(options)).rejects.toMatchObject({ code: 'TUNNEL_BINARY_REFUSED' });
  });

  test('not from what cannot be read: the cache is refused, bin/ is passed over', async () => {
    const { options, cached, bin, npm } = places();
    for (const place of [cached, bin, npm]) install(place);
    const unreadable = (path: string): unknown =>
      new Readable({
        read() {
          this.destroy(Object.assign(new Error(path), { code: 'EACCES' }));
        },
      });
    patchFs('createReadStream', (path) => path === cached || path === bin, unreadable);
    await expect(findCloudflared(options)).rejects.toMatchObject({
      code: 'TUNNEL_BINARY_REFUSED',
      why: `${cached} cannot be read: EACCES`,
    });
    rmSync(cached);
    expect(await findCloudflared(options)).toMatchObject({ source: 'package', path: npm });
  });

  test('bin/ and the npm package only as the release; anything else there is passed over, and not run', async () => {
    const { options, bin, npm } = places();
    const mark = `${bin}.ran`;
    for (const place of [bin, npm])
      writeFileSync(place, `#!/bin/sh\n: > '${mark}'\necho 'cloudflared version 2026.9.1 (built x)'\n`, { mode: 0o755 });
    expect(await findCloudflared(options)).toMatchObject({ state: 'missing' });
    expect(() => rmSync(mark)).toThrow('ENOENT');
  });
});

describe.skipIf(process.platform === 'win32')('the npm package is found where an install has put it', () => {
  /** A package of ours in the node_modules of another, with cloudflared beside it. */
  function hoisted(make: (path: string) => void): { readonly options: FindCloudflared; readonly path: string } {
    const { options } = places();
    const modules = join(options.packageRoot ?? '', 'node_modules');
    const packageRoot = join(modules, 'chattrace');
    const path = join(modules, 'cloudflared', 'bin', 'cloudflared');
    mkdirSync(packageRoot);
    make(path);
    return { options: { ...options, packageRoot }, path };
  }

  test('above our own, when it has the right hash', async () => {
    const { options, path } = hoisted(install);
    expect(await findCloudflared(options)).toEqual({ state: 'found', path, version: '2026.9.1', source: 'package', sha256: hash });
  });

  test('is passed over, and not run, when it has another hash', async () => {
    const { options, path } = hoisted((at) => script(at, 'cloudflared version 2026.9.1 (built x)'));
    expect(await findCloudflared(options)).toMatchObject({ state: 'missing' });
    const mark = `${path}.ran`;
    writeFileSync(path, `#!/bin/sh\n: > '${mark}'\n`, { mode: 0o755 });
    expect(await findCloudflared(options)).toMatchObject({ state: 'missing' });
    expect(existsSync(mark)).toBe(false);
  });

  test.each<readonly [string, (path: string) => void]>([
    ['its bin/ is empty', () => {}],
    ['there is an empty file', (path) => writeFileSync(path, '', { mode: 0o755 })],
    ['there is a folder', (path) => mkdirSync(path)],
    ['it is not executable', (path) => (install(path), chmodSync(path, 0o644))],
    ['it is not installed', (path) => rmSync(dirname(dirname(path)), { recursive: true })],
  ])('is passed over when %s', async (_name, make) => {
    expect(await findCloudflared(hoisted(make).options)).toMatchObject({ state: 'missing' });
  });

  test('as it is installed here: without a program, since no install script runs', async () => {
    const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
    expect(npmPackageDir(packageRoot)).toBe(realpathSync(join(packageRoot, 'node_modules', 'cloudflared')));
  });
});

describe('the pinned releases', () => {
  const machines = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'].map(
    (machine) => machine.split('-') as [string, string],
  );

  test.each(machines)('name the file for %s on %s, its hashes and its size', (platform, arch) => {
    const pinned = pinnedRelease(platform, arch) as PinnedRelease;
    expect(releaseUrl(pinned)).toMatch(/^https:\/\/github\.com\/cloudflare\/cloudflared\/releases\/download\/2026\.9\.1\/cloudflared-/);
    expect([pinned.sha256, pinned.binarySha256].filter((text) => !/^[0-9a-f]{64}$/.test(text))).toEqual([]);
    // An archive has another hash than what is in it.
    expect(pinned.sha256 === pinned.binarySha256).toBe(!pinned.asset.endsWith('.tgz'));
    expect(pinned.bytes).toBeLessThan(80_000_000);
  });

  test.each([
    ['2025.6.0', '2025.6.1', true],
    ['2025.6.1', '2025.6.1', false],
    ['2025.11.0', '2025.6.1', false],
    ['2024.12.9', '2025.6.1', true],
    ['2026.1.0', '2025.6.1', false],
  ])('%s is older than %s: %s', (a, b, older) => {
    expect(isOlder(a, b)).toBe(older);
  });
});
