import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Member } from '../../src/client/member-api.js';
import { browserSuite, desktop, enterRoom, openPage, phone } from '../helpers/browser.js';
import { drawnPicture } from '../helpers/drawn-picture.js';
import { itemOf, startLiveSession } from '../helpers/live-session.js';

const pick = async (page: Page, files: Parameters<Locator['setInputFiles']>[0]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Offer a file' }).click();
  await (await chooser).setFiles(files);
};

const offer = async (page: Page, files: Parameters<Locator['setInputFiles']>[0]): Promise<void> => {
  await pick(page, files);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Offer/u })
    .click();
};

const file = (name: string, mimeType: string, text: string) => ({ name, mimeType, buffer: Buffer.from(text) });

/** A picture with what a camera writes into it. */
async function photo(page: Page): Promise<Buffer> {
  const bytes = await drawnPicture(page, 'image/jpeg', 120, 80);
  const told = Buffer.from('Exif\0\0GPS-CANARY');
  const segment = Buffer.from([0xff, 0xe1, 0, told.length + 2]);
  return Buffer.concat([bytes.subarray(0, 2), segment, told, bytes.subarray(2)]);
}

/** How many addresses of bytes in memory there are now. */
const countUrls = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { readonly urls: ReadonlySet<string> }).urls.size);

const watchUrls = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const urls = new Set<string>();
    Object.assign(globalThis, { urls });
    const make = URL.createObjectURL.bind(URL);
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.createObjectURL = (of) => {
      const url = make(of);
      urls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      urls.delete(url);
      revoke(url);
    };
  });

/** What another member gets. */
async function contentOf(member: Member, key: number): Promise<Buffer> {
  const here = new Promise<void>((resolve) => {
    member.on((event) => {
      if (event.type !== 'item-changed' || event.item.key !== key || event.item.type !== 'message') return;
      if (event.item.file?.transfer.state === 'here') resolve();
    });
  });
  expect(member.files.get(key).ok).toBe(true);
  await here;
  return Buffer.from(member.files.content(key) ?? []);
}

