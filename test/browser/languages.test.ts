import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { root } from '../helpers/source-files.js';
import { told } from '../helpers/told.js';

const menu = (page: Page): Locator => page.locator('.language select');
const field = (page: Page): Locator => page.locator('.talk textarea');
const heading = (page: Page, code: string, path: string): Promise<void> => page.getByRole('heading', { name: told(code, path) }).waitFor();

browserSuite('languages', (browser) => {
  it('another one can be chosen on the card: what was typed stays, and nothing is kept', async () => {
    const { link } = await startLiveSession();
    const { page, context } = await openPage(browser(), link, desktop);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(await menu(page).locator('option').allTextContents()).toEqual([
      'English',
      '中文',
      'Español',
      'Français',
      'Deutsch',
      'Português',
      'العربية',
    ]);
    await page.getByLabel('Your nick').fill('somebody else');
    const before = page.url();
    await menu(page).focus();
    await menu(page).selectOption('ar');
    await heading(page, 'ar', 'words.card.title');
    expect(await page.locator('#nick').inputValue()).toBe('somebody else');
    expect(await menu(page).evaluate((node) => node === document.activeElement)).toBe(true);
    await menu(page).selectOption('en');
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(['en', 'ltr']);
    await menu(page).selectOption('de');
    await heading(page, 'de', 'words.card.title');
    expect(page.url()).toBe(before);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, history.state as unknown])).toEqual([
      0,
      0,
      '',
      null,
    ]);
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
  });

  it('and in the room: the log, what was cleared, where one reads and what is being written stay', async () => {
    const { link, host } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link, desktop);
    await enterRoom(page, 'ana');
    host.say({ text: 'long gone' });
    await page.getByText('long gone').waitFor();
    await say(page, '/clear');
    await expect.poll(() => page.getByText('long gone').count()).toBe(0);
    await say(page, '/help');
    for (let n = 0; n < 60; n++) host.say({ text: `line ${n}` });
    await page.getByText('line 59').waitFor();
    await page.locator('.message', { hasText: /line 20$/u }).evaluate((node) => node.scrollIntoView({ block: 'start' }));
    const top = (): Promise<number> =>
      page.locator('.message', { hasText: /line 20$/u }).evaluate((node) => node.getBoundingClientRect().top);
    await expect.poll(() => page.locator('.log.following').count()).toBe(0);
    const was = await top();
    await field(page).fill('half a sentence');
    await page.getByRole('button', { name: 'Settings' }).click();
    await menu(page).selectOption('fr');
    await page.getByRole('dialog', { name: told('fr', 'settings.title') }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: told('fr', 'words.room.membersTitle') }).waitFor();
    await page.getByText(told('fr', 'help.title')).waitFor();
    expect(await field(page).inputValue()).toBe('half a sentence');
    expect(await field(page).getAttribute('placeholder')).toBe(told('fr', 'words.composer.placeholder'));
    expect(Math.abs((await top()) - was)).toBeLessThan(4);
    expect(await page.getByText('long gone').count()).toBe(0);
    expect(await page.getByText('line 59').count()).toBe(1);
    await field(page).press('Enter');
    await expect.poll(() => host.view.items.filter((item) => item.type === 'message' && item.text === 'half a sentence').length).toBe(1);
    host.say({ text: 'after that' });
    await page.getByText('after that').waitFor();
    expect(trouble).toEqual([]);
  });

  it('one that cannot be fetched is not spoken, and a sentence says so', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank', { ...desktop, locale: 'es' });
    await page.route('**/app/es-part.*', (route) => route.abort());
    await page.route('**/app/de-part.*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `${await answer.text()} ` });
    });
    await page.goto(link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    const sentence = page.getByText('This language could not be loaded.');
    await sentence.waitFor();
    await menu(page).selectOption('zh');
    await heading(page, 'zh', 'words.card.title');
    expect(await sentence.count()).toBe(0);
    await menu(page).selectOption('de');
    await page.getByText(told('zh', 'words.language.missing')).waitFor();
    expect(await menu(page).inputValue()).toBe('zh');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh');
  });

  it('in the page as one file every language is there', async () => {
    const { page, requests } = await openPage(browser(), pathToFileURL(join(root, 'dist/client.html')).href, {
      ...desktop,
      locale: 'pt-BR',
    });
    await heading(page, 'pt', 'paste.file');
    await menu(page).selectOption('ar');
    await heading(page, 'ar', 'paste.file');
    expect(requests).toEqual([page.url()]);
  });
});
