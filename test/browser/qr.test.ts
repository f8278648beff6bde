import type { Page } from 'playwright-core';
import { create } from 'qrcode';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

/** Light modules around the code. */
const QUIET_ZONE = 4;

/** Dark modules as they are seen: a point in the middle of each is tried. */
async function seen(page: Page): Promise<readonly string[]> {
  const code = page.getByRole('img', { name: 'QR code of your own key' });
  await code.scrollIntoViewIfNeeded();
  return code.evaluate((svg, quiet) => {
    const side = Number((svg.getAttribute('viewBox') ?? '').split(' ')[2]);
    const path = svg.querySelector('path');
    const isDark = (row: number, column: number) => path?.isPointInFill(new DOMPoint(column + 0.5, row + 0.5)) === true;
    const cells = Array.from({ length: side }, (_, n) => n);
    const rows = cells.map((row) => cells.map((column) => (isDark(row, column) ? '#' : '.')).join(''));
    const around = [...rows.slice(0, quiet), ...rows.slice(-quiet), ...rows.map((row) => row.slice(0, quiet) + row.slice(-quiet))];
    if (around.some((row) => row.includes('#'))) throw new Error('something is drawn around the code');
    return rows.slice(quiet, -quiet).map((row) => row.slice(quiet, -quiet));
  }, QUIET_ZONE);
}

/** What a terminal draws of this text. */
function expected(text: string): readonly string[] {
  const { modules } = create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: 'L' });
  const cells = Array.from({ length: modules.size }, (_, n) => n);
  return cells.map((row) => cells.map((column) => (modules.get(row, column) === 1 ? '#' : '.')).join(''));
}

browserSuite('the QR code of one’s own key', (browser) => {
  it.each([
    ['a wide screen', desktop],
    ['a phone', phone],
  ])('is the one that a terminal draws, fetched when it is asked for (%s)', async (_name, options) => {
    const { link, host } = await startLiveSession();
    const { page, requests, trouble } = await openPage(browser(), link, { ...options, colorScheme: 'dark' });
    await enterRoom(page, 'ana');
    await expect.poll(() => host.view.members.length).toBe(2);
    await page.getByRole('button', { name: /^Who can read this/u }).click();
    await page.getByRole('button', { name: 'Show as a QR code' }).click();
    const ana = host.view.members.find(({ nick }) => nick === 'ana');
    const text = host.codes.member(ana?.id ?? host.view.self.id)?.qr ?? '';
    expect(await seen(page)).toEqual(expected(text));
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('qr-box');
    const box = await page.getByRole('img', { name: 'QR code of your own key' }).boundingBox();
    expect(box?.width).toBeGreaterThan(200);
    expect(box?.width).toBe(box?.height);
    expect(requests.filter((url) => url.includes('/app/qr-part.'))).toHaveLength(1);
    expect(trouble).toEqual([]);
  });

  it('is not drawn of others: two of them look the same to most people', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await page
      .locator('.members')
      .getByRole('button', { name: /^quiet-host/u })
      .click();
    await page.getByRole('button', { name: /^Compare keys/u }).click();
    await page.getByRole('button', { name: 'They match' }).waitFor();
    expect(await page.getByRole('button', { name: 'Show as a QR code' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.locator('.members').getByRole('button', { name: /^ana/u }).click();
    await page.getByRole('button', { name: 'Show as a QR code' }).waitFor();
  });
});
