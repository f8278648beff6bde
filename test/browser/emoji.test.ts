import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Member } from '../../src/client/member-api.js';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: { run(): Promise<{ violations: { id: string }[] }> } };
    const { violations } = await axe.run();
    return violations.map(({ id }) => id);
  });
}

/** ana in a page, bob elsewhere. */
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
    return member;
  };
  return { page, trouble, bob, ana };
}

const dialog = (page: Page) => page.getByRole('dialog').last();
const press = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true }).click();

/** Resolves when this is what it is asked to do, or what came of it. */
const reached = (member: Member, state: string): Promise<void> =>
  new Promise((resolve) => {
    const off = member.on((event) => {
      if (event.type !== 'emoji' || event.emoji.state !== state) return;
      off();
      resolve();
    });
  });

/** What bob has to compare. */
const names = (bob: Member, id: Parameters<Member['emoji']>[0]): readonly string[] => {
  const state = bob.emoji(id);
  return state?.state === 'show' ? state.emoji.map(({ name }) => name) : [];
};

browserSuite('emoji of two', (browser) => {
  it('begun in the page, agreed to elsewhere: the same on both sides, and the mark', async () => {
    const { page, bob, ana, trouble } = await room(browser());
    await say(page, '/compare bob');
    const asked = reached(bob, 'asked');
    await press(page, 'Compare emoji');
    await dialog(page).getByText('Waiting for bob').waitFor();
    await asked;
    const shown = reached(bob, 'show');
    bob.compare(ana().id);
    await shown;
    await dialog(page).getByText('the same, in this order').waitFor();
    const cells = await dialog(page).locator('.emoji li').allTextContents();
    expect(cells).toHaveLength(7);
    expect(cells.map((cell) => cell.replace(/^\P{Letter}+/u, ''))).toEqual(names(bob, ana().id));
    await press(page, 'The same');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator('.members .badge-verified:visible').count()).toBe(1);
    expect(bob.view.members.some(({ verified }) => verified)).toBe(false);
    expect(trouble).toEqual([]);
  });

  it('asked by another: a line in the log, and a dialog that opens only when it is pressed; others are a warning', async () => {
    const { page, bob, ana, trouble } = await room(browser());
    bob.compare(ana().id);
    await page.getByText('bob wants to compare emoji').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Look' }).click();
    await dialog(page).getByText('Begin when you speak').waitFor();
    const shown = reached(bob, 'show');
    await press(page, 'Compare emoji');
    await shown;
    const stopped = reached(bob, 'stopped');
    await press(page, 'Others');
    await dialog(page).getByText('This may be somebody else by that name.').waitFor();
    await stopped;
    await page.keyboard.press('Escape');
    expect(await page.locator('.badge-verified:visible').count()).toBe(0);
    expect(trouble).toEqual([]);
  });

  it('what nobody looks at any more is not compared; a no is told', async () => {
    const { page, bob, ana } = await room(browser());
    await say(page, '/compare bob');
    const asked = reached(bob, 'asked');
    await press(page, 'Compare emoji');
    await asked;
    const stopped = reached(bob, 'stopped');
    await page.keyboard.press('Escape');
    await stopped;
    bob.compare(ana().id);
    await page.getByRole('button', { name: 'Look' }).click();
    const refused = reached(bob, 'stopped');
    await press(page, 'Not now');
    await refused;
    await dialog(page).getByText('Nothing is compared now.').waitFor();
  });

  it.each(['dark', 'light'] as const)('axe finds nothing at any step, and nothing is cut off at 360 pixels (%s)', async (colorScheme) => {
    const { page, bob, ana } = await room(browser(), { ...phone, colorScheme, bypassCSP: true });
    bob.compare(ana().id);
    await page.getByText('bob wants to compare emoji').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Look' }).tap();
    await dialog(page).getByText('Begin when you speak').waitFor();
    expect(await findings(page)).toEqual([]);
    await press(page, 'Compare emoji');
    await dialog(page).locator('.emoji').waitFor();
    expect(await findings(page)).toEqual([]);
    const cut = await dialog(page).evaluate((node) =>
      [node, ...node.querySelectorAll('.emoji, .emoji li')].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    );
    expect(cut.every((pixels) => pixels <= 0)).toBe(true);
    bob.answer(ana().id, undefined);
    await dialog(page).getByText('bob has stopped').waitFor();
    expect(await findings(page)).toEqual([]);
  });
});
