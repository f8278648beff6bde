import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { isText, itemOf, startLiveSession, type LiveSession } from '../helpers/live-session.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page as it is now. `enhanced`: text must have 7:1, not 4.5:1. */
async function findings(page: Page, enhanced = false): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (enabled) => {
    const { axe } = globalThis as unknown as {
      readonly axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ rules: { 'color-contrast-enhanced': { enabled } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, enhanced);
}

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

const noScroll = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
};

/** Names of what is smaller than a finger. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.locator('button:visible, input:visible, textarea:visible').evaluateAll((nodes) =>
    nodes
      .filter((node) => {
        const { width, height } = node.getBoundingClientRect();
        return width < 44 || height < 44;
      })
      .map((node) => node.outerHTML),
  );

const smallType = (page: Page): Promise<readonly string[]> =>
  page
    .locator('input:visible, textarea:visible')
    .evaluateAll((nodes) => nodes.filter((node) => Number.parseFloat(getComputedStyle(node).fontSize) < 16).map((node) => node.outerHTML));

browserSuite('for everybody', (browser) => {
  it.each(['dark', 'light'] as const)('axe finds nothing in any state (%s)', async (colorScheme) => {
    const session = await startLiveSession({ title: 'quiet room' });
    const { page } = await openPage(browser(), session.origin, { ...desktop, colorScheme, bypassCSP: true });
    await page.getByRole('heading').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.goto(session.link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Your nick').fill(' x');
    expect(await findings(page)).toEqual([]);
    await fillRoom(page, session);
    expect(await findings(page)).toEqual([]);
    for (const opener of ['.lock', '.link']) {
      await page.locator(opener).first().click();
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    session.host.lock(false);
    session.gate.shut();
    await page.getByText('The host’s computer does not answer.').waitFor();
    await say(page, '/nope');
    expect(await findings(page)).toEqual([]);
    session.gate.mend();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('.state[data-connection=online]').waitFor();
    await session.end();
    await page.getByRole('heading', { name: 'The session has ended' }).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it.each(['dark', 'light', 'contrast'] as const)('axe finds nothing where the colours are chosen (%s)', async (theme) => {
    const session = await startLiveSession({ title: 'quiet room' });
    const { page } = await openPage(browser(), session.link, {
      ...desktop,
      colorScheme: theme === 'light' ? 'dark' : 'light',
      bypassCSP: true,
    });
    await fillRoom(page, session);
    const check = async (): Promise<void> => expect(await findings(page, theme === 'contrast')).toEqual([]);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Colours').selectOption(theme);
    await check();
    await page.keyboard.press('Escape');
    await page
      .locator('.members')
      .getByRole('button', { name: /^robert/u })
      .click();
    await check();
    for (const opener of ['Keys', 'Save what you see']) {
      await page.getByRole('button', { name: opener, exact: true }).click();
      await page.getByRole('dialog', { name: opener }).waitFor();
      await check();
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('hello');
    await check();
  });

  it('with the colours of the system alone every button has an edge, and what is found is seen', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link, { ...desktop, forcedColors: 'active', bypassCSP: true });
    await fillRoom(page, session);
    expect(await findings(page)).toEqual([]);
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

  it.each(['dark', 'light'] as const)('axe finds nothing on a phone (%s)', async (colorScheme) => {
    const session = await startLiveSession({ mode: 'none' });
    const { page } = await openPage(browser(), session.link, { ...phone, colorScheme, bypassCSP: true });
    await fillRoom(page, session);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: /^Members/u }).tap();
    await page.getByRole('dialog').getByText('quiet-host').waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it('at 360 pixels nothing is cut off, everything is as large as a finger, and no field makes a phone zoom', async () => {
    const session = await startLiveSession({ title: 'a room with quite a long name, as rooms sometimes have' });
    const { page } = await openPage(browser(), session.origin, phone);
    const check = async (): Promise<void> => {
      await noScroll(page);
      expect(await smallTargets(page)).toEqual([]);
      expect(await smallType(page)).toEqual([]);
    };
    await check();
    await page.goto(session.link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    await check();
    await fillRoom(page, session);
    await check();
    await page.getByRole('button', { name: /^Members/u }).tap();
    await check();
    await page.keyboard.press('Escape');
    await page.locator('.link').first().tap();
    await check();
    await page.keyboard.press('Escape');
    for (const [opener, title] of [
      ['Settings', 'Settings'],
      ['More', 'Keys'],
      ['More', 'Save what you see'],
    ] as const) {
      await page.getByRole('button', { name: opener }).tap();
      await check();
      if (opener === 'More') await page.getByRole('dialog').getByRole('button', { name: title }).tap();
      await page.getByRole('dialog', { name: title }).waitFor();
      await check();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Search' }).tap();
    await page.getByRole('searchbox').fill('hello');
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Members/u }).tap();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^robert/u })
      .tap();
    await check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).tap();
    await check();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).tap();
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    await check();
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
