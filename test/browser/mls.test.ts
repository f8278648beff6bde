import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { browserSuite, openPage } from '../helpers/browser.js';
import type { Scenarios } from './mls-scenarios.js';

/** Node's way to wait until nothing is left to do, as a page has it. */
const IMMEDIATE = `
  const channel = new MessageChannel();
  const due = [];
  channel.port1.onmessage = () => due.shift()();
  globalThis.setImmediate = (run) => { due.push(run); channel.port2.postMessage(0); };
`;

async function program(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./mls-scenarios.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    banner: { js: IMMEDIATE },
  });
  return outputFiles[0]?.text ?? '';
}

const script = program();

/** Real members in a page, around a relay that the page plays too. */
async function play<Name extends keyof Scenarios>(
  browser: Parameters<typeof openPage>[0],
  name: Name,
): Promise<Awaited<ReturnType<Scenarios[Name]>>> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>members</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { page, trouble } = await openPage(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({ content: await script });
  const result = await run(page, name);
  expect(trouble.filter((what) => !what.includes('favicon'))).toEqual([]);
  return result;
}

const run = <Name extends keyof Scenarios>(page: Page, name: Name): Promise<Awaited<ReturnType<Scenarios[Name]>>> =>
  page.evaluate((wanted) => (globalThis as unknown as { readonly scenarios: Scenarios }).scenarios[wanted]() as never, name);

browserSuite('members of a group, in a browser', (browser) => {
  it('meet, are sure of each other, and talk', async () => {
    const { ana, host, heard, told } = await play(browser(), 'joinAndTalk');
    expect(ana).toEqual({ phase: 'joined', confirmed: true, mode: 'mls', members: ['host', 'ana'] });
    expect(host).toEqual(ana);
    expect(heard).toEqual([
      ['welcome', 'hello'],
      ['welcome', 'hello'],
    ]);
    expect(told).toEqual([]);
  });

  it('show a message once, however often the relay gives it', async () => {
    expect(await play(browser(), 'replay')).toEqual({ heard: ['once'], told: ['warning MESSAGES_REFUSED'] });
  });

  it('are told of a message that the relay keeps to itself', async () => {
    const { before, heard, told } = await play(browser(), 'withhold');
    expect(before).toEqual([]);
    expect(heard).toEqual(['the next one']);
    expect(told).toEqual(['missing 1 of host']);
  });

  it('are never sure of a copy of the group that a guest let them into, and get into the room after all', async () => {
    const { inTheCopy, texts, after, told, connections } = await play(browser(), 'forgedWelcome');
    expect(inTheCopy).toMatchObject({ confirmed: false });
    expect(inTheCopy.members.toSorted()).toEqual(['ana', 'ben', 'host', 'mallory']);
    expect(texts).toEqual([]);
    expect(after).toMatchObject({ phase: 'joined', confirmed: true });
    expect(told[0]).toBe('warning GROUP_SPLIT');
    expect(connections).toBe(3);
  });

  it('say nothing that somebody could read who has been removed', async () => {
    const { members, anaHeard, opened } = await play(browser(), 'removedReads');
    expect(members).toEqual(['host', 'ana']);
    expect(anaHeard).toEqual(['before', 'after']);
    expect(opened).toEqual(['before']);
  });

  it('take no weaker mode of the same link, and no word that is not sealed', async () => {
    const { weak, members, heard, told, mode } = await play(browser(), 'downgrade');
    expect(weak).toEqual([
      ['ended', 'REFUSED'],
      ['ended', 'REFUSED'],
    ]);
    expect(members).toEqual(['host', 'ana']);
    expect(heard).toEqual([]);
    expect(told).toEqual(['warning MESSAGES_REFUSED']);
    expect(mode).toBe('mls');
  });
});
