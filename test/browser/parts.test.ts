import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { root } from '../helpers/source-files.js';

interface Integrity {
  readonly script: { readonly file: string };
  readonly parts: readonly { readonly file: string; readonly integrity: string }[];
}

const integrity = (): Integrity => JSON.parse(readFileSync(join(root, 'assets/app/integrity.json'), 'utf8')) as Integrity;

/** What was asked for under /app/, without the hashes. */
const appFiles = (requests: readonly string[]): readonly string[] =>
  requests.flatMap((url) => /\/app\/([\w-]+)\.[0-9a-f]{12}\.(\w+)$/u.exec(url)?.slice(1, 3).join('.') ?? []).toSorted();

/** The next answers for this part are other ones; what is given back undoes it. */
async function spoil(page: Page, name: string, how: 'altered' | 'gone'): Promise<() => Promise<void>> {
  const pattern = `**/app/${name}-part.*`;
  await page.route(pattern, async (route) => {
    if (how === 'gone') return route.abort();
    const answer = await route.fetch();
    return route.fulfill({ response: answer, body: `${await answer.text()} ` });
  });
  return () => page.unroute(pattern);
}

/** To make a group of two can take a second try. */
const LONG = { timeout: 15_000 };
const HEAD = 'A part of this page could not be loaded.';

browserSuite('parts of the page', (browser) => {
  it('come when they are needed, each once, and no violation', async () => {
    const { link, guest } = await startLiveSession();
    const { page, requests, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    await page.getByRole('complementary').getByText('bob').waitFor();
    expect(appFiles(requests)).toEqual(['main.js', 'style.css']);
    await say(page, '/msg bob only for you');
    await page.getByText('only for you').waitFor();
    await say(page, '/msg bob and this');
    await page.getByText('and this').waitFor();
    expect(appFiles(requests)).toEqual(['commands-part.js', 'commit-part.js', 'main.js', 'private-part.js', 'style.css']);
    await page.locator('.lock').click();
    await page.getByRole('dialog').getByText('Who can read this').waitFor();
    expect(appFiles(requests)).toEqual([
      'codes-part.js',
      'commands-part.js',
      'commit-part.js',
      'dialogs-part.js',
      'main.js',
      'private-part.js',
      'style.css',
    ]);
    await expect.poll(() => bob.view.items.filter(({ type }) => type === 'message').length, LONG).toBe(2);
    expect(trouble).toEqual([]);
  });

  it('what opens a private message comes when the first one does, and all else goes on meanwhile', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page, requests } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/app/private-part.*', async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(/private-part/u);
    bob.tell(bob.view.members.find(({ nick }) => nick === 'ana')?.id ?? bob.view.self.id, 'for ana alone');
    await asked;
    host.say({ text: 'for all' });
    await page.getByText('for all').waitFor();
    expect(await page.getByText('for ana alone').count()).toBe(0);
    release();
    await page.getByText('for ana alone').waitFor();
    expect(appFiles(requests).filter((name) => name === 'private-part.js')).toHaveLength(1);
  });

  it.each(['altered', 'gone'] as const)('one that is %s is not run; what was typed stays, and goes out when it comes', async (how) => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    await page.getByRole('complementary').getByText('bob').waitFor();
    const mend = await spoil(page, 'private', how);
    const field = page.getByLabel('Message', { exact: true });
    await say(page, '/msg bob only for you');
    await page.getByRole('alert').getByText(HEAD).waitFor();
    expect(await field.inputValue()).toBe('/msg bob only for you');
    await mend();
    await field.press('Enter');
    await expect.poll(() => field.inputValue()).toBe('');
    await expect.poll(() => bob.view.items.some((item) => item.type === 'message' && item.text === 'only for you'), LONG).toBe(true);
  });

  it('a dialog that does not come is a sentence in the log', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    const mend = await spoil(page, 'dialogs', 'altered');
    await page.locator('.lock').click();
    await page.getByRole('log').getByText(HEAD).waitFor();
    await mend();
    await page.locator('.lock').click();
    await page.getByRole('dialog').getByText('Who can read this').waitFor();
  });

  it('without what asks for a link, one sentence, and another try', async () => {
    const { link, origin } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    const mend = await spoil(page, 'paste', 'gone');
    await page.goto(origin);
    await page.getByRole('heading', { name: HEAD }).waitFor();
    await page.getByText('put the link into the address bar').waitFor();
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('The whole link').fill(link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
  });

  it('a mode that is not the usual one has its part, once', async () => {
    const { link } = await startLiveSession({ mode: 'shared-key' });
    const { page, requests } = await openPage(browser(), link);
    const mend = await spoil(page, 'plain', 'gone');
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('heading', { name: HEAD }).waitFor();
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Message', { exact: true }).waitFor();
    expect(appFiles(requests).filter((name) => name === 'plain-part.js')).toHaveLength(2);
  });
});

it('the script names every part with its hash, and no part names another file', () => {
  const { script, parts } = integrity();
  const text = (file: string): string => readFileSync(join(root, 'assets/app', file), 'utf8');
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) {
    expect(text(script.file)).toContain(`"/app/${part.file}","${part.integrity}"`);
    expect(text(part.file)).toMatch(/^export default\(?/u);
    expect(text(part.file)).not.toMatch(/\bimport\b|\/app\//u);
  }
});
