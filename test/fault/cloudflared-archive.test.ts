import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { expectNothing, plainRelease, program, setting, sha256, whole } from '../helpers/fake-release.js';
import { hasOpenssl } from '../helpers/release-server.js';

/** One entry of a ustar archive; `size`: as the header says it. */
const entry = (name: string, bytes: Buffer, size = bytes.length.toString(8).padStart(11, '0'), type = '0'): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(size, 124);
  header.write(type, 156);
  header.write('ustar', 257);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
};

const END = Buffer.alloc(1_024);
const packed = (tar: Buffer): Buffer => gzipSync(tar);

describe.skipIf(!hasOpenssl || process.platform === 'win32')('the archive for macOS', () => {
  const archived = async (tar: (binary: Buffer) => Buffer, pack: (tar: Buffer) => Buffer = packed) => {
    let binary: Buffer = Buffer.alloc(0);
    const it = await setting(whole, (mark) => pack(tar((binary = program(mark)))));
    const release = { ...plainRelease(it.file), asset: 'cloudflared-darwin-arm64.tgz', binarySha256: sha256(binary) };
    return { it, binary, release };
  };

  test('holds the program, wherever it stands', async () => {
    const { it, binary, release } = await archived((bytes) =>
      Buffer.concat([
        entry('./', Buffer.alloc(0), '00000000000', '5'),
        entry('README', Buffer.from('text')),
        entry('./cloudflared', bytes),
        END,
      ]),
    );
    const path = await it.download({ release });
    expect(readFileSync(path)).toEqual(binary);
    expect(readdirSync(it.cacheDir)).toEqual([basename(path)]);
  });

  const broken: readonly (readonly [string, (binary: Buffer) => Buffer, (tar: Buffer) => Buffer])[] = [
    ['without the program', (bytes) => Buffer.concat([entry('cloudflare', bytes), END]), packed],
    ['with a link in its place', () => Buffer.concat([entry('cloudflared', Buffer.alloc(0), '00000000000', '2'), END]), packed],
    ['with a size that goes beyond it', (bytes) => Buffer.concat([entry('cloudflared', bytes, '77777777777'), END]), packed],
    ['with a size that is none', (bytes) => Buffer.concat([entry('cloudflared', bytes, '-1'), END]), packed],
    ['that is empty', () => Buffer.alloc(0), packed],
    ['that is not packed', (bytes) => bytes, (tar) => tar],
    ['that unpacks to far more than it should', () => Buffer.alloc(161_000_000), (tar) => gzipSync(tar, { level: 1 })],
  ];
  test.each(broken)('%s: refused, nothing run, nothing left', async (_name, tar, pack) => {
    const { it, release } = await archived(tar, pack);
    await expect(it.download({ release })).rejects.toMatchObject({
      code: 'TUNNEL_DOWNLOAD_FAILED',
      why: 'The archive holds no cloudflared.',
    });
    expectNothing(it);
  });

  test('with another program: refused, nothing run, nothing left', async () => {
    const { it, release } = await archived((bytes) => Buffer.concat([entry('cloudflared', bytes), END]));
    const wanted = it.download({ release: { ...release, binarySha256: '0'.repeat(64) } });
    await expect(wanted).rejects.toMatchObject({
      code: 'TUNNEL_BINARY_REFUSED',
      why: expect.stringMatching(/What is in the archive/) as string,
    });
    expectNothing(it);
  });
});
