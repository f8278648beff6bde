import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, say } from '../helpers/browser.js';
import { countOf, isText, itemOf, startLiveSession } from '../helpers/live-session.js';
import { messageIn } from '../helpers/talk.js';
import { hostileLinks, hostileNicks, xssCorpus } from './xss-corpus.js';

/** What the page's own code never makes. */
const FOREIGN =
  'script:not([src^="/app/"]), img, iframe, object, embed, video, audio, style, base, template, form, input, a:not(.link), [onclick], [style*="fixed"]';

const isOwned = (page: Page): Promise<boolean> => page.evaluate(() => 'owned' in globalThis);

/** What the reader's DOM has as the text of each message. */
const textsOf = (page: Page): Promise<readonly string[]> =>
  page.locator('.text-body').evaluateAll((nodes) => nodes.map((node) => node.textContent ?? ''));

browserSuite('hostile text', (browser) => {
  it('every string of the corpus is shown as the text it is', async () => {
    const { link, guest } = await startLiveSession();
    const { page, requests, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    const mallory = await guest('mallory');
    // Of a newcomer only so much is kept as docs/protocol.md says (heldFrames), until it has been greeted.
    mallory.say({ text: 'hello' });
    await page.getByText('hello', { exact: true }).waitFor();
    for (const text of xssCorpus) mallory.say({ text });
    await page.locator('.message').nth(xssCorpus.length).waitFor();
    expect(await textsOf(page)).toEqual(['hello', ...xssCorpus]);
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(await isOwned(page)).toBe(false);
    expect(requests).toHaveLength(4);
    expect(trouble).toEqual([]);
  });

  it('addresses become links of three kinds that lead where they say, and nothing else does', async () => {
    const { link, guest } = await startLiveSession();
    const { page, requests, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    const mallory = await guest('mallory');
    mallory.say({ text: 'hello' });
    await page.getByText('hello', { exact: true }).waitFor();
    for (const { text } of hostileLinks) mallory.say({ text });
    await page.locator('.message').nth(hostileLinks.length).waitFor();
    expect(await textsOf(page)).toEqual(['hello', ...hostileLinks.map(({ text }) => text)]);
    const made = await page.locator('.text-body a').evaluateAll((nodes) =>
      nodes.map((node) => {
        const { href, protocol, target, rel, referrerPolicy } = node as HTMLAnchorElement;
        return { href, safe: ['http:', 'https:', 'mailto:'].includes(protocol), target, rel, referrerPolicy };
      }),
    );
    const guarded = { safe: true, target: '_blank', rel: 'noopener noreferrer', referrerPolicy: 'no-referrer' };
    expect(made).toEqual(hostileLinks.flatMap(({ href }) => (href === undefined ? [] : [{ href, ...guarded }])));
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(await isOwned(page)).toBe(false);
    expect(requests).toHaveLength(4);
    expect(trouble).toEqual([]);
  });

  it('the same typed here is text here and there', async () => {
    const { link, host } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    // A text field has its own idea of NUL and line ends; a slash begins a command.
    const typed = xssCorpus.filter((text) => !['\0', '\u001b', '\u2028'].some((odd) => text.includes(odd)) && !text.startsWith('/'));
    for (const text of typed) {
      await say(page, text);
      await itemOf(host, isText(text));
    }
    expect(await textsOf(page)).toEqual(typed);
    expect(typed.map((text) => countOf(host, text))).toEqual(typed.map(() => 1));
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it('as a nick, in the list, in the log and in a new nick', async () => {
    const { link, guest } = await startLiveSession({ maxMembers: 60 });
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    const list = page.getByRole('complementary');
    for (const nick of hostileNicks) {
      const mallory = await guest(nick);
      mallory.say({ text: 'hello' });
      await list.getByText(nick, { exact: true }).waitFor();
      mallory.rename('mallory');
      await list.getByText('mallory', { exact: true }).waitFor();
      mallory.leave();
      await list.getByText('mallory', { exact: true }).waitFor({ state: 'detached' });
    }
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(await isOwned(page)).toBe(false);
    expect(trouble).toEqual([]);
  });

  it('as the name of the room: heading, log and window', async () => {
    const title = '<img src=x onerror=window.owned=1>\u202egnp.exe';
    const { link } = await startLiveSession({ title });
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    await page.getByRole('heading', { level: 1 }).getByText('<img src=x onerror').waitFor();
    await page.waitForFunction(() => document.title.startsWith('<img src=x onerror'));
    expect(await page.title()).not.toContain('\u202e');
    expect(await isOwned(page)).toBe(false);
    expect(trouble).toEqual([]);
  });

  it('a text full of direction characters, marks or one long word stays inside its own message', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link, { viewport: { width: 360, height: 740 } });
    await enterRoom(page);
    const mallory = await guest('mallory');
    const texts = ['\u202e\u202e\u2067abc', `z${'\u0300\u0334\u0489'.repeat(400)}`, 'W'.repeat(3_000), '\n'.repeat(900), '﷽'.repeat(40)];
    for (const text of texts) mallory.say({ text });
    mallory.say({ text: 'the last one' });
    await page.getByText('the last one').waitFor();
    const boxes = await page
      .locator('.message')
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON() as DOMRect));
    for (const { left, right, height } of boxes) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(360);
      expect(height).toBeLessThan(330);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('of marks without end on one letter so many are drawn as a language could have; all of them are copied', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    const copied = await page.evaluateHandle(() => {
      const texts: string[] = [];
      Object.defineProperty(navigator, 'clipboard', { get: () => ({ writeText: (text: string) => void texts.push(text) }) });
      return texts;
    });
    const mallory = await guest('mallory');
    const text = `z${'\u0334'.repeat(7_000)} and ${'e\u0301\u0323'.repeat(3)}`;
    mallory.say({ text });
    await messageIn(page, '… and').waitFor();
    expect(await textsOf(page)).toEqual([`z${'\u0334'.repeat(30)}… and ${'e\u0301\u0323'.repeat(3)}`]);
    await messageIn(page, '… and').locator('.text-body').hover();
    await page.getByRole('button', { name: 'Copy text' }).click();
    expect(await copied.jsonValue()).toEqual([text]);
  });

  it('who takes a nick that is here already is told apart, and the host never is', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await guest('quiet-h0st');
    await guest('аna');
    await page.locator('.members li').nth(3).waitFor();
    const shown = await page.locator('.members .nick').allTextContents();
    expect(new Set(shown).size).toBe(4);
    expect(shown[0]).toBe('quiet-host');
    expect(await page.locator('.members .badge-host').count()).toBe(1);
  });

  it('a nick cannot be written as the mark of the host', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    const nicks = ['x (host)', 'quiet [host]', 'host', '🅷🅾🆂🆃'];
    for (const nick of nicks) (await guest(nick)).say({ text: `I am ${nick}` });
    await page.locator('.group').nth(3).waitFor();
    host.say({ text: 'I am it' });
    await page.getByText('I am it').waitFor();
    expect(await page.locator('.group .badge-host').count()).toBe(1);
    expect(await page.locator('.group', { has: page.locator('.badge-host') }).innerText()).toContain('I am it');
    const grounds = (css: string) =>
      page.locator(css).evaluateAll((nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).backgroundColor))]);
    expect(await grounds('.nick')).toEqual(['rgba(0, 0, 0, 0)']);
    const [ground] = await grounds('.badge-host');
    expect(ground).toMatch(/^rgb\(/u);
    expect(await grounds('.room *:not(.badge-host):not(button)')).not.toContain(ground);
    // Nobody else's name stands in the nick's own element beside it.
    expect(await page.locator('.members .nick .badge').count()).toBe(0);
  });
});
