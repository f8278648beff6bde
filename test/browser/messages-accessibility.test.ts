import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, hasWholeChromium, launchWith, openPage } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { messageIn, messageOf } from '../helpers/talk.js';

browserSuite('messages, for everybody', (browser) => {
  it('what changes is not told as something new, and what is new is told with who is meant', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    host.say({ text: 'for @ana' });
    const item = await messageOf(bob, 'for @ana');
    const message = page.getByRole('article', { name: /^quiet-host, \d\d:\d\d$/u });
    await message.waitFor();
    expect(await message.innerText()).toMatch(/^to you:/u);
    expect(await message.getAttribute('aria-live')).toBeNull();
    // An emoji comes into a place that tells nothing, and from then on nothing else in the message does.
    expect(await message.locator('.reactions').getAttribute('aria-live')).toBe('off');
    bob.react(item.key, '👍');
    await message.getByRole('button', { name: /^👍 1/u }).waitFor();
    expect(await message.getAttribute('aria-live')).toBe('off');
    // What can be done with it stands beside the log.
    await message.hover();
    expect(await page.getByRole('log').locator('[role=toolbar]').count()).toBe(0);
    expect(await page.locator('.log-box > [role=toolbar]').count()).toBe(1);
  });

  it.skipIf(!hasWholeChromium)('a screen reader has all of a long log, also what is far away and not laid out', async () => {
    const { link, guest } = await startLiveSession();
    // As where one is running: what is there without one is only what is near.
    const { page, context } = await openPage(await launchWith('--force-renderer-accessibility'), link);
    await enterRoom(page);
    const bob = await guest('bob');
    const texts = Array.from({ length: 150 }, (_, number) => `line ${number}`);
    for (const text of texts) bob.say({ text });
    await messageIn(page, 'line 149').waitFor();
    const { nodes } = await (await context.newCDPSession(page)).send('Accessibility.getFullAXTree');
    const read = nodes.filter(({ role }) => role?.value === 'StaticText').map(({ name }) => String(name?.value));
    expect(read.filter((text) => text.startsWith('line '))).toEqual(texts);
  });

  it('who wants no motion sees where a quote led without any', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...desktop, reducedMotion: 'reduce' });
    await enterRoom(page);
    host.say({ text: 'a question' });
    host.say({ text: 'an answer', replyTo: (await messageOf(host, 'a question')).id });
    await messageIn(page, 'an answer').locator('.quote').click();
    await page.locator('.flash').waitFor();
    expect(await page.locator('.flash').evaluate((node) => getComputedStyle(node).animationName)).toBe('none');
  });
});
