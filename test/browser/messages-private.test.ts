import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { bringToFront, messageOf, seenBy } from '../helpers/talk.js';

/** To make a group of two can take a second try. */
const LONG = { timeout: 15_000 };

/** ana in a page, bob elsewhere. */
async function room(browser: Parameters<typeof openPage>[0], options = desktop) {
  const session = await startLiveSession();
  const watched = await openPage(browser, session.link, options);
  await enterRoom(watched.page, 'ana');
  const bob = await session.guest('bob');
  bob.say({ text: 'for all' });
  await watched.page.getByText('for all').waitFor();
  return { ...watched, ...session, bob, tell: (text: string) => void bob.tell(seenBy(bob, 'ana').id, { text }) };
}

const pane = (page: Page) => page.getByRole('region', { name: /^Private, with/u });
const log = (page: Page) => page.getByRole('log', { name: 'Messages', exact: true });

/** Counts the page's close watchers. `there`: whether the browser has any. */
function watchWatchers(there: boolean): void {
  const all = globalThis as unknown as { CloseWatcher?: new () => EventTarget & { destroy(): void }; watchers: number };
  const { CloseWatcher } = all;
  all.watchers = 0;
  if (CloseWatcher === undefined) throw new Error('there are no close watchers');
  Reflect.deleteProperty(all, 'CloseWatcher');
  if (!there) return;
  all.CloseWatcher = class extends CloseWatcher {
    #ended = false;
    constructor() {
      super();
      all.watchers += 1;
      this.addEventListener('close', () => this.#end());
    }
    override destroy(): void {
      this.#end();
      super.destroy();
    }
    #end(): void {
      if (!this.#ended) all.watchers -= 1;
      this.#ended = true;
    }
  };
}

browserSuite('between two alone', (browser) => {
  it('the log of the room tells that somebody wrote, not what; it is read, and answered, in a place of its own', async () => {
    const { page, host, bob, tell, trouble } = await room(browser());
    tell('only for you');
    await page.getByRole('button', { name: /bob.*: 1 private message$/u }).waitFor(LONG);
    tell('and this');
    await page.getByRole('status').getByText('2 private messages').waitFor({ state: 'attached' });
    expect(await page.title()).toMatch(/^\(2\)/u);
    expect(await log(page).innerText()).not.toContain('only for you');
    await log(page).getByText('2 messages between you and bob alone').waitFor();
    await log(page).getByRole('button', { name: 'Open' }).click();
    await pane(page).getByText('Only you and bob read this.').waitFor();
    expect(await pane(page).locator('.text-body').allTextContents()).toEqual(['only for you', 'and this']);
    expect(await pane(page).locator('.divider').innerText()).toBe('New messages');
    expect(await page.title()).not.toMatch(/^\(/u);
    expect(await page.locator('.private-waiting button').count()).toBe(0);
    const field = page.getByLabel(/^Private message, to/u);
    expect(await field.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.keyboard.type('thank you');
    await page.keyboard.press('Enter');
    expect((await messageOf(bob, 'thank you')).private?.with.nick).toBe('ana');
    expect(host.view.items.filter((item) => item.type === 'message')).toHaveLength(1);
    await page.keyboard.press('Escape');
    await pane(page).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Message', { exact: true }).evaluate((node) => node === document.activeElement)).toBe(true);
    expect(trouble).toEqual([]);
  });

  it('from the list of members; what was begun there waits while it is closed', async () => {
    const { page, bob } = await room(browser());
    const open = async (): Promise<void> => {
      await page.getByRole('complementary').getByRole('button', { name: /bob/u }).first().click();
      await page.getByRole('button', { name: 'Write to bob alone' }).click();
      await pane(page).waitFor();
    };
    await open();
    await page.keyboard.type('half');
    await page.getByRole('button', { name: 'Back to the room' }).click();
    await page.getByRole('button', { name: 'Write to bob alone' }).waitFor({ state: 'detached' });
    await open();
    await page.keyboard.type(' and half');
    await page.keyboard.press('Enter');
    await messageOf(bob, 'half and half');
    await pane(page).getByText('half and half').waitFor();
  });

  it('an answer, an emoji and a change stay between the two', async () => {
    const { page, host, bob, tell } = await room(browser());
    tell('a secret');
    await page
      .getByRole('button', { name: /private message/u })
      .first()
      .click(LONG);
    await pane(page).getByText('a secret').hover();
    await page.getByRole('toolbar').getByRole('button', { name: 'Reply' }).click();
    await page.keyboard.type('an answer');
    await page.keyboard.press('Enter');
    const answer = await messageOf(bob, 'an answer');
    expect([answer.quote?.text, answer.private?.with.nick]).toEqual(['a secret', 'ana']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.type(', mended');
    await page.keyboard.press('Enter');
    await messageOf(bob, 'an answer, mended');
    bob.react(answer.key, '👍');
    await pane(page).getByRole('button', { name: /^👍 1/u }).waitFor();
    // In the room ArrowUp finds nothing of it.
    await page.getByLabel('Message', { exact: true }).press('ArrowUp');
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('');
    expect(host.view.items.filter((item) => item.type === 'message').map((item) => item.type === 'message' && item.text)).toEqual([
      'for all',
    ]);
  });

  it('on a phone it stands over the room, which cannot be reached meanwhile', async () => {
    const { page, tell } = await room(browser(), phone);
    await bringToFront(page, false);
    tell('only for you');
    const waiting = page.locator('.private-waiting button');
    await waiting.waitFor(LONG);
    await bringToFront(page, true);
    // To look at the room is not to have read it.
    expect(await page.title()).toMatch(/^\(1\)/u);
    expect((await waiting.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await waiting.tap();
    await pane(page).getByText('only for you').waitFor();
    expect(await page.locator('main.talk').evaluate((node) => (node as HTMLElement).inert)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await page.getByRole('button', { name: 'Back to the room' }).tap();
    expect(await page.locator('main.talk').evaluate((node) => (node as HTMLElement).inert)).toBe(false);
  });

  it('on a phone the device closes it, as by Back, after what is open in it and above it', async () => {
    const { page, bob, tell } = await room(browser(), phone);
    tell('only for you');
    await page.locator('.private-waiting button').tap(LONG);
    const field = pane(page).locator('textarea');
    await field.fill('mine');
    await pane(page).getByRole('button', { name: 'Send' }).tap();
    await messageOf(bob, 'mine');
    await field.pressSequentially('/');
    const suggested = pane(page).locator('.suggestions:not([hidden])');
    await suggested.waitFor();
    await page.keyboard.press('Escape');
    await suggested.waitFor({ state: 'detached' });
    await field.fill('');
    await page.keyboard.press('ArrowUp');
    const about = pane(page).locator('.about .icon-button');
    await about.waitFor();
    await page.keyboard.press('Escape');
    await about.waitFor({ state: 'detached' });
    await pane(page).getByText('only for you').tap();
    await page.getByRole('toolbar').getByRole('button', { name: 'React' }).tap();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await pane(page).waitFor();
    // Wherever the focus is: Back is pressed nowhere.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Escape');
    await pane(page).waitFor({ state: 'detached' });
  });

  it('watches for that only while it stands over the room, and goes without where a browser cannot', async () => {
    for (const watches of [true, false]) {
      const session = await startLiveSession();
      const { page } = await openPage(browser(), 'about:blank', phone);
      await page.addInitScript(watchWatchers, watches);
      await page.goto(session.link);
      await enterRoom(page, 'ana');
      const bob = await session.guest('bob');
      const watchers = () => page.evaluate(() => (globalThis as { readonly watchers?: number }).watchers);
      const open = async (): Promise<void> => {
        bob.tell(seenBy(bob, 'ana').id, { text: 'psst' });
        await page.locator('.private-waiting button').tap(LONG);
        await pane(page).waitFor();
      };
      const closed = async (): Promise<void> => {
        await pane(page).waitFor({ state: 'detached' });
        expect(await watchers()).toBe(0);
      };
      await open();
      expect(await watchers()).toBe(watches ? 1 : 0);
      await pane(page).locator('textarea').press('Escape');
      await closed();
      await open();
      await page.getByRole('button', { name: 'Back to the room' }).tap();
      await closed();
      await open();
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect.poll(watchers).toBe(0);
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press('Escape');
      await pane(page).locator('textarea').press('Escape');
      await closed();
    }
  });

  it('in another language it is the same talk, with its messages and its draft', async () => {
    const { page, tell } = await room(browser());
    tell('only for you');
    await page
      .getByRole('button', { name: /private message/u })
      .first()
      .click(LONG);
    await page.keyboard.type('a draft');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.locator('.settings .language select').selectOption('es');
    await page.locator('html[lang=es]').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.private-pane .text-body').allTextContents()).toEqual(['only for you']);
    expect(await page.locator('.private-pane textarea').inputValue()).toBe('a draft');
    expect(await page.locator('.private-line').count()).toBe(1);
  });

  it('where nothing can be said to one alone there is no way to, and a sentence why', async () => {
    const { link, guest } = await startLiveSession({ mode: 'shared-key' });
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await guest('bob');
    await page.getByRole('complementary').getByRole('button', { name: /bob/u }).first().click();
    await page.getByRole('complementary').getByText('There are no private messages in this room').waitFor();
    expect(
      await page
        .getByRole('complementary')
        .getByRole('button', { name: /^Write to/u })
        .count(),
    ).toBe(0);
  });

  it('many who write privately at once leave the log and the field their place', async () => {
    const { link, guest } = await startLiveSession({ maxMembers: 20 });
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    for (let n = 0; n < 12; n++) {
      const other = await guest(`somebody with a long name ${n}`);
      other.tell(seenBy(other, 'ana').id, { text: 'psst' });
    }
    const waiting = page.locator('.private-waiting');
    await expect.poll(() => waiting.getByRole('button').count()).toBe(12);
    expect((await page.getByRole('log').boundingBox())?.height).toBeGreaterThan(300);
    expect((await page.getByRole('button', { name: 'Send' }).boundingBox())?.y).toBeLessThan(740 - 44);
    await waiting.getByRole('button').last().tap();
    await page
      .getByRole('log', { name: /somebody/u })
      .getByText('psst')
      .waitFor();
  });
});
