import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { createBox } from '../helpers/box.js';
import { startChild } from '../helpers/child.js';
import { countOf, isText, itemOf, startLiveSession } from '../helpers/live-session.js';
import { chattrace, eventsOf, startSession } from '../helpers/session-process.js';

const SIZES = [
  [360, 400],
  [360, 740],
  [740, 360],
  [360, 740],
  [740, 360],
  [360, 300],
  [360, 740],
] as const;

/** What a change of size leads to happens in the frames after it. */
const framesOf = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

browserSuite('a conversation', (browser) => {
  it('start, join and a page are three programs that talk to each other', async () => {
    const box = createBox();
    const host = await startSession(box, { flags: ['--title', 'the trunk'] });
    const { page, requests, trouble } = await openPage(browser(), host.link);
    await enterRoom(page, 'ana-page');
    await page.getByRole('heading', { name: 'the trunk' }).waitFor();
    const env = { ...box.env, CHATTRACE_LINK: host.link };
    const bob = startChild(chattrace([], 'join', '--json', '--nick', 'bob-terminal'), { cwd: box.cwd, env });
    await bob.out.until(/"event":"joined"/);
    await page.getByRole('complementary').getByText('bob-terminal').waitFor();
    bob.write('hello from the terminal\n');
    await page.getByText('hello from the terminal').waitFor();
    await say(page, 'hello from the page\nin two lines');
    await bob.out.until(/hello from the page\\nin two lines/);
    await say(page, '/me waves');
    await bob.out.until(/"kind":"me".*"text":"waves"/);
    await say(page, '/nick ana-renamed');
    await bob.out.until(/"event":"member-renamed".*"nick":"ana-renamed"/);
    host.kill('SIGINT');
    await page.getByRole('heading', { name: 'The session has ended' }).waitFor();
    expect(await host.exited).toBe(0);
    expect(await bob.exited).toBe(0);
    expect(eventsOf(bob.out.text).filter(({ event, own }) => event === 'message' && own === undefined)).toHaveLength(2);
    // The page, its script, its style and the room, and once what completes commands, and what does them.
    expect(requests).toHaveLength(6);
    expect(trouble).toEqual([]);
  });

  it('messages of one sender stand under one head, with their lines, the host has its badge', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: 'one' });
    host.say({ text: 'two\n  indented' });
    await page.getByText('indented').waitFor();
    expect(await page.locator('.group').count()).toBe(1);
    expect(await page.locator('.group .head .badge-host').textContent()).toBe('host');
    const shown = page.locator('.text-body').nth(1);
    expect(await shown.innerText()).toBe('two\n  indented');
    expect(await page.locator('.group .time').textContent()).toMatch(/^\d\d:\d\d$/u);
  });

  it('the lock closes only when the host of the link has been heard', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await page.locator('.lock[data-level=sealed]').click();
    await page.getByRole('dialog').getByText('The host shown here is the host your link was made for.').waitFor();
    await page.getByRole('dialog').getByText('sealed in this page for the members shown').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('commands answer here and send nothing', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await say(page, '/help');
    await page.getByText('/nick NAME').waitFor();
    await say(page, '/who');
    await page.locator('.who').getByText('quiet-host').waitFor();
    await say(page, '//not a command');
    await itemOf(host, isText('/not a command'));
    await say(page, '/clear');
    expect(await page.locator('.log').innerText()).toBe('');
    expect(host.view.items.filter((item) => item.type === 'message')).toHaveLength(1);
  });

  it('what cannot be sent stays in the field, with the reason', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const field = page.getByLabel('Message', { exact: true });
    const long = 'é'.repeat(9_000);
    for (const [text, reason] of [
      ['/nope', 'There is no such command; nothing was sent.'],
      ['/nick \u202eana', 'direction characters'],
      [long, 'This message is too long; it was not sent.'],
      ['   ', 'There is nothing to send.'],
    ] as const) {
      await say(page, text);
      await page.getByRole('alert').getByText(reason).waitFor();
      expect(await field.inputValue()).toBe(text);
    }
    await say(page, 'short');
    await itemOf(host, isText('short'));
    expect(await field.inputValue()).toBe('');
    expect(countOf(host, 'short')).toBe(1);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('Enter sends and Shift+Enter does not; with a finger Enter is a new line', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await itemOf(host, isText('one\ntwo'));
    const touch = await openPage(browser(), link, phone);
    await enterRoom(touch.page);
    await touch.page.getByLabel('Message', { exact: true }).tap();
    await touch.page.keyboard.type('three');
    await touch.page.keyboard.press('Enter');
    await touch.page.keyboard.type('four');
    await touch.page.getByRole('button', { name: 'Send' }).tap();
    await itemOf(host, isText('three\nfour'));
    expect(await touch.page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  });

  it('who writes is shown, here and there', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const writing = new Promise<void>((resolve) => {
      host.on(() => {
        if (host.view.typing.length > 0) resolve();
      });
    });
    await page.keyboard.type('hm');
    await writing;
    host.typing(true);
    await page.getByText('quiet-host is writing…').waitFor();
    host.say({ text: 'done' });
    await page.getByText('quiet-host is writing…').waitFor({ state: 'detached' });
  });

  it('the log follows its end, leaves a reader alone, and shows the way back', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    const tell = (from: number, to: number): void => {
      for (let i = from; i < to; i++) host.say({ text: `line ${i}` });
    };
    tell(0, 60);
    await page.getByText('line 59', { exact: true }).waitFor();
    const log = page.getByRole('log');
    const fromEnd = () => log.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    await expect.poll(fromEnd).toBeLessThan(2);
    await log.evaluate((node) => node.scrollTo(0, 200));
    await page.locator('.log:not(.following)').waitFor();
    tell(60, 63);
    const newer = page.getByRole('button', { name: 'New messages: 3' });
    await newer.waitFor();
    expect(await log.evaluate((node) => node.scrollTop)).toBe(200);
    await newer.tap();
    await expect.poll(fromEnd).toBeLessThan(2);
    expect(await newer.isVisible()).toBe(false);
  });

  it('the log stays at its end when a keyboard comes and goes, and when the phone is turned', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    for (let i = 0; i < 60; i++) host.say({ text: `line ${i} ${'that is longer than the narrow screen '.repeat(i % 3)}` });
    await page.getByText('line 59').waitFor();
    const fromEnd = () => page.getByRole('log').evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForFunction(([w, h]) => innerWidth === w && visualViewport?.height === h, [width, height] as const);
      await framesOf(page);
      expect(await page.locator('.log.following').count()).toBe(1);
      expect(await fromEnd()).toBeLessThan(2);
    }
    host.say({ text: 'after the turning' });
    await page.getByText('after the turning').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
  });

  it('who reads further up is left there when the screen changes', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    for (let i = 0; i < 60; i++) host.say({ text: `line ${i}` });
    await page.getByText('line 59').waitFor();
    await framesOf(page);
    await page.getByRole('log').evaluate((node) => node.scrollTo(0, 200));
    await page.locator('.log:not(.following)').waitFor();
    await page.setViewportSize({ width: 360, height: 400 });
    await framesOf(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await framesOf(page);
    expect(await page.locator('.log.following').count()).toBe(0);
    expect(await page.getByRole('log').evaluate((node) => node.scrollTop)).toBe(200);
  });

  it('eight members have eight colours, in the list as in the log', async () => {
    const { link, guest } = await startLiveSession({ maxMembers: 10 });
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    for (let i = 0; i < 6; i++) (await guest(`guest-${i}`)).say({ text: `hello ${i}` });
    await page.locator('.group').nth(5).waitFor();
    const colours = (nicks: string) =>
      page
        .locator(nicks)
        .evaluateAll((nodes) =>
          nodes.map((node) => `${node.textContent} ${getComputedStyle(node).color}`).filter((one) => one.includes('guest-')),
        );
    await expect.poll(() => page.locator('.members li').count()).toBe(8);
    const all = await page.locator('.members .nick').evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).color));
    expect(new Set(all).size).toBe(8);
    expect((await colours('.group .head .nick')).toSorted()).toEqual((await colours('.members .nick')).toSorted());
  });

  it('a room that the host has locked says so while it is', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    expect(await page.getByText('nobody else may enter').count()).toBe(0);
    host.lock(true);
    await page.getByText('locked: nobody else may enter').waitFor();
    await page.locator('.lock').tap();
    await page.getByRole('dialog').getByText('The host has locked the room').waitFor();
    await page.keyboard.press('Escape');
    host.lock(false);
    await page.getByText('locked: nobody else may enter').waitFor({ state: 'detached' });
  });

  it('the window counts what was said while it was hidden', async () => {
    const { link, host } = await startLiveSession({ title: 'quiet room' });
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await page.getByRole('heading', { name: 'quiet room' }).waitFor();
    const show = (hidden: boolean) =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await show(true);
    host.say({ text: 'one' });
    host.say({ text: 'two' });
    await expect.poll(() => page.title()).toBe('(2) quiet room · CHATTrace');
    await show(false);
    expect(await page.title()).toBe('quiet room · CHATTrace');
  });

  it('the document stays small in a long session', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    // What is not there yet comes once, and then everything follows at once.
    await say(page, '/who');
    await expect.poll(() => page.locator('.page > *').count()).toBe(2);
    // A note is a line as well. What is not laid out is quick.
    await page.evaluate(() => {
      const log = document.querySelector('.log') as HTMLElement;
      log.hidden = true;
      const field = document.querySelector('textarea') as HTMLTextAreaElement;
      const send = document.querySelector('.send') as HTMLButtonElement;
      for (let i = 0; i < 2_100; i++) {
        field.value = '/who';
        send.click();
      }
      log.hidden = false;
    });
    expect(await page.locator('.page > *').count()).toBe(2_000);
    host.say({ text: 'still here' });
    await page.getByText('still here').waitFor();
    expect(await page.locator('.page > *').count()).toBe(2_000);
  });
});
