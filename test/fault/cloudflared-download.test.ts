import { chmodSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { downloadCloudflared } from '../../src/adapters/tunnel/cloudflared/download.js';
import { receive } from '../../src/adapters/tunnel/cloudflared/receive.js';
import { cachedBinaryPath } from '../../src/adapters/tunnel/cloudflared/user-cache.js';
import { Children } from '../helpers/door-watch.js';
import { createFakeClock } from '../helpers/fake-clock.js';
import { expectNothing, folder, plainRelease, program, setting, whole, type Answer } from '../helpers/fake-release.js';
import { hasOpenssl, releaseServer } from '../helpers/release-server.js';

const redirect =
  (to: (host: string) => string): Answer =>
  (_file, _request, response, host) =>
    void response.writeHead(302, { location: to(host) }).end();

const failing: readonly (readonly [string, Answer, string, RegExp])[] = [
  [
    'another hash',
    (file, ...rest) => whole(Buffer.concat([file.subarray(0, -2), Buffer.from('y\n')]), ...rest),
    'TUNNEL_BINARY_REFUSED',
    /SHA-256/,
  ],
  [
    'more than was expected',
    (file, ...rest) => whole(Buffer.concat([file, Buffer.from('\n')]), ...rest),
    'TUNNEL_BINARY_REFUSED',
    /SHA-256/,
  ],
  [
    'an end in the middle',
    (file, _request, response) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, 100_000), () => response.destroy());
    },
    'TUNNEL_DOWNLOAD_FAILED',
    /aborted|socket hang up|ECONNRESET/,
  ],
  [
    'an end in the middle that looks like an end',
    (file, ...rest) => whole(file.subarray(0, 100_000), ...rest),
    'TUNNEL_DOWNLOAD_FAILED',
    /ended after 100000 of/,
  ],
  [
    'too much, announced',
    (file, _request, response) => void response.writeHead(200, { 'content-length': 80_000_001 }).write(file),
    'TUNNEL_DOWNLOAD_FAILED',
    /80000001 bytes/,
  ],
  [
    'too much, without a word',
    (_file, _request, response) => {
      const more = (): void => {
        while (response.writable && response.write(Buffer.alloc(1_000_000)));
      };
      response.on('drain', more);
      more();
    },
    'TUNNEL_DOWNLOAD_FAILED',
    /more than 80000000 bytes/,
  ],
  [
    'a redirect to another host',
    redirect(() => 'https://example.com/cloudflared'),
    'TUNNEL_DOWNLOAD_FAILED',
    /https:\/\/example\.com, which is not a host/,
  ],
  ['a redirect to another port', redirect(() => 'https://localhost:1/x'), 'TUNNEL_DOWNLOAD_FAILED', /localhost:1, which is not a host/],
  ['a redirect to plain http', redirect((host) => `http://${host}/x`), 'TUNNEL_DOWNLOAD_FAILED', /not https/],
  ['a redirect to a file', redirect(() => 'file:///etc/passwd'), 'TUNNEL_DOWNLOAD_FAILED', /not https/],
  ['a redirect to nothing', redirect(() => 'https://['), 'TUNNEL_DOWNLOAD_FAILED', /is none/],
  ['redirects for ever', redirect((host) => `https://${host}/again`), 'TUNNEL_DOWNLOAD_FAILED', /More than 5 redirects/],
  [
    'another protocol',
    (_file, request) => void request.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    'TUNNEL_DOWNLOAD_FAILED',
    /localhost:\d+ answered 101/,
  ],
  [
    'no such file',
    (_file, _request, response) => void response.writeHead(404).end(),
    'TUNNEL_DOWNLOAD_FAILED',
    /localhost:\d+ answered 404/,
  ],
];

