import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const open = (page: Page) => page.getByRole('button', { name: 'Settings' }).click();
const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const DARK = 'rgb(13, 17, 23)';
const LIGHT = 'rgb(251, 250, 247)';
const BLACK = 'rgb(0, 0, 0)';

/** Before the page is there: what it asks of the system, and what it would show. */
async function watchNotices(page: Page, answer: 'granted' | 'denied'): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript((permission) => {
    const told: string[] = [];
    class FakeNotification extends EventTarget {
      constructor(title: string, { body = '' }: { body?: string } = {}) {
        super();
        told.push(`${title}: ${body}`);
      }
      static requestPermission(): Promise<string> {
        told.push('asked');
        return Promise.resolve(permission);
      }
      close(): void {}
    }
    Object.assign(globalThis, { Notification: FakeNotification, told });
  }, answer);
  return () => page.evaluate(() => (globalThis as unknown as { readonly told: readonly string[] }).told);
}

/** Tones that were begun. */
async function countTones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(globalThis, { tones: 0 });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (...at) {
      (globalThis as unknown as { tones: number }).tones += 1;
      start.apply(this, at);
    };
  });
}
const tones = (page: Page) => page.evaluate(() => (globalThis as unknown as { readonly tones: number }).tones);

const hide = (page: Page, hidden: boolean) =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

