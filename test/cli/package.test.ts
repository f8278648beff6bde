import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../helpers/source-files.js';

let folder = '';
let elsewhere = '';
const packed: { files: readonly string[] } = { files: [] };

/** As on a machine that has never seen this project: an empty home, none of our variables, no network. */
const options = () => ({
  cwd: elsewhere,
  extendEnv: false,
  env: { PATH: process.env['PATH'], HOME: folder, npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false' },
  stdin: 'ignore' as const,
});
const program = (): string => join(folder, 'node_modules/.bin/chattrace');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chattrace-package-'));
  elsewhere = await mkdtemp(join(tmpdir(), 'chattrace-elsewhere-'));
  const { stdout } = await execa('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { ...options(), cwd: root });
  const [pack] = JSON.parse(stdout) as readonly [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
  packed.files = pack.files.map((file) => file.path);
  await execa('npm', ['install', '--offline', '--prefix', folder, join(folder, pack.filename)], options());
});

afterAll(async () => {
  await Promise.all([folder, elsewhere].map((path) => rm(path, { recursive: true, force: true })));
});

describe('the package', () => {
  it('holds the built program, the page and the licences, and no sources or tests', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining(['bin/chattrace.js', 'dist/cli.js', 'dist/THIRD-PARTY-LICENSES.txt', 'config.json', 'templates/index.html']),
    );
    expect(packed.files).toEqual(
      expect.arrayContaining(['assets/app/integrity.json', 'assets/banner.txt', 'LICENSE', 'README.md', 'package.json']),
    );
    expect(packed.files.filter((path) => /^(?:src|test|scripts|bench|\.)/.test(path))).toEqual([]);
  });

  it('installs without any other package', async () => {
    expect((await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual(['chattrace']);
  });

  it('says how it is used', async () => {
    const { stdout, exitCode } = await execa(program(), ['--help'], options());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\bstart\b[^]*\bjoin\b[^]*\bconfig\b/);
  });

  it('finds its own config.json', async () => {
    const { stdout } = await execa(program(), ['config'], options());
    expect(stdout).toContain('maxMembers');
  });

  it('opens a session, serves its page, and ends it', async () => {
    const child = execa(program(), ['start', '--json', '--no-input', '--tunnel', 'none', '--port', '0'], {
      ...options(),
      reject: false,
      buffer: { stdout: false },
    });
    const lines: Event[] = [];
    for await (const line of createInterface(child.stdout)) {
      const event = JSON.parse(line) as Event;
      lines.push(event);
      if (event.event !== 'ready') continue;
      expect(await pageOf(event.localUrl ?? '')).toEqual([200, 200, 200]);
      child.kill('SIGTERM');
    }
    expect((await child).exitCode).toBe(0);
    expect(lines.find((line) => line.event === 'ready')).toBeDefined();
    expect(lines.at(-1)).toMatchObject({ event: 'ended', reason: 'signal', wipe: { complete: true } });
  });

  it('leaves nothing in the folder where it ran', async () => {
    expect(await readdir(elsewhere)).toEqual([]);
  });
});

interface Event {
  readonly event: string;
  readonly localUrl?: string;
}

/** Status of the document, and of the script and the style sheet it names. */
async function pageOf(link: string): Promise<readonly number[]> {
  const { origin } = new URL(link);
  const page = await fetch(origin);
  const named = [...(await page.text()).matchAll(/(?:src|href)="(\/app\/[^"]+)"/g)].map((match) => origin + match[1]);
  const files = await Promise.all(named.map((url) => fetch(url)));
  return [page.status, ...files.map((file) => file.status)];
}
