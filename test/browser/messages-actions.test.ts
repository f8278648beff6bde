import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { createBox } from '../helpers/box.js';
import { startChild } from '../helpers/child.js';
import { startLiveSession } from '../helpers/live-session.js';
import { chattrace, startSession } from '../helpers/session-process.js';
import { act, messageIn, messageOf, untilItem } from '../helpers/talk.js';

/** ana in a page, bob elsewhere, who has said something. */
async function room(browser: Parameters<typeof openPage>[0], options?: Parameters<typeof openPage>[2]) {
  const session = await startLiveSession();
  const watched = await openPage(browser, session.link, options);
  await enterRoom(watched.page, 'ana');
  const bob = await session.guest('bob');
  bob.say({ text: 'hello from bob' });
  await watched.page.getByText('hello from bob').waitFor();
  return { ...watched, ...session, bob };
}

const field = (page: Awaited<ReturnType<typeof room>>['page']) => page.getByLabel('Message', { exact: true });

browserSuite('what can be done with a message', (browser) => {
  it('an answer shows what it answers, there and here, and a press leads to it', async () => {
    const { page, host, bob, trouble } = await room(browser());
    await act(page, 'hello from bob', 'Reply');
    await page.getByText('Answer to bob:').waitFor();
    await page.keyboard.type('hello bob');
    await page.keyboard.press('Enter');
    const answer = await messageOf(bob, 'hello bob');
    expect(answer.quote?.text).toBe('hello from bob');
    expect(await page.getByText('Answer to bob:').count()).toBe(0);
    for (let i = 0; i < 60; i++) host.say({ text: `line ${i}` });
    await page.getByText('line 59').waitFor();
    await messageIn(page, 'hello bob').locator('.quote').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('hello from bob');
    await expect
      .poll(() =>
        messageIn(page, 'hello from bob')
          .first()
          .boundingBox()
          .then((box) => (box?.y ?? -1) > 0),
      )
      .toBe(true);
    expect(trouble).toEqual([]);
  });

  it('what is answered may be gone: the quote says so, and the press too', async () => {
    const { page, bob } = await room(browser());
    const first = await messageOf(bob, 'hello from bob');
    bob.say({ text: 'see above', replyTo: first.id });
    const quote = messageIn(page, 'see above').locator('.quote');
    await quote.waitFor();
    bob.remove(first.key);
    await quote.getByText('no longer here').waitFor();
    await say(page, '/clear');
    bob.say({ text: 'and again', replyTo: first.id });
    await messageIn(page, 'and again').locator('.quote').click();
    await page.getByText('That message is not shown here any more.').waitFor();
  });

  it('an emoji by name, and by a press on one that is there; ours is marked, and taken back', async () => {
    const { page, bob } = await room(browser());
    await act(page, 'hello from bob', 'React');
    await page.getByLabel('Search by name').waitFor();
    // One types at once, and Enter takes the first.
    await page.keyboard.type('tada');
    await page.getByRole('button', { name: '🎉' }).waitFor();
    await page.keyboard.press('Enter');
    const reacted = await untilItem(bob, ({ reactions }) => reactions !== undefined);
    expect(reacted.reactions?.map(({ emoji, by }) => [emoji, by.map(({ nick }) => nick)])).toEqual([['🎉', ['ana']]]);
    const chip = page.getByRole('button', { name: /^🎉/u });
    expect(await chip.getAttribute('aria-pressed')).toBe('true');
    bob.react(reacted.key, '🎉');
    await page.getByRole('button', { name: /^🎉 2: .*ana.*bob/u }).click();
    await untilItem(bob, ({ reactions }) => reactions?.[0]?.by.length === 1);
    expect(await chip.getAttribute('aria-pressed')).toBe('false');
    // The press has not taken the focus away.
    expect(await chip.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  it('an own message is written anew, by its button and by ArrowUp; a draft waits meanwhile', async () => {
    const { page, bob } = await room(browser());
    await say(page, 'frist');
    await messageOf(bob, 'frist');
    await field(page).fill('a draft');
    await act(page, 'frist', 'Edit');
    expect(await field(page).inputValue()).toBe('frist');
    await field(page).fill('first');
    await page.keyboard.press('Enter');
    await messageOf(bob, 'first');
    await messageIn(page, 'first').getByText('edited').waitFor();
    expect(await field(page).inputValue()).toBe('a draft');
    await field(page).fill('');
    await page.keyboard.press('ArrowUp');
    expect(await field(page).inputValue()).toBe('first');
    await page.keyboard.press('Escape');
    expect(await field(page).inputValue()).toBe('');
    await messageIn(page, 'hello from bob').locator('.text-body').hover();
    expect(await page.getByRole('toolbar').getByRole('button').count()).toBe(3);
  });

  it('an own message is taken back after a question, and stays as a place', async () => {
    const { page, bob } = await room(browser());
    await say(page, 'a mistake');
    await messageOf(bob, 'a mistake');
    await act(page, 'a mistake', 'Take back');
    await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
    expect(await page.getByText('a mistake').count()).toBe(1);
    await act(page, 'a mistake', 'Take back');
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await untilItem(bob, ({ gone }) => gone === 'deleted');
    await page.getByText('taken back').waitFor();
    expect(await page.getByText('a mistake').count()).toBe(0);
  });

  it('by keys alone: from the log to a message, to its buttons, and back to where one writes', async () => {
    const { page, bob } = await room(browser());
    bob.say({ text: 'the second' });
    await page.getByText('the second').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);
    await page.getByRole('log').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('hello from bob');
    expect(await focused()).toMatch(/^bob, \d\d:\d\d$/u);
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Reply');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('React');
    await page.keyboard.press('End');
    expect(await focused()).toBe('Copy text');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Reply');
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^bob/u);
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Message');
  });

  it('with a finger a tap shows the buttons, as large as a finger, and another takes them away', async () => {
    const { page, bob } = await room(browser(), phone);
    const bar = page.getByRole('toolbar');
    await page.getByText('hello from bob').tap();
    await bar.waitFor();
    for (const box of await bar
      .getByRole('button')
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON() as DOMRect)))
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    await page.locator('.log').tap({ position: { x: 100, y: 5 } });
    await bar.waitFor({ state: 'detached' });
    await page.getByText('hello from bob').tap();
    await bar.getByRole('button', { name: 'React' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: '👍' }).tap();
    await untilItem(bob, ({ reactions }) => reactions?.[0]?.emoji === '👍');
  });

  it('a tap at the edge of a message shows the buttons as one in its middle does, and one more presses none of them', async () => {
    const { page, host } = await room(browser(), phone);
    for (let i = 0; i < 40; i++) host.say({ text: `line ${i}` });
    await page.getByText('line 39').waitFor();
    const line = messageIn(page, 'line 39');
    const tap = async (): Promise<void> => {
      const { y = 0 } = (await line.boundingBox()) ?? {};
      await page.touchscreen.tap(300, y + 3);
    };
    await tap();
    await page.getByRole('toolbar').waitFor();
    await tap();
    await page.getByRole('toolbar').waitFor();
    expect(await page.getByText('Answer to quiet-host:').count()).toBe(0);
  });

  it('a terminal hears of all of it, and what is done there is seen here', async () => {
    const box = createBox();
    const host = await startSession(box);
    const { page } = await openPage(browser(), host.link);
    await enterRoom(page, 'ana');
    const bob = startChild(chattrace([], 'join', '--json', '--nick', 'bob'), {
      cwd: box.cwd,
      env: { ...box.env, CHATTRACE_LINK: host.link },
    });
    await bob.out.until(/"event":"joined"/);
    bob.write('from a terminal\n');
    await page.getByText('from a terminal').waitFor();
    await act(page, 'from a terminal', 'Reply');
    await page.keyboard.type('from a page');
    await page.keyboard.press('Enter');
    await bob.out.until(/"event":"message".*"text":"from a page"/);
    await say(page, '/edit from the page');
    await bob.out.until(/"event":"message-edited".*"text":"from the page"/);
    await say(page, '/react 1 :heart:');
    await bob.out.until(/"event":"reactions"/);
    bob.write('/react 2 :tada:\n/edit from the terminal\n');
    await page.getByRole('button', { name: /^🎉 1/u }).waitFor();
    await messageIn(page, 'from the terminal').first().getByText('edited').waitFor();
    await say(page, '/delete last');
    await bob.out.until(/"event":"message-gone"/);
    bob.write('/quit\n');
    expect(await bob.exited).toBe(0);
  });
});
