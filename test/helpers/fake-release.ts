import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { downloadCloudflared, type DownloadCloudflared } from '../../src/adapters/tunnel/cloudflared/download.js';
import type { PinnedRelease } from '../../src/adapters/tunnel/cloudflared/pinned.js';
import { releaseServer } from './release-server.js';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'chattrace-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** A program that says that it is cloudflared, and leaves a mark when it has run. */
export const program = (mark: string, says = 'cloudflared version 2026.9.1 (built 2026-09-11)'): Buffer =>
  Buffer.from(`#!/bin/sh\n: > '${mark}'\necho '${says}'\n# ${'x'.repeat(200_000)}\n`);

export const plainRelease = (bytes: Buffer): PinnedRelease => {
  const hash = sha256(bytes);
  return { asset: 'cloudflared-linux-amd64', bytes: bytes.length, sha256: hash, binarySha256: hash };
};

/** A cache, and a server with a release of its own. */
export interface Setting {
  readonly cacheDir: string;
  readonly mark: string;
  readonly file: Buffer;
  download(more?: Partial<DownloadCloudflared>): Promise<string>;
}

export type Answer = (file: Buffer, request: IncomingMessage, response: ServerResponse, host: string) => void;

export const whole: Answer = (file, _request, response) => void response.writeHead(200, { 'content-length': file.length }).end(file);

export async function setting(answer: Answer, make: (mark: string) => Buffer = (mark) => program(mark)): Promise<Setting> {
  const place = folder();
  const [cacheDir, mark] = [join(place, 'cache'), join(place, 'has-run')];
  const file = make(mark);
  const server = await releaseServer((request, response) => answer(file, request, response, server.host));
  const { host, ca } = server;
  return {
    cacheDir,
    mark,
    file,
    download: async (more) => {
      const release = plainRelease(file);
      const url = `https://${host}/releases/cloudflared`;
      const downloaded = await downloadCloudflared({ clock: systemClock, cacheDir, release, url, hosts: [host], ca, ...more });
      expect(downloaded.sha256).toBe((more?.release ?? release).binarySha256);
      return downloaded.path;
    },
  };
}

/** Nothing was run, and nothing is left. */
export const expectNothing = ({ cacheDir, mark }: Setting): void => {
  expect(existsSync(mark)).toBe(false);
  expect(existsSync(cacheDir) ? readdirSync(cacheDir) : []).toEqual([]);
};
