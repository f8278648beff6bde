import { expect, it } from 'vitest';
import { axeFindings } from '../helpers/axe.js';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { messageIn, messageOf, seenBy } from '../helpers/talk.js';

/** To make a group of two can take a second try. */
const LONG = { timeout: 15_000 };
const RICH = '**bold** `code` @ana\n> quoted\n- one\n- two\n```js\nconst a = 1;\n```';

browserSuite('messages, for everybody', (browser) => {
  it.each([
    ['dark', desktop],
    ['light', phone],
  ] as const)('axe finds nothing whatever a message has, and whatever is done with it (%s)', async (colorScheme, device) => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...device, colorScheme, bypassCSP: true });
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    const check = async (): Promise<void> => {
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    };
    host.say({ text: RICH });
    const rich = await messageOf(bob, RICH);
    bob.react(rich.key, '👍');
    bob.say({ text: 'an answer', replyTo: rich.id });
    bob.say({ text: 'not for long', burn: 600 });
    await page.getByRole('button', { name: /^👍 1/u }).click();
    await say(page, 'a first try');
    await page.getByLabel('Message', { exact: true }).press('ArrowUp');
    await page.keyboard.type(', mended');
    await check();
    await page.getByRole('button', { name: 'Send' }).click();
    await messageOf(bob, 'a first try, mended');
    host.say({ text: 'a mistake' });
    await page.getByText('a mistake').waitFor();
    host.remove((await messageOf(host, 'a mistake')).key);
    await page.getByText('taken back').waitFor();
    await messageIn(page, 'an answer').getByText('an answer', { exact: true }).click();
    await messageIn(page, 'an answer').getByText('an answer', { exact: true }).hover();
    await page.getByRole('toolbar').waitFor();
    await check();
    await page.getByRole('toolbar').getByRole('button', { name: 'React' }).click();
    await page.getByLabel('Search by name').fill('no such name');
    await check();
    await page.getByLabel('Search by name').fill('heart');
    await check();
    await page.keyboard.press('Escape');
    await page.getByLabel('Disappears after').selectOption('60');
    const field = page.getByLabel('Message', { exact: true });
    await field.fill('');
    await field.pressSequentially(':hea');
    await page.getByRole('listbox').waitFor();
    await check();
    await field.fill('');
    bob.tell(seenBy(bob, 'ana').id, { text: 'only for you' });
    await page.getByRole('button', { name: 'Open' }).waitFor(LONG);
    await check();
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('only for you').waitFor();
    await check();
  });

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
