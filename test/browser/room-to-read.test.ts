import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const boxOf = async (place: Locator) => (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

browserSuite('everything has room', (browser) => {
  it('what the card says of the host stands line under line, as wide as the card', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    const badge = page.locator('.host-badge');
    await badge.waitFor();
    const folds = page.locator('.fold');
    const [first, second, last] = [await boxOf(badge), await boxOf(folds.nth(0)), await boxOf(folds.nth(1))];
    expect(second.y).toBeGreaterThanOrEqual(first.y + first.height);
    expect(last.y).toBeGreaterThanOrEqual(second.y + second.height);
    expect(last.width).toBe((await boxOf(page.locator('.facts-list').first())).width);
  });

  it('a command that is sent with the button leaves no list over what it answers', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    await page.getByLabel('Message', { exact: true }).fill('/help');
    await page.locator('.suggestions li').first().waitFor();
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.locator('dt', { hasText: '/nick NAME' }).waitFor();
    expect(await page.locator('.suggestions li').count()).toBe(0);
  });

  it('with the largest text, the room can be read and written in beside what two say alone', async () => {
    const { link, guest } = await startLiveSession();
    await guest('bob');
    const { page } = await openPage(browser(), link, desktop);
    await enterRoom(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Text size').selectOption({ label: 'largest' });
    await page.keyboard.press('Escape');
    await say(page, '/msg bob hello');
    await page.locator('.private-pane').waitFor();
    expect((await boxOf(page.getByRole('log').first())).width).toBeGreaterThan(300);
    expect((await boxOf(page.getByLabel('Message', { exact: true }))).width).toBeGreaterThan(60);
  });

  it('on a phone with large letters the buttons go below the field; else they are beside it', async () => {
    const { link, guest } = await startLiveSession();
    await guest('bob');
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    const below = async (place: string): Promise<boolean> => {
      const field = await boxOf(page.locator(`${place} textarea`));
      const presses = await Promise.all(['.attach', '.burn-menu', '.send'].map((press) => boxOf(page.locator(`${place} ${press}`))));
      expect(new Set(presses.map(({ y, height }) => Math.round(y + height))).size).toBe(1);
      const isBelow = presses.every(({ y }) => y >= field.y + field.height);
      // Of its letters there is place for more than a word.
      if (isBelow) expect(field.width).toBeGreaterThan(200);
      return isBelow;
    };
    const belowAt = async (place: string): Promise<readonly boolean[]> => {
      const found: boolean[] = [];
      for (const size of ['small', 'normal', 'large', 'largest']) {
        await page.evaluate((name) => (document.documentElement.className = `text-${name}`), size);
        found.push(await below(place));
      }
      return found;
    };
    expect(await belowAt('.talk')).toEqual([false, false, true, true]);
    await say(page, '/msg bob hello');
    await page.locator('.private-pane').waitFor();
    expect(await belowAt('.private-pane')).toEqual([false, false, true, true]);
  });

  it('on the smallest phone, with the largest letters, the buttons of a dialog are whole', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...phone, viewport: { width: 320, height: 640 }, locale: 'de' });
    await page.locator('form.join .primary').tap();
    await page.locator('.log').waitFor();
    await page.evaluate(() => (document.documentElement.className = 'text-largest'));
    const chooser = page.waitForEvent('filechooser');
    await page.locator('.attach').tap();
    await (await chooser).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') });
    const presses = page.locator('dialog[open] .actions button');
    await presses.last().waitFor();
    const dialog = await boxOf(page.locator('dialog[open]'));
    for (const press of await presses.all()) {
      const { x, width } = await boxOf(press);
      expect(x).toBeGreaterThanOrEqual(dialog.x);
      expect(x + width).toBeLessThanOrEqual(dialog.x + dialog.width);
    }
  });

  it('nobody is asked who they are themselves', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await page.getByRole('button', { name: /^ana/u }).click();
    expect(await page.getByRole('dialog').getByRole('heading').textContent()).toBe('Your own words');
  });

  it('from the right, a command stands at the side of what it does', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...phone, locale: 'ar' });
    await page.locator('form.join .primary').tap();
    await page.locator('.composer textarea').fill('/help');
    await page.locator('.send').tap();
    const command = page.locator('dt', { hasText: '/quit' });
    await command.waitFor();
    expect(await command.evaluate((node) => getComputedStyle(node).textAlign)).toBe('right');
  });
});