browserSuite('files in the page', (browser) => {
  it('are offered, fetched by who wants them, saved on request, and dropped', async () => {
    const { link } = await startLiveSession();
    const [ana, bob] = [await openPage(browser(), link), await openPage(browser(), link, phone)];
    await enterRoom(ana.page, 'ana');
    await enterRoom(bob.page, 'bob');
    await offer(ana.page, [file('notes.txt', 'text/plain', 'the notes'), file('list.csv', 'text/csv', 'a,b')]);
    const card = bob.page.locator('.file', { hasText: 'notes.txt' });
    await card.waitFor();
    await bob.page.locator('.file', { hasText: 'list.csv' }).waitFor();
    expect(await card.getByRole('button').allTextContents()).toEqual(['Get']);
    await card.getByRole('button', { name: 'Get' }).click();
    await card.getByRole('button', { name: 'Save' }).waitFor();
    await ana.page.getByText('bob has it').waitFor();
    const saved = bob.page.waitForEvent('download');
    await card.getByRole('button', { name: 'Save' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('notes.txt');
    expect(readFileSync(await download.path(), 'utf8')).toBe('the notes');
    await card.getByRole('button', { name: 'Drop' }).click();
    await card.getByText('Cancelled').waitFor();
    await ana.page.locator('.file', { hasText: 'list.csv' }).getByRole('button', { name: 'Take back' }).click();
    await bob.page
      .getByText(/Taken back|taken back/u)
      .first()
      .waitFor();
    expect([ana.trouble, bob.trouble]).toEqual([[], []]);
  });

  it('a picture goes out without what tells of its making, and is shown after a press; its address goes with it', async () => {
    const { link, host } = await startLiveSession();
    const [ana, bob] = [await openPage(browser(), link), await openPage(browser(), link, desktop)];
    await enterRoom(ana.page, 'ana');
    await enterRoom(bob.page, 'bob');
    await watchUrls(bob.page);
    const buffer = await photo(ana.page);
    await pick(ana.page, { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer });
    await ana.page.getByText('is left out of the picture').waitFor();
    await ana.page.getByRole('button', { name: 'Offer 1 file' }).click();
    const item = await itemOf(host, (one) => one.type === 'message' && one.file !== undefined);
    expect(item).toMatchObject({ file: { name: 'holiday.jpg', mime: 'image/jpeg' } });
    const card = bob.page.locator('.file', { hasText: 'holiday.jpg' });
    expect(await bob.page.locator('img').count()).toBe(0);
    await card.getByRole('button', { name: 'Show' }).click();
    const picture = bob.page.getByRole('img', { name: 'holiday.jpg' });
    await picture.waitFor();
    expect(
      await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])),
    ).toEqual([120, 80]);
    const content = await contentOf(host, item.key);
    expect([content.includes('Exif'), content.includes('CANARY')]).toEqual([false, false]);
    expect(await countUrls(bob.page)).toBe(1);
    await card.getByRole('button', { name: 'Hide' }).click();
    await picture.waitFor({ state: 'detached' });
    expect(await countUrls(bob.page)).toBe(0);
  });

  it('what could run is never shown, whatever it says it is', async () => {
    const { link } = await startLiveSession();
    const [ana, bob] = [await openPage(browser(), link), await openPage(browser(), link)];
    await enterRoom(ana.page, 'ana');
    await enterRoom(bob.page, 'bob');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.document.title="run"</script></svg>';
    await offer(ana.page, [
      file('drawing.svg', 'image/svg+xml', svg),
      file('page.html', 'text/html', '<script>document.title="run"</script>'),
      file('liar.png', 'image/png', svg),
      file('../../\u202egnp.exe', 'application/x-msdownload', 'MZ'),
    ]);
    for (const name of ['drawing.svg', 'page.html']) {
      const card = bob.page.locator('.file', { hasText: name });
      await card.waitFor();
      expect(await card.getByRole('button').allTextContents()).toEqual(['Get']);
    }
    const liar = bob.page.locator('.file', { hasText: 'liar.png' });
    await liar.getByRole('button', { name: 'Show' }).click();
    await liar.getByText('This is no picture that can be shown here.').waitFor();
    expect(await bob.page.locator('img').count()).toBe(0);
    await bob.page.getByText('gnp.exe', { exact: true }).waitFor();
    const html = bob.page.locator('.file', { hasText: 'page.html' });
    await html.getByRole('button', { name: 'Get' }).click();
    const saved = bob.page.waitForEvent('download');
    await html.getByRole('button', { name: 'Save' }).click();
    expect((await saved).suggestedFilename()).toBe('page.html');
    expect(bob.page.url()).toBe(link);
    expect(await bob.page.title()).not.toContain('run');
    expect(bob.trouble).toEqual([]);
  });

  it('a file that is too large, or empty, is refused with a sentence, and nobody is told of it', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await pick(page, [{ name: 'big.bin', mimeType: '', buffer: Buffer.alloc(16 * 1024 * 1024 + 1) }, file('none.txt', 'text/plain', '')]);
    await page.getByText('\u2068big.bin\u2069: This file is too large').waitFor();
    await page.getByText('\u2068none.txt\u2069: This file is empty').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(host.view.items.filter(({ type }) => type === 'message')).toEqual([]);
  });

  it('what is dropped or pasted is asked about first', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    for (const type of ['drop', 'paste'] as const) {
      await page.evaluate((how) => {
        const data = new DataTransfer();
        data.items.add(new File(['x'], `${how}.txt`, { type: 'text/plain' }));
        const event =
          how === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.querySelector('textarea')?.dispatchEvent(event);
      }, type);
      const dialog = page.getByRole('dialog', { name: 'Offer this?' });
      await dialog.getByText(`${type}.txt`).waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    }
    expect(await page.locator('.file').count()).toBe(0);
  });
});
