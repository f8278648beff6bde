import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

/** What a code shows, row by row joined. */
const shown = (page: Page, n: number): Promise<string> =>
  page
    .getByRole('dialog')
    .last()
    .locator('.code')
    .nth(n)
    .evaluate((node) => (node.textContent ?? '').trim());

/** ana in a page, the host and bob elsewhere. */
async function room(browser: Parameters<typeof openPage>[0], options = desktop) {
  const session = await startLiveSession({ mode: 'mls' });
  const { page, trouble } = await openPage(browser, session.link, options);
  await enterRoom(page, 'ana');
  const bob = await session.guest('bob');
  bob.say({ text: 'hello from bob' });
  await page.getByText('hello from bob').waitFor();
  const ana = () => {
    const member = bob.view.members.find(({ nick }) => nick === 'ana');
    if (member === undefined) throw new Error('ana is not here');
    return member.id;
  };
  return { session, page, trouble, bob, ana };
}

const row = (page: Page) => page.locator('.members').getByRole('button', { name: /^bob/u });
const openCodes = async (page: Page): Promise<void> => {
  await row(page).click();
  await page.getByRole('button', { name: /^Compare keys/u }).click();
};
const marks = (page: Page) => page.locator('.badge-verified:visible');

browserSuite('who is who', (browser) => {
  it('a member’s codes are those that it has itself; they match, and the mark stands in the list and above its messages', async () => {
    const { page, bob, ana, trouble } = await room(browser());
    expect(await marks(page).count()).toBe(0);
    await openCodes(page);
    const own = bob.codes.member(bob.view.self.id);
    expect(await shown(page, 0)).toBe(own?.words);
    expect(await shown(page, 1)).toBe(own?.digits);
    expect(await shown(page, 2)).toBe(bob.codes.pair(ana()));
    expect(await page.getByRole('dialog').getByRole('heading').textContent()).toBe('Is it bob?');
    await page.getByRole('button', { name: 'They match' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator('.members .badge-verified:visible').allTextContents()).toEqual(['✓ verified']);
    expect(await page.locator('.group .badge-verified:visible').count()).toBe(1);
    await page.getByText('bob is verified').waitFor();
    await openCodes(page);
    await page.getByText('You have compared this key').waitFor();
    await page.getByRole('button', { name: 'They do not match' }).click();
    await page.getByText('This may be somebody else by that name.').waitFor();
    await page.keyboard.press('Escape');
    expect(await marks(page).count()).toBe(0);
    // Nobody else is told.
    expect(bob.view.items.some(({ type }) => type === 'member-verified')).toBe(false);
    expect(trouble).toEqual([]);
  });

  it('the lock shows the code of the room as everybody has it, and another one when somebody comes', async () => {
    const { page, session, bob } = await room(browser());
    await page.getByRole('button', { name: /^Who can read this/u }).click();
    expect(await shown(page, 0)).toBe(bob.codes.room());
    const before = await shown(page, 0);
    await session.guest('carl');
    await expect.poll(() => shown(page, 0)).not.toBe(before);
    expect(await shown(page, 0)).toBe(bob.codes.room());
    expect(await page.getByRole('dialog').innerText()).not.toMatch(/epoch|commit|PSK/u);
  });

  it('somebody who comes back by the same nick has no mark, and that is said', async () => {
    const { page, session, bob } = await room(browser());
    await say(page, `/verify bob ${bob.codes.member(bob.view.self.id)?.digits ?? ''}`);
    await marks(page).first().waitFor();
    bob.leave();
    await page.getByText('bob left').waitFor();
    await session.guest('bob');
    await page.getByText('bob is back on a new page; compare again if it matters.').waitFor();
    expect(await page.locator('.members .badge-verified:visible').count()).toBe(0);
  });

  it('typed codes are compared: another one is a warning, half of one is none', async () => {
    const { page, session, bob } = await room(browser());
    const other = session.host.codes.member(session.host.view.self.id)?.words ?? '';
    await say(page, `/verify bob ${other}`);
    await page.getByText('The codes differ').waitFor();
    await page.getByLabel('Message', { exact: true }).fill('');
    await say(page, `/verify bob ${other.slice(0, 20)}`);
    await page.getByText('This is no whole code').waitFor();
    expect(await marks(page).count()).toBe(0);
    expect(bob.view.items.flatMap((item) => (item.type === 'message' && item.text.includes('verify') ? [item] : []))).toEqual([]);
  });

  it('with the keys alone: from the list to the mark and back to the list', async () => {
    const { page } = await room(browser());
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const compare = async (): Promise<void> => {
      await page.keyboard.press('Enter');
      for (let press = 0; press < 6 && !(await focused()).startsWith('Compare keys'); press++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
    };
    await row(page).focus();
    await compare();
    for (let press = 0; press < 6 && (await focused()) !== 'They match'; press++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await marks(page).first().waitFor();
    expect(await focused()).toMatch(/^bob/u);
    await compare();
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^bob/u);
  });

  it('who asks to compare leaves those who read further up where they are', async () => {
    const { session, page, bob, ana } = await room(browser(), phone);
    for (let i = 0; i < 40; i++) session.host.say({ text: `line ${i}` });
    await page.getByText('line 39').waitFor();
    const log = page.getByRole('log');
    await log.hover();
    await page.mouse.wheel(0, -5_000);
    await page.getByText('hello from bob').hover();
    const top = await log.evaluate((node) => node.scrollTop);
    bob.compare(ana());
    await page.getByRole('button', { name: 'New messages: 1' }).waitFor();
    expect(await log.evaluate((node) => node.scrollTop)).toBe(top);
  });
});