browserSuite('the settings', (browser) => {
  it('colours are as chosen whatever the system says, in the next room too, and nothing is stored', async () => {
    const { link } = await startLiveSession();
    const { page, context, trouble } = await openPage(browser(), link, { ...desktop, colorScheme: 'light' });
    await enterRoom(page);
    expect(await ground(page)).toBe(LIGHT);
    await open(page);
    await page.getByText('it is gone with this page').waitFor();
    for (const [theme, colour] of [
      ['dark', DARK],
      ['contrast', BLACK],
      ['light', LIGHT],
      ['system', LIGHT],
      ['dark', DARK],
    ] as const) {
      await page.getByLabel('Colours').selectOption(theme);
      expect(await ground(page)).toBe(colour);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    expect(await ground(page)).toBe(DARK);
    const kept = () => page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, history.state]);
    expect(await kept()).toEqual([0, 0, '', null]);
    expect((await context.storageState()).origins).toEqual([]);
    await page.reload();
    expect(await ground(page)).toBe(LIGHT);
    expect(trouble).toEqual([]);
  });

  it('who asks the system for more contrast gets it without choosing', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...desktop, contrast: 'more' });
    expect(await ground(page)).toBe(BLACK);
  });

  it('the largest text fits on the narrowest phone, and twice as large on a screen, without a sideways scroll', async () => {
    const { link, host, guest } = await startLiveSession({ title: 'a room with quite a long name, as rooms sometimes have' });
    await guest('bob');
    for (const options of [phone, { viewport: { width: 640, height: 400 } }]) {
      const { page } = await openPage(browser(), link, options);
      await enterRoom(page);
      host.say({ text: `a/word/that/is/${'long/'.repeat(30)} and others that are not` });
      await page.getByText('a/word/that').first().waitFor();
      await open(page);
      await page.getByLabel('Text size').selectOption('largest');
      const cut = () =>
        page.evaluate(() => {
          const wide = [...document.querySelectorAll('body *')].filter((node) => {
            const { right, width } = node.getBoundingClientRect();
            return width > 1 && right > innerWidth + 1 && node.closest('.unseen') === null;
          });
          const { scrollWidth, clientWidth } = document.querySelector('dialog') ?? document.documentElement;
          return [...wide.map((node) => node.outerHTML.slice(0, 80)), scrollWidth - clientWidth];
        });
      expect(await cut()).toEqual([0]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
      expect(await cut()).toEqual([0]);
      const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
      expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(options.viewport?.height ?? 0);
    }
  });

  it('a notice of the system is asked for with the press, shows who wrote, and the text only when that is chosen, never on a page that is seen', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    const told = await watchNotices(page, 'granted');
    await page.goto(link);
    await enterRoom(page);
    await hide(page, true);
    host.say({ text: 'before' });
    await page.getByText('before', { exact: true }).waitFor();
    expect(await told()).toEqual([]);
    await hide(page, false);
    await open(page);
    await page.getByLabel('With a notice of the system').check();
    await expect.poll(told).toEqual(['asked', 'CHATTrace: ']);
    await page.keyboard.press('Escape');
    host.say({ text: 'while it is seen' });
    await page.getByText('while it is seen').waitFor();
    await hide(page, true);
    host.say({ text: 'a secret' });
    await expect.poll(told).toEqual(['asked', 'CHATTrace: ', 'quiet-host: ']);
    await hide(page, false);
    await open(page);
    await page.getByLabel('The notice shows what was said').check();
    await page.keyboard.press('Escape');
    await hide(page, true);
    host.say({ text: 'no\nsecret \u202eabc' });
    await expect.poll(async () => (await told()).slice(3)).toEqual(['quiet-host: no secret \\u{202e}abc']);
    // The system keeps its notices for as long as it likes.
    host.say({ text: 'burns', burn: 60 });
    await expect.poll(async () => (await told()).slice(4)).toEqual(['quiet-host: ']);
    await say(page, '/notify off');
    await page.getByText('Nothing calls you.').waitFor();
    host.say({ text: 'in silence' });
    await page.getByText('in silence').waitFor();
    expect((await told()).length).toBe(5);
  });

  it('a browser that says no leaves the switch off, and it is said why', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    await watchNotices(page, 'denied');
    await page.goto(link);
    await enterRoom(page);
    await open(page);
    const box = page.getByLabel('With a notice of the system');
    await box.click();
    await page.getByText('The browser does not allow it.').waitFor();
    expect(await box.isChecked()).toBe(false);
  });

  it('a sound is heard when it is switched on, and for what calls: by /notify mentions only for a name', async () => {
    const { link, host } = await startLiveSession();
    const { page, requests } = await openPage(browser(), 'about:blank');
    await countTones(page);
    await page.goto(link);
    await enterRoom(page, 'ana');
    host.say({ text: 'unheard' });
    await page.getByText('unheard').waitFor();
    expect(await tones(page)).toBe(0);
    await open(page);
    await page.getByLabel('With a sound').check();
    await page.keyboard.press('Escape');
    expect(await tones(page)).toBe(2);
    await say(page, '/notify mentions');
    await page.getByText('What names you, or is for you alone, calls you.').waitFor();
    host.say({ text: 'for all' });
    host.say({ text: '@ana for you' });
    await page.getByText('for you', { exact: false }).last().waitFor();
    await expect.poll(() => tones(page)).toBe(4);
    await say(page, '/notify never');
    await page.getByRole('alert').getByText('That is not how this command is typed').waitFor();
    expect(requests.filter((url) => /\.(?:mp3|ogg|wav)/u.test(url))).toEqual([]);
  });

  it('who does not want to be seen writing is not', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await open(page);
    await page.getByLabel('Others see that you are writing').uncheck();
    await page.keyboard.press('Escape');
    const seen: number[] = [];
    host.on(() => seen.push(host.view.typing.length));
    const field = page.getByLabel('Message', { exact: true });
    await field.pressSequentially('hm, well');
    await field.press('Enter');
    await expect.poll(() => host.view.items.some((item) => item.type === 'message')).toBe(true);
    expect(seen.filter((count) => count > 0)).toEqual([]);
  });

  it('the language is chosen there, and the settings stay open', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await open(page);
    const select = page.locator('.settings .language select');
    await select.focus();
    await select.selectOption('de');
    await page.locator('html[lang=de]').waitFor();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(1);
    expect(await select.inputValue()).toBe('de');
    expect(await page.evaluate(() => document.activeElement?.matches('.settings .language select'))).toBe(true);
  });
});
