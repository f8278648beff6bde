import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeFindings } from '../helpers/axe.js';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { isText, itemOf, startLiveSession, type LiveSession } from '../helpers/live-session.js';

/** A room in which something of each kind has happened. */
async function fillRoom(page: Page, { host, guest }: LiveSession): Promise<void> {
  await enterRoom(page, 'ana');
  const bob = await guest('bob');
  host.say({ text: 'Welcome.\nTwo lines.' });
  bob.say({ text: 'waves', style: 'me' });
  bob.say({ text: 'مرحبا بالجميع' });
  bob.say({ text: 'x'.repeat(4_000) });
  bob.say({ text: 'see https://room.test/a/path?that=is&quite=long#and-so-on, or mailto:ana@room.test' });
  host.lock(true);
  await page.getByText('nobody else may enter').waitFor();
  bob.rename('robert');
  await page.locator('.line', { hasText: 'is now' }).waitFor();
  await say(page, '/help');
  await say(page, 'hello');
  await itemOf(host, isText('hello'));
  if (host.view.mode === 'mls') {
    await say(page, '/msg robert for you alone');
    await itemOf(bob, isText('for you alone'));
    bob.tell(bob.view.members.find(({ nick }) => nick === 'ana')?.id ?? bob.view.self.id, { text: 'and for you' });
    await page.getByText('and for you').first().waitFor();
    await page.getByRole('button', { name: 'Back to the room' }).click();
  }
  bob.typing(true);
  await page.getByText('robert is writing…').waitFor();
}

browserSuite('for everybody', (browser) => {
  it.each(['dark', 'light', 'contrast'] as const)('axe finds nothing where the colours are chosen (%s)', async (theme) => {
    const session = await startLiveSession({ title: 'quiet room' });
    const { page } = await openPage(browser(), session.link, {
      ...desktop,
      colorScheme: theme === 'light' ? 'dark' : 'light',
      bypassCSP: true,
    });
    await fillRoom(page, session);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Colours').selectOption(theme);
    expect(await axeFindings(page, { enhanced: theme === 'contrast' })).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await axeFindings(page, { enhanced: theme === 'contrast' })).toEqual([]);
  });

  it('with the colours of the system alone every button has an edge, and what is found is seen', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link, { ...desktop, forcedColors: 'active' });
    await fillRoom(page, session);
    const edges = await page
      .locator('.header-row button:visible')
      .evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node)).map(({ borderTopColor, color }) => borderTopColor === color));
    expect(edges.length).toBeGreaterThan(4);
    expect(edges.every(Boolean)).toBe(true);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('hello');
    const colours = await page.evaluate(() => {
      const now = getComputedStyle(document.body, '::highlight(found-now)');
      return [now.backgroundColor, getComputedStyle(document.body).backgroundColor];
    });
    expect(colours[0]).not.toBe(colours[1]);
  });

  it('a keyboard that takes half of a phone covers neither the field nor the end of the log', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link, phone);
    await fillRoom(page, session);
    const field = page.getByLabel('Message', { exact: true });
    await field.tap();
    await page.setViewportSize({ width: 360, height: 380 });
    await field.fill('one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine');
    const box = await field.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(380);
    const send = await page.getByRole('button', { name: 'Send' }).boundingBox();
    expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(380);
    const fromEnd = () => page.getByRole('log').evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    await expect.poll(fromEnd).toBeLessThan(2);
    expect((await page.getByRole('log').boundingBox())?.height).toBeGreaterThan(60);
  });

  it('everything can be done with the keys alone', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    await page.keyboard.type('ana');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    await page.keyboard.type('by hand');
    await page.keyboard.press('Enter');
    await itemOf(session.host, isText('by hand'));
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
    const reach = async (name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> => {
      for (let press = 0; press < 8 && !(await focused()).startsWith(name); press++) await page.keyboard.press(key);
      expect(await focused()).toContain(name);
    };
    await reach('Messages', 'Shift+Tab');
    await reach('Leave', 'Shift+Tab');
    await reach('Who can read this', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await focused()).toContain('Who can read this');
    await reach('Leave', 'Tab');
    await page.keyboard.press('Enter');
    await reach('Stay', 'Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    expect(await focused()).toBe('You left the room');
  });

  it('a screen reader hears new lines once, and nothing of its own', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link);
    await enterRoom(page);
    const log = page.getByRole('log');
    expect(await log.getAttribute('aria-live')).toBe('polite');
    expect(await log.getAttribute('aria-relevant')).toBe('additions');
    session.host.say({ text: 'one' });
    session.host.say({ text: 'two' });
    await page.getByText('two').waitFor();
    // The second message has no head of its own: its sender is said, and not shown.
    expect(await page.locator('.message').nth(1).innerText()).toContain('quiet-host:');
    await say(page, 'mine');
    await itemOf(session.host, isText('mine'));
    expect(await page.locator('.group.own').getAttribute('aria-live')).toBe('off');
  });
});
