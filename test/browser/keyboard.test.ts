import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite } from '../helpers/browser.js';
import { focused, lostFocus, openByKeys, pressBy, tabTo } from '../helpers/by-keys.js';
import { isText, itemOf, startLiveSession } from '../helpers/live-session.js';
import { messageOf, seenBy, untilItem } from '../helpers/talk.js';

const field = (page: Page) => page.getByLabel('Message', { exact: true });
const value = (page: Page) => field(page).inputValue();
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** Closes it, and is back where it was opened. */
async function closed(page: Page, name: string, back: RegExp): Promise<void> {
  await dialog(page, name).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toMatch(back);
}

/** ana in a page, by keys from the first on; bob elsewhere, who has said something. */
async function room(browser: Browser) {
  const session = await startLiveSession();
  const watched = await openByKeys(browser, session.link);
  const { page } = watched;
  await page.keyboard.type('ana');
  await page.keyboard.press('Enter');
  await expect.poll(() => field(page).evaluate((node) => node === document.activeElement)).toBe(true);
  const bob = await session.guest('bob');
  bob.say({ text: 'hello from bob' });
  await page.getByText('hello from bob').waitFor();
  const keep = async (): Promise<void> => expect([await lostFocus(page), watched.trouble]).toEqual([[], []]);
  return { ...session, page, bob, keep };
}

