import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { isText, itemOf, startLiveSession } from '../helpers/live-session.js';

const row = (page: Page, nick: string) => page.locator('.members').getByRole('button', { name: new RegExp(`^${nick}`, 'u') });
const item = (page: Page, name: RegExp) => page.locator('.member-menu').getByRole('button', { name });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const patterns = (page: Page, within: string) =>
  page.locator(`${within} .avatar`).evaluateAll((nodes) => nodes.map((node) => node.innerHTML));

browserSuite('the list of members', (browser) => {
  it('has a picture of each key, another for another, the host’s as on the join card, and nothing of it for a screen reader', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await page.locator('.host-badge .avatar').waitFor();
    const [onCard] = await patterns(page, '.host-badge');
    await enterRoom(page, 'ana');
    await guest('bob');
    await page.locator('.member').nth(2).waitFor();
    const drawn = await patterns(page, '.members');
    expect(drawn).toHaveLength(3);
    expect(new Set(drawn).size).toBe(3);
    expect(drawn[0]).toBe(onCard);
    expect(await page.locator('.members .avatar[aria-hidden=true]').count()).toBe(3);
    const [colour, nick] = await Promise.all(
      ['.avatar', '.nick'].map((part) =>
        page
          .locator('.member')
          .nth(2)
          .locator(part)
          .evaluate((node) => getComputedStyle(node).color),
      ),
    );
    expect(colour).toBe(nick);
  });

  it('shows the first words of a key, as its owner has them, and above messages the same picture', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    bob.say({ text: 'hello' });
    await page.getByText('hello').waitFor();
    expect(await patterns(page, '.group .head')).toEqual((await patterns(page, '.members')).slice(2));
    const own = bob.codes.member(bob.view.self.id)?.words ?? '';
    expect(await row(page, 'bob').locator('.fingerprint').textContent()).toBe(own.split(' ').slice(0, 4).join(' '));
  });

  it('says what can be done with a member, one at a time, and Escape goes back', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await guest('bob');
    await row(page, 'bob').focus();
    await page.keyboard.press('Enter');
    expect(await row(page, 'bob').getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('group', { name: 'What to do with bob' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Write to bob alone');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toMatch(/^bob/u);
    expect(await page.locator('.member-menu').count()).toBe(0);
    await row(page, 'bob').click();
    await row(page, 'quiet-host').click();
    expect(await page.locator('.member-menu').count()).toBe(1);
    expect(await row(page, 'bob').getAttribute('aria-expanded')).toBe('false');
    await row(page, 'ana').click();
    await page.getByRole('dialog').getByText('These are your own words and digits.').waitFor();
  });

  it('muted and ignored members are marked, and both can be taken back', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    await row(page, 'bob').click();
    await item(page, /^Mute/u).click();
    await page.locator('.members .badge-muted').waitFor();
    await row(page, 'bob').click();
    await item(page, /^Ignore/u).click();
    await page.locator('.members .badge-ignored').waitFor();
    bob.say({ text: 'nobody reads this' });
    await itemOf(host, isText('nobody reads this'));
    host.say({ text: 'said after it' });
    await page.getByText('said after it').waitFor();
    await row(page, 'bob').click();
    await item(page, /^Show again/u).click();
    await row(page, 'bob').click();
    await item(page, /^Unmute/u).click();
    await expect.poll(() => page.locator('.members .badge-muted, .members .badge-ignored').count()).toBe(0);
    bob.say({ text: 'and this is read' });
    await page.getByText('and this is read').waitFor();
    expect(await page.getByText('nobody reads this').count()).toBe(0);
  });

  it('/mute and /ignore do the same, and say so; who is not here is nobody', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await guest('bob');
    await row(page, 'bob').waitFor();
    await say(page, '/mute bob');
    await page.getByText('bob is muted: what they say calls you no more.').waitFor();
    await say(page, '/mute bob');
    await page.getByText('What bob says calls you again.').waitFor();
    await say(page, '/ignore bob');
    await page.getByText('What bob says from now on is not shown here.').waitFor();
    expect(await page.locator('.members .badge:visible').allTextContents()).toEqual(['host', 'you', 'ignored']);
    await say(page, '/ignore nobody');
    await page.getByRole('alert').getByText('It is not clear who is meant').waitFor();
    expect(host.view.items.some((one) => one.type === 'message')).toBe(false);
  });

  it('on a phone a member can be named in what is being written: the sheet closes, and the caret stands behind the name', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    await guest('bob');
    await page.getByLabel('Message', { exact: true }).fill('ask');
    await page.getByRole('button', { name: /^Members: 3/u }).tap();
    await row(page, 'bob').tap();
    await item(page, /^Name bob/u).tap();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.type('please');
    await page.getByRole('button', { name: 'Send' }).tap();
    await itemOf(host, isText('ask @bob please'));
  });

  it('who takes another nick is drawn anew, and nobody else', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    await row(page, 'bob').waitFor();
    const drawn = await page.locator('.members .nick').elementHandles();
    bob.rename('rob');
    await row(page, 'rob').waitFor();
    expect(await Promise.all(drawn.map((node) => node.evaluate(({ isConnected }) => isConnected)))).toEqual([true, true, false]);
  });
});