describe.skipIf(!hasOpenssl || process.platform === 'win32')('the download of cloudflared', () => {
  test('gives the program, after a redirect, with progress, for its owner alone', async () => {
    const it = await setting((file, request, response, host) => {
      if (request.url === '/releases/cloudflared') response.writeHead(302, { location: `https://${host}/signed?with=secret` }).end();
      else whole(file, request, response, host);
    });
    const seen: number[] = [];
    const registry = new Children();
    const path = await it.download({ registry, progress: ({ received, total }) => seen.push(received / total) });
    expect(path).toBe(cachedBinaryPath(it.cacheDir));
    expect(registry.files).toHaveLength(1);
    expect(registry.gone).toEqual(registry.files);
    expect(readFileSync(path)).toEqual(it.file);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readdirSync(it.cacheDir)).toEqual([basename(path)]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  test.each(failing)('%s: refused, nothing run, nothing left', async (_name, answer, code, why) => {
    const it = await setting(answer);
    await expect(it.download()).rejects.toMatchObject({ code, why: expect.stringMatching(why) as string });
    expectNothing(it);
  });

  test('is not to be run, nor read by others, before it is verified', async () => {
    const it = await setting(whole);
    const modes: number[] = [];
    await it.download({
      progress: () => modes.push(...readdirSync(it.cacheDir).map((name) => statSync(join(it.cacheDir, name)).mode & 0o777)),
    });
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  test('an unknown certificate', async () => {
    const it = await setting(whole);
    const server = await releaseServer((_request, response) => void response.end());
    const wanted = downloadCloudflared({
      clock: systemClock,
      cacheDir: it.cacheDir,
      release: plainRelease(it.file),
      url: `https://${server.host}/`,
      hosts: [server.host],
    });
    await expect(wanted).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why: expect.stringMatching(/self.signed/) as string });
    expectNothing(it);
  });

  test('no answer at all, after 15 s', async () => {
    const clock = createFakeClock();
    const it = await setting(() => clock.advance(15_000));
    const why = expect.stringMatching(/^No answer of \S+ within 15 s\.$/) as string;
    await expect(it.download({ clock })).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why });
    expectNothing(it);
    expect(clock.timers).toBe(0);
  });

  test('silence for 30 s', async () => {
    const clock = createFakeClock();
    const it = await setting(
      (file, _request, response) => void response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, 1_000)),
    );
    const wanted = it.download({ clock, progress: () => clock.advance(30_000) });
    await expect(wanted).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why: 'Nothing came for 30 s.' });
    expectNothing(it);
    expect(clock.timers).toBe(0);
  });

  test('a trickle that would take hours', async () => {
    const clock = createFakeClock();
    const it = await setting((file, request, response) => {
      response.writeHead(200, { 'content-length': file.length });
      const drop = (): boolean => response.write(Buffer.of(0), () => !request.destroyed && setImmediate(drop)) || true;
      drop();
    });
    const wanted = it.download({ clock, progress: () => clock.advance(20_000) });
    await expect(wanted).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why: 'It took more than 15 minutes.' });
    expectNothing(it);
  });

  test('is stopped', async () => {
    const controller = new AbortController();
    const it = await setting((file, _request, response) => void response.writeHead(200).write(file.subarray(0, 1_000)));
    const wanted = it.download({ signal: controller.signal, progress: () => controller.abort() });
    await expect(wanted).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why: 'It was stopped.' });
    expectNothing(it);
  });

  test('is stopped while the program is asked for its version: it stays, and is not blamed', async () => {
    const controller = new AbortController();
    const it = await setting(whole, (mark) =>
      Buffer.from(`#!/bin/sh\n: > '${mark}'\nsleep 600\necho 'cloudflared version 2026.9.1 (x)'\n# ${'x'.repeat(200_000)}\n`),
    );
    const wanted = it.download({ signal: controller.signal });
    await expect.poll(() => existsSync(it.mark), { timeout: 20_000 }).toBe(true);
    controller.abort();
    await expect(wanted).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why: 'It was stopped.' });
    expect(readFileSync(cachedBinaryPath(it.cacheDir))).toEqual(it.file);
  });

  test('what is not on the disk as it came is not run', async () => {
    const it = await setting(whole);
    const lose = (): void => {
      for (const name of readdirSync(it.cacheDir)) truncateSync(join(it.cacheDir, name), 1_000);
    };
    const wanted = it.download({ progress: lose });
    await expect(wanted).rejects.toMatchObject({
      code: 'TUNNEL_BINARY_REFUSED',
      why: expect.stringMatching(/^What was written has/) as string,
    });
    expectNothing(it);
  });

  test('a disk that takes a part at a time gets all of it; one that takes no more is told', async () => {
    const it = await setting(whole);
    const server = await releaseServer((request, response) => whole(it.file, request, response, ''));
    const path = join(folder(), 'part');
    const wanted = { clock: systemClock, url: `https://${server.host}/`, hosts: [server.host], ca: server.ca, bytes: it.file.length };
    const file = await open(path, 'wx');
    const most = (bytes: number): FileHandle =>
      ({ write: (chunk: Buffer, at: number) => file.write(chunk, at, Math.min(bytes, chunk.length - at)) }) as unknown as FileHandle;
    try {
      await receive(most(999), wanted);
      expect(readFileSync(path)).toEqual(it.file);
      await expect(receive(most(0), wanted)).rejects.toMatchObject({ code: 'TUNNEL_DOWNLOAD_FAILED', why: 'It could not be written.' });
    } finally {
      await file.close();
    }
  });

  test('two starts at once: both have it, and there is one', async () => {
    const it = await setting(whole);
    const paths = await Promise.all([it.download(), it.download()]);
    expect(new Set(paths)).toEqual(new Set([cachedBinaryPath(it.cacheDir)]));
    expect(readFileSync(paths[0])).toEqual(it.file);
    expect(readdirSync(it.cacheDir)).toEqual([basename(paths[0])]);
  });

  test('is not done again when it is there, and done again when something else is', async () => {
    let times = 0;
    const it = await setting((...all) => {
      times += 1;
      whole(...all);
    });
    const path = await it.download();
    await it.download();
    expect(times).toBe(1);
    writeFileSync(path, 'something else');
    await it.download();
    expect(times).toBe(2);
    expect(readFileSync(path)).toEqual(it.file);
  });

  test('drops what a killed start has left, but not what another one is at', async () => {
    const it = await setting(whole);
    const path = await it.download();
    const [old, fresh] = [`${path}.1-1.part`, `${path}.1-2.part`];
    for (const part of [old, fresh]) writeFileSync(part, '');
    utimesSync(old, 1_000, 1_000);
    await it.download();
    expect(readdirSync(it.cacheDir).toSorted()).toEqual([basename(path), basename(fresh)]);
  });

  test('a program that does not run here is not kept', async () => {
    const it = await setting(whole, (mark) => program(mark, 'something else'));
    await expect(it.download()).rejects.toMatchObject({
      code: 'TUNNEL_DOWNLOAD_FAILED',
      why: expect.stringMatching(/does not run here/) as string,
    });
    expect(readdirSync(it.cacheDir)).toEqual([]);
  });

  test('a cache that is no folder', async () => {
    const it = await setting(whole);
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    await expect(it.download({ cacheDir: join(file, 'cache') })).rejects.toMatchObject({
      code: 'TUNNEL_DOWNLOAD_FAILED',
      why: expect.stringMatching(/ENOTDIR/) as string,
    });
  });

  test('a cache that others may write to', async () => {
    const it = await setting(whole);
    const cacheDir = folder();
    chmodSync(cacheDir, 0o777);
    await expect(it.download({ cacheDir })).rejects.toMatchObject({
      code: 'TUNNEL_DOWNLOAD_FAILED',
      why: expect.stringMatching(/can be changed by others/) as string,
    });
    expect(readdirSync(cacheDir)).toEqual([]);
  });

  // The superuser may write everywhere.
  test.skipIf(process.getuid?.() === 0)('a cache that may not be written to', async () => {
    const it = await setting(whole);
    const cacheDir = folder();
    chmodSync(cacheDir, 0o500);
    await expect(it.download({ cacheDir })).rejects.toMatchObject({
      code: 'TUNNEL_DOWNLOAD_FAILED',
      why: expect.stringMatching(/EACCES/) as string,
    });
    expect(readdirSync(cacheDir)).toEqual([]);
  });
});