browserSuite('by keys alone', (browser) => {
  it('one chooses a language, joins, writes, sends, completes a name, and leaves', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page, trouble } = await openByKeys(browser(), link);
    await guest('bob');
    expect(await focused(page)).toMatch(/^Your nick/u);
    await tabTo(page, /^Language/u);
    await page.keyboard.press('d');
    await page.locator('html[lang=de]').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^Sprache/u);
    await page.keyboard.press('e');
    await page.keyboard.press('n');
    await page.locator('html[lang=en]').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^Language/u);
    await tabTo(page, /^Your nick/u, 'Shift+Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('ana');
    await pressBy(page, /^Join/u);
    await page.getByRole('log').waitFor();
    await expect.poll(() => focused(page)).toBe('Message');
    await page.keyboard.type('two');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('lines');
    await page.keyboard.press('Enter');
    await itemOf(host, isText('two\nlines'));
    await page.keyboard.type('@bo');
    await page.getByRole('option', { name: '@bob' }).waitFor();
    await page.keyboard.press('Tab');
    expect([await focused(page), await value(page)]).toEqual(['Message', '@bob ']);
    await page.keyboard.type('hi');
    await pressBy(page, /^Send$/u);
    await itemOf(host, isText('@bob hi'));
    await pressBy(page, /^Leave$/u, 'Shift+Tab');
    await closed(page, 'Leave the room?', /^Leave$/u);
    await page.keyboard.press('Enter');
    await dialog(page, 'Leave the room?').waitFor();
    expect(await focused(page)).toBe('Stay');
    await pressBy(page, /^Leave$/u);
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    expect(await focused(page)).toBe('You left the room');
    expect([await lostFocus(page), trouble]).toEqual([[], []]);
  });

  it('one walks the messages, answers, reacts, writes anew and takes back', async () => {
    const { page, bob, keep } = await room(browser());
    await tabTo(page, /^Messages$/u, 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toMatch(/^bob, /u);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Reply');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Message');
    await page.keyboard.type('hello bob');
    await page.keyboard.press('Enter');
    expect((await messageOf(bob, 'hello bob')).quote?.text).toBe('hello from bob');
    await tabTo(page, /^Messages$/u, 'Shift+Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+F10');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('React');
    await page.keyboard.press('Enter');
    await dialog(page, 'React with an emoji').waitFor();
    await expect.poll(() => focused(page)).toBe('Search by name');
    await page.keyboard.type('tada');
    await pressBy(page, /🎉/u);
    const { key } = await untilItem(bob, ({ reactions }) => reactions?.[0]?.emoji === '🎉');
    expect(await focused(page)).toMatch(/^bob, /u);
    // Its chip is the next thing; it is pressed again and gone, and one stands at the message.
    await pressBy(page, /^🎉 1/u);
    await untilItem(bob, (item) => item.key === key && item.reactions === undefined);
    await expect.poll(() => focused(page)).toMatch(/^bob, /u);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Message');
    await page.keyboard.press('ArrowUp');
    expect(await value(page)).toBe('hello bob');
    await page.keyboard.type(', well');
    await page.keyboard.press('Enter');
    await messageOf(bob, 'hello bob, well');
    await tabTo(page, /^Messages$/u, 'Shift+Tab');
    await page.keyboard.press('End');
    expect(await focused(page)).toMatch(/^ana, /u);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('Take back');
    await page.keyboard.press('Enter');
    await closed(page, 'Take this message back?', /^ana, /u);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toMatch(/^ana, /u);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Keep it');
    await pressBy(page, /^Take back$/u);
    await untilItem(bob, ({ gone }) => gone === 'deleted');
    await page.getByText('taken back').waitFor();
    expect(await focused(page)).toMatch(/^ana, /u);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Message');
    await keep();
  });

  it('what is pressed and goes by that leaves one where it was', async () => {
    const { page, bob, host, keep } = await room(browser());
    bob.say({ text: 'a line\n'.repeat(60) });
    await page.getByText('a line').waitFor();
    await pressBy(page, /^Show (?:all|more)/iu, 'Shift+Tab');
    await expect.poll(() => focused(page)).toMatch(/^bob, /u);
    // What was unfolded may still be on its way to the end.
    const goUp = async (): Promise<number> => {
      await page.keyboard.press('Home');
      return page.locator('.log:not(.following)').count();
    };
    await expect.poll(goUp).toBe(1);
    host.say({ text: 'and more' });
    await page.getByText('and more').waitFor();
    await tabTo(page, /^New messages: 1$/u);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Messages');
    await keep();
  });

  it('one opens the lock, the settings, the search, what is saved and the keys, and is back where one was', async () => {
    const { page, keep } = await room(browser());
    await pressBy(page, /^Who can read this|sealed|encrypted/iu, 'Shift+Tab');
    await closed(page, 'Who can read this', /sealed|encrypted|who can read/iu);
    await pressBy(page, /^Settings$/u);
    await dialog(page, 'Settings').waitFor();
    await tabTo(page, /^Colours$/u);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(13, 17, 23)');
    await tabTo(page, /^Text size$/u);
    await page.keyboard.press('End');
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
    await page.keyboard.press('ArrowUp');
    await tabTo(page, /^Language/u);
    await page.keyboard.press('f');
    await page.locator('html[lang=fr]').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^Langue/u);
    await page.keyboard.press('e');
    await page.keyboard.press('n');
    await page.locator('html[lang=en]').waitFor();
    await expect.poll(() => focused(page)).toMatch(/^Language/u);
    await tabTo(page, /^Others see that you are writing$/u);
    await page.keyboard.press('Space');
    expect(await page.getByLabel('Others see that you are writing').isChecked()).toBe(false);
    await closed(page, 'Settings', /^Settings$/u);
    await page.keyboard.press('Control+k');
    await expect.poll(() => focused(page)).toBe('Search');
    await page.keyboard.type('hello');
    await page.getByRole('search').getByText('1 of 1').waitFor();
    await pressBy(page, /^End the search$/u);
    expect(await focused(page)).toBe('Settings');
    await pressBy(page, /^Save what you see$/u);
    await closed(page, 'Save what you see', /^Save what you see$/u);
    await page.keyboard.press('Enter');
    await dialog(page, 'Save what you see').waitFor();
    const download = page.waitForEvent('download');
    await pressBy(page, /^Save$/u);
    expect(readFileSync(await (await download).path(), 'utf8')).toContain('hello from bob');
    expect(await focused(page)).toBe('Save what you see');
    await page.keyboard.press('?');
    await closed(page, 'Keys', /^Save what you see$/u);
    await keep();
  });

  it('one opens what can be done with a member, talks with it alone, and comes back', async () => {
    const { page, bob, keep } = await room(browser());
    await pressBy(page, /^bob/u);
    expect(await focused(page)).toMatch(/^bob/u);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Write to bob alone');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toMatch(/^bob/u);
    await page.keyboard.press('Enter');
    await pressBy(page, /^Compare keys/u);
    await closed(page, 'Is it bob?', /^bob/u);
    await page.keyboard.press('Enter');
    await pressBy(page, /^Mute/u);
    await expect.poll(() => focused(page)).toMatch(/^bob.*muted/u);
    await page.keyboard.press('Enter');
    await pressBy(page, /^Unmute/u);
    await page.keyboard.press('Enter');
    await pressBy(page, /^Write to bob alone$/u);
    expect(await focused(page)).toMatch(/^Private message, to/u);
    await page.keyboard.type('for you alone');
    await page.keyboard.press('Enter');
    expect((await messageOf(bob, 'for you alone')).private?.with.nick).toBe('ana');
    await pressBy(page, /^Back to the room$/u, 'Shift+Tab');
    expect(await focused(page)).toBe('Message');
    bob.tell(seenBy(bob, 'ana').id, { text: 'and for you' });
    await page.getByText('1 private message').first().waitFor();
    await tabTo(page, /1 private message$/u, 'Shift+Tab');
    bob.say({ text: 'for all' });
    await page.getByText('for all').waitFor();
    expect(await focused(page)).toMatch(/1 private message$/u);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toMatch(/^Private message, to/u);
    await page.getByText('and for you').waitFor();
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Message');
    await tabTo(page, /^bob/u);
    bob.leave();
    await expect.poll(() => focused(page)).toMatch(/^ana/u);
    await keep();
  });

  it('one offers a file and takes it back, gets one, saves and drops it', async () => {
    const { page, bob, keep } = await room(browser());
    const chosen = page.waitForEvent('filechooser');
    await pressBy(page, /^Offer a file$/u);
    await (await chosen).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('the notes') });
    await dialog(page, 'Offer this?').waitFor();
    expect(await focused(page)).toBe('Offer 1 file');
    await page.keyboard.press('Enter');
    await untilItem(bob, ({ file }) => file?.name === 'notes.txt');
    expect(await focused(page)).toBe('Offer a file');
    await pressBy(page, /^Take back: notes\.txt$/u, 'Shift+Tab');
    await untilItem(bob, ({ file, gone }) => gone !== undefined || (file?.transfer.side === 'theirs' && file.transfer.state === 'stopped'));
    await page
      .getByText(/taken back/iu)
      .first()
      .waitFor();
    await expect.poll(() => focused(page)).toMatch(/^ana, /u);
    await page.keyboard.press('Escape');
    const bytes = Buffer.from('from bob');
    await bob.files.offer({
      name: 'bob.txt',
      mime: 'text/plain',
      bytes: bytes.length,
      read: (from, to) => Promise.resolve(Uint8Array.from(bytes.subarray(from, to))),
    });
    await page.getByText('bob.txt').waitFor();
    await pressBy(page, /^Get: bob\.txt$/u, 'Shift+Tab');
    await page.getByRole('button', { name: 'Save: bob.txt' }).waitFor();
    expect(await focused(page)).toBe('Save: bob.txt');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect(readFileSync(await (await download).path(), 'utf8')).toBe('from bob');
    await pressBy(page, /^Drop: bob\.txt$/u);
    await page.getByText('Cancelled').waitFor();
    expect(await focused(page)).toBe('Get: bob.txt');
    await keep();
  });
});
