import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const bar = (page: Page) => page.getByRole('search');
const field = (page: Page) => page.getByRole('searchbox');
const state = (page: Page) => bar(page).getByRole('status').textContent();
/** It may have to be fetched first. */
const openSearch = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
};
/** What is marked, and which of it one stands at. */
const marked = (page: Page) =>
  page.evaluate(() =>
    ['found', 'found-now'].map((name) => Array.from(CSS.highlights.get(name) ?? [], (range) => (range as Range).toString())),
  );
/** Whether this message is within the log's part of the screen. */
const isSeen = (page: Page, text: string): Promise<boolean> =>
  page.getByText(text, { exact: true }).evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    const log = document.querySelector('.log')?.getBoundingClientRect();
    return top >= (log?.top ?? 0) && bottom <= (log?.bottom ?? 0);
  });

browserSuite('the search', (browser) => {
  it('finds texts and nicks in any case, from the newest on, and marks them without touching them', async () => {
    const { link, host } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'Straße to the harbour, see https://room.test/harbour/1' });
    host.say({ text: 'nothing' });
    await say(page, 'HARBOUR <b>here</b>');
    await page.getByText('HARBOUR <b>here</b>').waitFor();
    const before = await page.locator('.log').innerHTML();
    await openSearch(page);
    await page.keyboard.type('harbour');
    expect(await state(page)).toBe('3 of 3');
    expect(await marked(page)).toEqual([['harbour', 'harbour', 'HARBOUR'], ['HARBOUR']]);
    expect(await page.locator('.log').innerHTML()).toBe(before);
    await page.keyboard.press('Enter');
    expect(await state(page)).toBe('2 of 3');
    expect((await marked(page))[1]).toEqual(['harbour']);
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    expect(await state(page)).toBe('1 of 3');
    await field(page).fill('quiet-HOST');
    expect(await state(page)).toBe('1 of 1');
    await field(page).fill('<b>');
    expect(await marked(page)).toEqual([['<b>'], ['<b>']]);
    await field(page).fill('not there');
    expect(await state(page)).toBe('not found');
    expect(trouble).toEqual([]);
  });

  it('goes on while more is said, and stays where it was; Escape ends it, and the focus goes back', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'one fish' });
    await page.getByText('one fish').waitFor();
    await page.getByLabel('Message', { exact: true }).focus();
    await openSearch(page);
    await page.keyboard.type('fish');
    expect(await state(page)).toBe('1 of 1');
    host.say({ text: 'two fish' });
    await expect.poll(() => state(page)).toBe('1 of 2');
    await page.keyboard.press('Escape');
    expect(await bar(page).count()).toBe(0);
    expect(await marked(page)).toEqual([[], []]);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  });

  it('carries the reader to what is found, on a phone from the menu', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    host.say({ text: 'the needle' });
    for (let i = 0; i < 60; i++) host.say({ text: `hay ${i}` });
    await page.getByText('hay 59').waitFor();
    await page.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Search' }).tap();
    await field(page).fill('needle');
    await expect.poll(() => isSeen(page, 'the needle')).toBe(true);
    await bar(page).getByRole('button', { name: 'End the search' }).tap();
    expect(await bar(page).count()).toBe(0);
  });

  it('in a log too short to scroll the reader stays at its end', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    host.say({ text: 'the needle' });
    await page.getByText('the needle').waitFor();
    await page.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Search' }).tap();
    await field(page).fill('needle');
    expect(await state(page)).toBe('1 of 1');
    for (let i = 0; i < 40; i++) host.say({ text: `hay ${i}` });
    await page.getByText('hay 39').waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: /^New messages/u }).count()).toBe(0);
    await expect.poll(() => isSeen(page, 'hay 39')).toBe(true);
  });

  it('once all of the log has a place again, who was led up is at its end', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'the needle' });
    await page.getByText('the needle').waitFor();
    await openSearch(page);
    const log = page.getByRole('log');
    await log.evaluate((node) => (node.style.maxHeight = '40px'));
    await page.keyboard.type('needle');
    await page.locator('.log:not(.following)').waitFor();
    // It is at its beginning, which is its end by then: nothing has to scroll.
    await log.evaluate((node) => node.scrollTo(0, 0));
    await log.evaluate((node) => node.style.removeProperty('max-height'));
    await page.locator('.log.following').waitFor();
  });

  it('where a browser cannot mark a place, the message is marked', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    await page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'Highlight'));
    await page.goto(link);
    await enterRoom(page);
    host.say({ text: 'an old browser' });
    host.say({ text: 'and other things' });
    await page.getByText('and other things').waitFor();
    await openSearch(page);
    await page.keyboard.type('old');
    expect(await page.locator('.message.found').allInnerTexts()).toEqual([expect.stringContaining('an old browser')]);
    expect(await page.locator('.message.found-now').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('.found, .found-now').count()).toBe(0);
  });

  it('says that older messages are no longer here', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await say(page, 'the first');
    await page.getByText('the first').waitFor();
    const digits = host.codes.member(host.view.self.id)?.digits ?? '';
    await say(page, `/verify quiet-host ${digits}`);
    await page.getByText('quiet-host is verified').waitFor();
    await openSearch(page);
    await page.keyboard.type('first');
    expect(await page.getByText('Older messages are no longer here.').count()).toBe(0);
    // Each is a line of the log. What is not laid out is quick.
    await page.evaluate((code) => {
      const log = document.querySelector('.log') as HTMLElement;
      log.hidden = true;
      const input = document.querySelector('textarea') as HTMLTextAreaElement;
      const send = document.querySelector('.send') as HTMLButtonElement;
      for (let i = 0; i < 1_050; i++)
        for (const line of ['/unverify quiet-host', `/verify quiet-host ${code}`]) {
          input.value = line;
          send.click();
        }
      log.hidden = false;
    }, digits);
    await expect.poll(() => state(page)).toBe('not found');
    await page.getByText('Older messages are no longer here.').waitFor();
  });
});
