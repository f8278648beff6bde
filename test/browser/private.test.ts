import { expect, it } from 'vitest';
import { createBox } from '../helpers/box.js';
import { browserSuite, enterRoom, openPage, say } from '../helpers/browser.js';
import { startChild } from '../helpers/child.js';
import { startLiveSession } from '../helpers/live-session.js';
import { chattrace, eventsOf, startSession } from '../helpers/session-process.js';

browserSuite('private messages', (browser) => {
  it('go between a page and a terminal, and the third page shows nothing of them', async () => {
    const box = createBox();
    const host = await startSession(box, { flags: ['--encryption', 'mls', '--json'] });
    const { page, trouble } = await openPage(browser(), host.link);
    await enterRoom(page, 'ana');
    const third = await openPage(browser(), host.link);
    await enterRoom(third.page, 'eve');
    const env = { ...box.env, CHATTRACE_LINK: host.link };
    const bob = startChild(chattrace([], 'join', '--json', '--nick', 'bob'), { cwd: box.cwd, env });
    await bob.out.until(/"event":"joined"/);
    await page.getByRole('complementary').getByText('bob').waitFor();
    await say(page, '/msg bob only for bob');
    await bob.out.until(/only for bob/);
    bob.write('/msg ana only for ana\n/msg ana and once more\nfor all\n');
    await page.getByText('for all').waitFor();
    await page.getByText('and once more').waitFor();
    const groups = page.locator('.group.private');
    expect(await groups.locator('.head').allInnerTexts()).toEqual([
      expect.stringContaining('private, to bob'),
      expect.stringContaining('private, from bob'),
    ]);
    expect(await groups.locator('.text-body').allTextContents()).toEqual(['only for bob', 'only for ana', 'and once more']);
    expect(await page.locator('.group:not(.private) .text-body').allTextContents()).toEqual(['for all']);
    await third.page.getByText('for all').waitFor();
    expect(await third.page.getByRole('log').innerText()).not.toContain('only for');
    const events = eventsOf(bob.out.text).filter(({ event }) => event === 'message');
    expect(events.map(({ text, own, private: alone, to }) => [text, own, alone, (to as { nick: string } | undefined)?.nick])).toEqual([
      ['only for bob', undefined, true, 'bob'],
      ['only for ana', true, true, 'ana'],
      ['and once more', true, true, 'ana'],
      ['for all', true, undefined, undefined],
    ]);
    expect(host.out.text).not.toContain('only for');
    bob.write('/quit\n');
    expect(await bob.exited).toBe(0);
    expect(trouble).toEqual([]);
  });

  it('are said of as such to a screen reader too, and for nobody are not sent', async () => {
    const { link, host, guest } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    const bob = await guest('bob b');
    await page.getByRole('complementary').getByText('bob b').waitFor();
    await say(page, '/msg bob hello');
    await page.getByRole('alert').getByText('It is not clear who is meant').waitFor();
    const ana = bob.view.members.find(({ nick }) => nick === 'ana');
    bob.tell(ana?.id ?? bob.view.self.id, { text: 'one' });
    bob.tell(ana?.id ?? bob.view.self.id, { text: 'two' });
    await page.getByText('2 messages between').waitFor();
    await page.getByRole('button', { name: 'Open' }).click();
    expect(await page.locator('.private .unseen').allInnerTexts()).toEqual(['private, from bob b']);
    expect(host.view.items.filter(({ type }) => type === 'message')).toEqual([]);
  });
});
