import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { bringToFront, messageIn, messageOf } from '../helpers/talk.js';

/** What stands in the log, from the top: dividers in brackets. */
const shownIn = (page: Page): Promise<readonly string[]> =>
  page
    .locator('.log .divider, .log .text-body')
    .evaluateAll((nodes) => nodes.map((node) => (node.matches('.divider') ? `[${node.textContent}]` : (node.textContent ?? ''))));

browserSuite('the log of messages', (browser) => {
  it('between days stands the day, in the language of the page', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...desktop, locale: 'de-DE' });
    await page.locator('.join .primary').click();
    await page.getByRole('log').waitFor();
    const write = async (text: string): Promise<void> => {
      await page.locator('.composer textarea').fill(text);
      await page.locator('.send').click();
      await page.getByText(text, { exact: true }).waitFor();
    };
    await write('before midnight');
    await page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 86_400_000;
    });
    await write('after midnight');
    await write('the same day');
    const day = await page.evaluate(() => new Intl.DateTimeFormat('de-DE', { dateStyle: 'full' }).format(Date.now()));
    expect(await shownIn(page)).toEqual(['before midnight', `[${day}]`, 'after midnight', 'the same day']);
    expect(await page.getByRole('separator', { name: day }).count()).toBe(1);
  });

  it('where the reader stopped looking a line says so; the title counts, and names mentions', async () => {
    const { link, host } = await startLiveSession({ title: 'quiet room' });
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'seen' });
    await page.getByText('seen', { exact: true }).waitFor();
    await bringToFront(page, false);
    host.say({ text: 'one' });
    host.say({ text: 'two for @ana' });
    await expect.poll(() => page.title()).toBe('(2 @1) quiet room · CHATTrace');
    await bringToFront(page, true);
    expect(await page.title()).toBe('quiet room · CHATTrace');
    const shown = () => shownIn(page);
    expect(await shown()).toEqual(['seen', '[New messages]', 'one', 'two for @ana']);
    host.say({ text: 'three' });
    await page.getByText('three', { exact: true }).waitFor();
    expect(await shown()).toEqual(['seen', '[New messages]', 'one', 'two for @ana', 'three']);
    // Behind the line a new head says who speaks.
    expect(await page.locator('.group').count()).toBe(2);
    await say(page, 'read');
    await page.getByText('read', { exact: true }).waitFor();
    expect(await shown()).toEqual(['seen', 'one', 'two for @ana', 'three', 'read']);
  });

  it('who reads further up finds the line where the end was, also in another language', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    for (let i = 0; i < 40; i++) host.say({ text: `line ${i}` });
    await page.getByText('line 39').waitFor();
    await page.getByRole('log').evaluate((node) => node.scrollTo(0, 0));
    await page.locator('.log:not(.following)').waitFor();
    host.say({ text: 'below' });
    await page.getByText('below').waitFor({ state: 'attached' });
    expect(await page.title()).toMatch(/^\(1\) /u);
    const before = () => page.locator('.divider + .group').innerText();
    expect(await before()).toContain('below');
    await page.getByRole('button', { name: 'Settings' }).tap();
    await page.locator('.settings .language select').selectOption('fr');
    await page.locator('html[lang=fr]').waitFor();
    await page.keyboard.press('Escape');
    expect(await before()).toContain('below');
    await page.locator('.newer').tap();
    await expect.poll(() => page.title()).not.toContain('(1)');
  });

  it('who clears it from further up is at its end again', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    for (let line = 0; line < 60; line++) host.say({ text: `line ${line}` });
    await page.getByText('line 59').waitFor();
    await page.getByRole('log').evaluate((node) => node.scrollTo(0, 0));
    await page.locator('.log:not(.following)').waitFor();
    await say(page, '/clear');
    host.say({ text: 'after that' });
    await page.getByText('after that').waitFor();
    expect(await page.getByRole('button', { name: /^New messages/u }).count()).toBe(0);
  });

  it('markup is drawn, and only as elements that a message may have', async () => {
    const { link, host } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const text = ['**bold** *italic* `x < 1` @ana @quiet-host', '> quoted', '- one', '- two', '3. three', '```js', 'a <b>', '```'];
    host.say({ text: text.join('\n') });
    await page.getByText('quoted').waitFor();
    const body = page.locator('.text-body');
    for (const [selector, shown] of [
      ['strong', 'bold'],
      ['em', 'italic'],
      ['p > code', 'x < 1'],
      ['blockquote', 'quoted'],
      ['ul > li:last-child', 'two'],
      ['ol[start="3"] > li', 'three'],
      ['pre > code', 'a <b>'],
      ['.mention-self', '@ana'],
      ['.mention:not(.mention-self)', '@quiet-host'],
    ] as const)
      expect([selector, await body.locator(selector).innerText()]).toEqual([selector, shown]);
    expect(await page.locator('.message.mentioned > .unseen').innerText()).toContain('to you:');
    expect(trouble).toEqual([]);
  });

  it('code is copied as it was written, also where there is no clipboard; long code is folded', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    const field = page.getByLabel('Message', { exact: true });
    const code = Array.from({ length: 20 }, (_none, at) => `  line ${at}`).join('\n');
    host.say({ text: `\`\`\`\n${code}\n\`\`\`` });
    const copy = page.getByRole('button', { name: 'Copy', exact: true });
    await copy.click();
    await page.getByText('Copied.').waitFor();
    await field.press('ControlOrMeta+V');
    expect(await field.inputValue()).toBe(code);
    const pre = page.locator('.text-body pre');
    const folded = await pre.evaluate((node) => node.clientHeight);
    await page.getByRole('button', { name: 'Show all of it' }).click();
    expect(await pre.evaluate((node) => node.clientHeight)).toBeGreaterThan(folded);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { get: () => undefined }));
    host.say({ text: '`` ` ``\n```\nby hand\n```' });
    await copy.click();
    await expect.poll(() => page.getByText('Copied.').count()).toBe(2);
    await field.fill('');
    await field.press('ControlOrMeta+V');
    expect(await field.inputValue()).toBe('by hand');
  });

  it('what disappears counts down, all by one clock, and is gone on time', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: 'for long', burn: 3_700 });
    host.say({ text: 'for a moment', burn: 2 });
    const left = messageIn(page, 'for long').locator('.burn');
    await left.waitFor();
    expect(await left.innerText()).toMatch(/1:01:\d\d$/u);
    const first = await left.innerText();
    await page.getByText('disappeared').waitFor();
    expect(await page.getByText('for a moment').count()).toBe(0);
    await expect.poll(() => left.innerText()).not.toBe(first);
    // Time that passes is no news: where it is written nothing is told.
    expect(await left.locator('xpath=..').getAttribute('aria-live')).toBe('off');
    const item = await messageOf(host, 'for long');
    host.remove(item.key);
    await page.getByText('taken back').waitFor();
    expect(await page.locator('.burn').count()).toBe(0);
  });
});
