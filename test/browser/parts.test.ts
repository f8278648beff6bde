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
    expect(appFiles(requests)).toEqual(['main.js', 'room-part.js', 'style.css']);
    await say(page, '/msg bob only for you');
    await page.getByText('only for you').waitFor();
    await page.locator('.private-pane textarea').fill('and this');
    await page.locator('.private-pane textarea').press('Enter');
    await page.locator('.private-pane').getByText('and this').waitFor();
    const talked = ['commands-part.js', 'commit-part.js', 'main.js', 'private-part.js', 'room-part.js', 'style.css', 'writing-part.js'];
    expect(appFiles(requests)).toEqual(talked);
    await page.locator('.lock').click();
    await page.getByRole('dialog').getByText('Who can read this').waitFor();
    expect(appFiles(requests)).toEqual([...talked, 'codes-part.js', 'dialogs-part.js'].toSorted());
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
    bob.tell(bob.view.members.find(({ nick }) => nick === 'ana')?.id ?? bob.view.self.id, { text: 'for ana alone' });
    await asked;
    host.say({ text: 'for all' });
    await page.getByText('for all').waitFor();
    const waiting = page.locator('.private-waiting button');
    expect(await waiting.count()).toBe(0);
    release();
    await waiting.click();
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

  it('a file is in the log by its name; what can be done with it comes, or is asked for again', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob');
    const mend = await spoil(page, 'file-card', 'gone');
    await bob.files.offer({ name: 'notes.txt', mime: 'text/plain', bytes: 3, read: () => Promise.resolve(new Uint8Array(3)) });
    const message = page.getByRole('log').getByRole('article').filter({ hasText: 'notes.txt' });
    await message.getByText(HEAD).waitFor();
    expect(await message.locator('.file-actions button').count()).toBe(0);
    await mend();
    await message.getByRole('button', { name: 'Try again' }).click();
    await message.locator('.file-actions button').first().waitFor();
    expect(await message.getByText(HEAD).count()).toBe(0);
  });

  it('without what offers a file nobody is told of it, and a sentence says why', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    const mend = await spoil(page, 'offering', 'altered');
    const choose = async (): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Offer a file' }).click();
      await (await chooser).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('one') });
    };
    await choose();
    await page.getByRole('log').getByText(HEAD).waitFor();
    expect(host.view.items.some(({ type }) => type === 'message')).toBe(false);
    await mend();
    await choose();
    await page.getByRole('dialog').getByText('notes.txt').waitFor();
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

  it('a mode that is not the usual one has its part; one that did not come with the card is asked for again', async () => {
    const { link } = await startLiveSession({ mode: 'shared-key' });
    const { page, requests } = await openPage(browser(), 'about:blank');
    const mend = await spoil(page, 'plain', 'gone');
    await page.goto(link);
    await expect.poll(() => appFiles(requests)).toContain('plain-part.js');
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByRole('heading', { name: HEAD }).waitFor();
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Message', { exact: true }).waitFor();
    expect(appFiles(requests).filter((name) => name === 'room-part.js')).toHaveLength(1);
  });

  it('the room comes while the card is read, once, and a press on Join waits for it', async () => {
    const { link, host } = await startLiveSession({ history: 5 });
    host.say({ text: 'said before' });
    const { page, requests, trouble } = await openPage(browser(), 'about:blank');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/app/room-part.*', async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(/room-part/u);
    await page.goto(link);
    await asked;
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('Entering the room…').waitFor();
    // Nothing is asked of the relay before: what comes from it would have no place.
    expect(host.view.members).toHaveLength(1);
    release();
    await page.getByRole('log').getByText('said before').waitFor();
    expect(appFiles(requests).filter((name) => name === 'room-part.js')).toHaveLength(1);
    expect(trouble).toEqual([]);
  });

  it.each(['altered', 'gone'] as const)('without the room, %s, one sentence, and another try', async (how) => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    const mend = await spoil(page, 'room', how);
    await page.goto(link);
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByRole('heading', { name: HEAD }).waitFor();
    expect(host.view.members).toHaveLength(1);
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Message', { exact: true }).waitFor();
  });

  it('whoever cancels while the room is fetched stands at the card again, and enters later', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/app/room-part.*', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(link);
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('Your nick').waitFor();
    const came = page.waitForResponse(/room-part/u);
    release();
    await came;
    expect(host.view.members).toHaveLength(1);
    await enterRoom(page);
    expect(host.view.members).toHaveLength(2);
  });
});

it('every part is named with its hash by one file, whose own comes from the page: none names what fetches it', () => {
  const { script, parts } = integrity();
  const text = (file: string): string => readFileSync(join(root, 'assets/app', file), 'utf8');
  const reached = [script.file];
  // Grows while it is gone through.
  for (const file of reached) {
    for (const part of parts) if (text(file).includes(`"/app/${part.file}","${part.integrity}"`)) reached.push(part.file);
  }
  expect(reached.slice(1).toSorted()).toEqual(parts.map(({ file }) => file).toSorted());
  expect(text(parts.find(({ file }) => file.startsWith('room-part'))?.file ?? '')).toMatch(/"\/app\/dialogs-part\./u);
  for (const { file } of parts) {
    expect(text(file)).toMatch(/^export default\(?/u);
    expect(text(file)).not.toMatch(/\bimport\b/u);
  }
});
