import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { browserSuite, desktop, openPage, phone } from '../helpers/browser.js';

/** The room of the page, in which a member says what it is told to (bench/subjects/log-room.js, plain JavaScript). */
interface Room {
  open(items: number): Promise<number>;
  say(items: number, each: number, others?: boolean): Promise<void>;
  log(): { readonly elements: number; readonly lines: number; readonly fromEnd: number };
}

interface World {
  readonly benchRoom: Room;
}

const { serveRoom } = (await import(/* @vite-ignore */ new URL('../../bench/lib/room-page.js', import.meta.url).href)) as {
  readonly serveRoom: () => Promise<{ readonly origin: string; close(): void }>;
};

/** As limits.viewItems. */
const KEPT = 2_000;
const SCREENS = [
  ['desktop', desktop],
  ['phone', phone],
] as const;

async function roomOf(browser: Browser, options: BrowserContextOptions, items: number): Promise<Page> {
  const served = await serveRoom();
  onTestFinished(() => served.close());
  const { page } = await openPage(browser, served.origin, options);
  await page.evaluate((n) => (globalThis as unknown as World).benchRoom.open(n), items);
  return page;
}

const say = (page: Page, items: number, each: number, others = false): Promise<void> =>
  page.evaluate(([n, some, isOther]) => (globalThis as unknown as World).benchRoom.say(n, some, isOther), [items, each, others] as const);

const logOf = (page: Page) => page.evaluate(() => (globalThis as unknown as World).benchRoom.log());

/** The line in the middle of the log, or the next one, marked, so that it can be found again: one that is seen, there are others. */
const markMiddle = (page: Page): Promise<void> =>
  page.getByRole('log').evaluate((log) => {
    const { left, top, width, height } = log.getBoundingClientRect();
    const seenAt = (y: number) => document.elementFromPoint(left + width / 2, y)?.closest('.message, .line');
    const places = Array.from({ length: 50 }, (_, n) => top + height / 2 + 4 * n);
    document.querySelector('[data-middle]')?.removeAttribute('data-middle');
    places.map(seenAt).find(Boolean)?.setAttribute('data-middle', '');
  });

const topOfMiddle = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('[data-middle]')?.getBoundingClientRect().top ?? Number.NaN);

/** What is near is laid out in one frame, and put where it belongs in the same; a third has nothing more to do. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let n = 0; n < 3; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

browserSuite('a long log', (browser) => {
  it('has as many lines as the view keeps, and no more elements however much was said', async () => {
    const page = await roomOf(browser(), desktop, 0);
    await say(page, KEPT, 100);
    const full = await logOf(page);
    expect(full.lines).toBeLessThanOrEqual(KEPT);
    await say(page, KEPT, 100);
    const after = await logOf(page);
    expect(after.lines).toBeLessThanOrEqual(KEPT);
    expect(after.lines).toBeGreaterThan(KEPT - 20);
    expect(Math.abs(after.elements - full.elements)).toBeLessThan(full.elements / 10);
    expect(after.fromEnd).toBeLessThan(2);
  });

  it.each(SCREENS)('is at its end when it is drawn with what was said before, and when its place changes: %s', async (_, screen) => {
    const page = await roomOf(browser(), screen, 1_000);
    await settled(page);
    expect((await logOf(page)).fromEnd).toBeLessThan(2);
    await page.setViewportSize({ width: 700, height: 500 });
    await settled(page);
    expect((await logOf(page)).fromEnd).toBeLessThan(2);
    await page.locator('.log.following').waitFor();
  });

  it.each(SCREENS)('scrolled up through lines that nobody has seen yet, moves as far as it was scrolled: %s', async (_, screen) => {
    const page = await roomOf(browser(), screen, 1_000);
    await settled(page);
    const log = page.getByRole('log');
    const step = 300;
    for (let n = 0; n < 20; n++) {
      await markMiddle(page);
      const before = await topOfMiddle(page);
      await log.evaluate((node, px) => node.scrollBy(0, -px), step);
      await settled(page);
      expect(Math.abs((await topOfMiddle(page)) - before - step)).toBeLessThan(2);
    }
    expect(await page.locator('.log.following').count()).toBe(0);
  });

  it.each(SCREENS)('leaves its reader where they are while lines come, and the oldest go: %s', async (_, screen) => {
    const page = await roomOf(browser(), screen, KEPT);
    await settled(page);
    await page.getByRole('log').evaluate((node) => node.scrollTo(0, node.scrollHeight / 2));
    await page.locator('.log:not(.following)').waitFor();
    await settled(page);
    await markMiddle(page);
    const before = await topOfMiddle(page);
    await say(page, 200, 20, true);
    expect(Math.abs((await topOfMiddle(page)) - before)).toBeLessThan(2);
    await page.getByRole('button', { name: /^New messages: / }).click();
    await settled(page);
    expect((await logOf(page)).fromEnd).toBeLessThan(2);
  });
});
