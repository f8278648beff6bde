import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';
import { act, messageIn, messageOf, untilItem } from '../helpers/talk.js';

browserSuite('where one writes', (browser) => {
  it('names, commands and emoji complete themselves, by keys', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await guest('bob b');
    await page.getByRole('complementary').getByText('bob b').waitFor();
    const field = page.getByLabel('Message', { exact: true });
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    await field.pressSequentially('hi @bo');
    await options.waitFor();
    expect(await field.getAttribute('aria-activedescendant')).toBe(await options.getAttribute('id'));
    await page.getByRole('status').getByText('1 suggestion').waitFor({ state: 'attached' });
    await field.press('Tab');
    expect(await field.inputValue()).toMatch(/^hi @"?bob b"? $/u);
    expect(await options.count()).toBe(0);
    await field.pressSequentially(':tad');
    await options.first().waitFor();
    await field.press('ArrowDown');
    await field.press('ArrowUp');
    await field.press('Enter');
    expect(await field.inputValue()).toContain('🎉');
    // The list took those; this one is for the field.
    await field.press('Enter');
    const said = await untilItem(host, ({ text }) => text.includes('🎉'));
    expect(said.text).toMatch(/^hi @"?bob b"? 🎉$/u);
    await field.pressSequentially('/de');
    await options.first().waitFor();
    await field.press('Escape');
    expect(await options.count()).toBe(0);
    expect(await field.inputValue()).toBe('/de');
    // What stands there whole is sent by Enter.
    await field.fill('/who');
    await options.first().waitFor();
    await field.press('Enter');
    await page.locator('.who').waitFor();
    expect(trouble).toEqual([]);
  });

  it('by a finger too, and the field keeps the focus', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page, 'ana');
    await guest('bob');
    const field = page.getByLabel('Message', { exact: true });
    await field.tap();
    await expect
      .poll(async () => {
        await field.fill('');
        await field.pressSequentially('@bo');
        return page.getByRole('option', { name: '@bob' }).count();
      })
      .toBe(1);
    const option = page.getByRole('option', { name: '@bob' });
    expect((await option.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await option.tap();
    expect(await field.inputValue()).toBe('@bob ');
    expect(await field.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  it('names of emoji become emoji on the way out, but not in code', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await say(page, 'well :heart: at 10:30:15 `:heart:`');
    await messageOf(host, 'well ❤️ at 10:30:15 `:heart:`');
    await say(page, '/me is :tada:');
    await messageOf(host, 'is 🎉');
  });

  it('without the part that knows them, a message goes out as it was typed', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await page.route('**/app/writing-part.*', (route) => route.abort());
    await enterRoom(page);
    await say(page, 'well :heart:');
    await messageOf(host, 'well :heart:');
  });

  it('a time to disappear after holds for what follows, and is seen; /burn for one message', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await page.getByLabel('Disappears after').selectOption('30');
    expect(await page.locator('.burn-menu.on .burn-chosen').innerText()).toContain('30');
    await say(page, 'not for ever');
    expect((await messageOf(host, 'not for ever')).burn?.seconds).toBe(30);
    await expect.poll(() => messageIn(page, 'not for ever').locator('.burn').innerText()).toMatch(/0:(?:30|2\d)$/u);
    await page.getByLabel('Disappears after').selectOption('0');
    await say(page, 'for ever');
    expect((await messageOf(host, 'for ever')).burn).toBeUndefined();
    await say(page, '/burn 2s a moment');
    expect((await messageOf(host, 'a moment')).burn?.seconds).toBe(2);
    await page.getByText('disappeared').waitFor();
    expect(await page.getByText('a moment').count()).toBe(0);
    await say(page, '/burn soon what');
    await page.getByRole('alert').filter({ hasText: /./u }).waitFor();
  });

  it('a draft, and what it is about, stay when the language changes', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'a question' });
    await act(page, 'a question', 'Reply');
    await page.keyboard.type('half of an');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.locator('.settings .language select').selectOption('de');
    await page.locator('html[lang=de]').waitFor();
    await page.keyboard.press('Escape');
    const field = page.locator('.composer textarea');
    expect(await field.inputValue()).toBe('half of an');
    await page.locator('.about').getByText('a question').waitFor();
    await field.press('End');
    await page.keyboard.type(' answer');
    await page.keyboard.press('Enter');
    expect((await messageOf(host, 'half of an answer')).quote?.text).toBe('a question');
  });

  it('commands for messages say what is wrong with them, and keep what was typed', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    host.say({ text: 'of the host' });
    await page.getByText('of the host').waitFor();
    const field = page.getByLabel('Message', { exact: true });
    for (const [typed, reason] of [
      ['/reply 9 what', 'There is no such message'],
      ['/reply 1', 'There is nothing to send'],
      ['/react 1 :no_such_name:', 'no emoji'],
      ['/edit mine', 'There is no such message'],
      ['/delete 1', 'There is no such message'],
    ] as const) {
      await say(page, typed);
      await page.getByRole('alert').getByText(reason).waitFor();
      expect(await field.inputValue()).toBe(typed);
    }
    await say(page, '/reply last I hear');
    expect((await messageOf(host, 'I hear')).quote?.text).toBe('of the host');
  });
});
