import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { desktop, enterRoom, openPage, phone, type WatchedPage } from './browser.js';
import { openRoom, type Cli, type Room } from './cli.js';
import { leftBehind, nothing } from './left-behind.js';

export interface Tab extends WatchedPage {
  readonly field: ReturnType<Page['getByLabel']>;
  /** Every address that the browser itself was asked for on behalf of the page, sockets among them. */
  readonly asked: readonly string[];
}

/** A program, a page on a screen, a page on a phone, and a terminal: in one room. */
export interface Everybody {
  readonly room: Room;
  readonly ana: Tab;
  readonly bob: Tab;
  readonly eve: Cli;
}

/** It is watched before anything is asked for. */
async function openTab(browser: Browser, link: string, options: BrowserContextOptions): Promise<Tab> {
  const watched = await openPage(browser, 'about:blank', options);
  const network = await watched.context.newCDPSession(watched.page);
  const asked: string[] = [];
  network.on('Network.requestWillBeSent', ({ request }) => void asked.push(request.url));
  network.on('Network.webSocketCreated', ({ url }) => void asked.push(url));
  await network.send('Network.enable');
  const answer = await watched.page.goto(link);
  expect(answer?.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  return { ...watched, asked, field: watched.page.getByLabel('Message', { exact: true }) };
}

export async function everybody(browser: Browser): Promise<Everybody> {
  const room = await openRoom('--title', 'everything', '--nick', 'host');
  const [ana, bob] = await Promise.all([openTab(browser, room.link, desktop), openTab(browser, room.link, phone)]);
  expect(await leftBehind(ana.page)).toEqual(nothing);
  await enterRoom(ana.page, 'ana');
  await enterRoom(bob.page, 'bob');
  const eve = await room.guest('eve');
  for (const { page } of [ana, bob]) await page.locator('.count', { hasText: '4' }).waitFor({ state: 'attached' });
  return { room, ana, bob, eve };
}

export async function expectNothingLeft(tabs: readonly Tab[]): Promise<void> {
  for (const { page, context } of tabs) {
    expect(await leftBehind(page)).toEqual(nothing);
    expect([await context.cookies(), (await context.storageState()).origins]).toEqual([[], []]);
  }
}

/** Where each of these addresses leads, once. */
export const originsOf = (addresses: readonly string[]): readonly string[] =>
  [...new Set(addresses.map((address) => new URL(address).origin))].toSorted();
