import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { countOf, isText, itemOf, startLiveSession } from '../helpers/live-session.js';
import { untilItem } from '../helpers/talk.js';

/** Something to wait for, and what ends the waiting. */
function gateOf(): readonly [open: () => void, opened: Promise<void>] {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return [() => open(), opened];
}

/** Two taps at one place, as of a finger that trembles or does not believe the first. */
async function tapTwice(page: Page, button: Locator): Promise<void> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await button.boundingBox()) ?? {};
  const tap = (): Promise<void> => page.touchscreen.tap(x + width / 2, y + height / 2);
  await Promise.all([tap(), tap()]);
}

browserSuite('an impatient guest with a phone', (browser) => {
  it('what two taps open stays open', async () => {
    const { link } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link, { ...phone, reducedMotion: 'reduce' });
    await enterRoom(page, 'ana');
    const dialog = page.getByRole('dialog');
    // Once, so that nothing has to be fetched.
    await page.getByRole('button', { name: 'Settings' }).tap();
    await dialog.getByRole('button', { name: 'Close' }).tap();
    for (const name of ['Settings', 'More', 'Members: 2']) {
      await tapTwice(page, page.getByRole('button', { name }));
      // A dialog that closes is gone by then.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      expect(await dialog.count()).toBe(1);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(trouble).toEqual([]);
  });

  it('what is being written is seen whole in a phone that is turned, and takes no more place than it needs', async () => {
    const { link } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    const field = page.getByLabel('Message', { exact: true });
    await field.fill('as long as two lines of a phone that is held upright');
    const height = (): Promise<number> => field.evaluate((node) => node.clientHeight);
    const upright = await height();
    await page.setViewportSize({ width: 740, height: 360 });
    await expect.poll(height).toBeLessThan(upright);
    await page.setViewportSize({ width: 360, height: 740 });
    await expect.poll(height).toBe(upright);
    expect(await field.evaluate((node) => node.scrollHeight)).toBe(upright);
    expect(trouble).toEqual([]);
  });

  it('what is sent by two taps goes out once, and nothing is said of the second', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    await page.getByLabel('Message', { exact: true }).fill('hello');
    await tapTwice(page, page.getByRole('button', { name: 'Send' }));
    await say(page, 'and this');
    await itemOf(host, isText('and this'));
    expect(countOf(host, 'hello')).toBe(1);
    await tapTwice(page, page.getByRole('button', { name: 'Send' }));
    expect(await page.getByText('There is nothing to send.').count()).toBe(0);
  });

  it('a language that comes late leaves alone who has chosen a file meanwhile', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    const [come, wait] = gateOf();
    await page.route('**/app/de-part.*', async (route) => {
      await wait;
      await route.continue();
    });
    await enterRoom(page, 'ana');
    await page.getByRole('button', { name: 'Settings' }).tap();
    await page.locator('.language select').selectOption('de');
    await page.getByRole('button', { name: 'Close' }).tap();
    const chooser = page.waitForEvent('filechooser');
    await page.locator('.attach').tap();
    await (await chooser).setFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('the plan') });
    const dialog = page.getByRole('dialog', { name: 'Offer this?' });
    await dialog.getByText('plan.txt').waitFor();
    come();
    await page.waitForFunction(() => document.documentElement.lang === 'de');
    await dialog.locator('.primary').tap();
    await untilItem(host, ({ file }) => file?.name === 'plan.txt');
    await page.getByPlaceholder('Nachricht, /help').waitFor();
  });

  it('who writes several lines is still led along by the log', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    for (let i = 0; i < 40; i++) host.say({ text: `line ${i}` });
    await page.getByText('line 39').waitFor();
    await page.getByLabel('Message', { exact: true }).fill('one\ntwo\nthree\nfour');
    await expect.poll(() => page.locator('.log.following').count()).toBe(1);
    await page.keyboard.type(' and more of it');
    host.say({ text: 'the newest' });
    await page.getByText('the newest').waitFor();
    const fromEnd = () => page.getByRole('log').evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    await expect.poll(fromEnd).toBeLessThan(2);
    expect(await page.locator('.log.following').count()).toBe(1);
  });
});
