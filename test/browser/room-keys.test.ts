import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const field = (page: Page) => page.getByLabel('Message', { exact: true });

/** A save of the press, and what is in it. */
async function saved(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save', exact: true }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

browserSuite('keys, and what is saved', (browser) => {
  it('? tells the keys, but not while one writes, nor when that is switched off; Escape closes', async () => {
    const { link } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    await page.keyboard.type('why?');
    expect(await field(page).inputValue()).toBe('why?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('log').focus();
    await page.keyboard.press('?');
    await dialog(page, 'Keys').getByText('search in what is shown').waitFor();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('log');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('The key ? shows the list of keys').uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('log').focus();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Keys' }).click();
    await dialog(page, 'Keys').waitFor();
    expect(trouble).toEqual([]);
  });

  it('a header of a phone has all of it: four icons, and the rest behind the last', async () => {
    const { link } = await startLiveSession({ title: 'a room with quite a long name, as rooms sometimes have' });
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    const boxes = await page
      .locator('.header-row button:visible')
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect()));
    expect(boxes).toHaveLength(4);
    for (const { width, height } of boxes) expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    expect((await page.getByRole('heading', { level: 1 }).boundingBox())?.width).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'More' }).tap();
    const names = await dialog(page, 'More').locator('.tool').allTextContents();
    expect(names).toEqual(['Search', 'Save what you see', 'Keys', 'Leave']);
    await dialog(page, 'More').getByRole('button', { name: 'Leave' }).tap();
    await dialog(page, 'Leave the room?').waitFor();
  });

  it('what one sees is saved after a warning, as it was said and as text alone, and the others hear nothing of it', async () => {
    const { link, host, guest } = await startLiveSession({ title: 'quiet room' });
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    host.say({ text: '![x](https://room.test/x.png) <img src=x>' });
    bob.say({ text: 'soon gone', burn: 60 });
    await page.getByText('soon gone').waitFor();
    const before = host.view.items.length;
    await page.getByRole('button', { name: 'Save what you see' }).click();
    await dialog(page, 'Save what you see').getByText('This writes what was said here to this device.').waitFor();
    const markdown = await saved(page);
    expect(markdown.name).toMatch(/^chattrace-quiet-room-\d{4}-\d\d-\d\d\.md$/u);
    expect(markdown.text).toContain('room.test/x.png'.replaceAll('.', '\\.'));
    expect(markdown.text).not.toMatch(/(?<!\\)(?:!\[|<img)/u);
    expect(markdown.text).not.toContain('soon gone');
    await dialog(page, 'Save what you see').waitFor({ state: 'detached' });
    await say(page, '/export json');
    const json = await saved(page);
    expect(json.name).toMatch(/\.json$/u);
    expect(JSON.stringify(JSON.parse(json.text))).toContain('![x](https://room.test/x.png) <img src=x>');
    await say(page, '/export pdf');
    await page.getByRole('alert').getByText('That is not how this command is typed').waitFor();
    expect(host.view.items.length).toBe(before);
    expect(trouble).toEqual([]);
  });

  it('what was saved is let go of when the room is left', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    await page.addInitScript(() => {
      const urls = new Set<string>();
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (blob) => {
        const url = createObjectURL(blob);
        if (!(blob instanceof Blob) || !blob.type.startsWith('image/')) urls.add(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        urls.delete(url);
        revokeObjectURL(url);
      };
      Object.assign(globalThis, { urls });
    });
    const urls = () => page.evaluate(() => (globalThis as unknown as { readonly urls: ReadonlySet<string> }).urls.size);
    await page.goto(link);
    await enterRoom(page);
    await page.getByRole('button', { name: 'Save what you see' }).click();
    await saved(page);
    expect(await urls()).toBe(1);
    await say(page, '/quit');
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    expect(await urls()).toBe(0);
  });

  it('/panic is out at once: nothing of the room is on the page or in its address', async () => {
    const { link, host } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'a secret' });
    await page.getByText('a secret').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.type('secret');
    await say(page, '/panic');
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    expect(await page.content()).not.toContain('a secret');
    expect(await page.evaluate(() => [location.hash, CSS.highlights.get('found')?.size])).toEqual(['', 0]);
    await expect.poll(() => host.view.members.map(({ nick }) => nick)).toEqual(['quiet-host']);
    expect(trouble).toEqual([]);
  });
});
