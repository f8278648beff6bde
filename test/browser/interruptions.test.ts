import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Member } from '../../src/client/member-api.js';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { isText, itemOf, startLiveSession, type LiveSession } from '../helpers/live-session.js';

const CALM = 'The host’s computer does not answer.';

const shown = (page: Page) => page.locator('.text-body').allTextContents();
const heard = (member: Member): readonly string[] => member.view.items.flatMap((item) => (item.type === 'message' ? [item.text] : []));

/** Somebody says something on each side; what was said before, and this, is there once, in the order in which the relay had it. */
async function talkOn(page: Page, { host }: LiveSession, before: readonly string[]): Promise<void> {
  await say(page, 'still here');
  await itemOf(host, isText('still here'));
  host.say({ text: 'so am I' });
  await page.getByText('so am I').waitFor();
  await page.locator('.message[data-state=sending]').first().waitFor({ state: 'detached' });
  expect(heard(host).toSorted()).toEqual([...before, 'still here', 'so am I'].toSorted());
  expect((await shown(page)).toSorted()).toEqual(heard(host).toSorted());
}

browserSuite('an interruption', (browser) => {
  it.each([5, 45])('of the network, %i s long: said calmly; nothing is lost or doubled', async (seconds) => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link, phone);
    await page.clock.install();
    await enterRoom(page);
    await say(page, 'before');
    await itemOf(session.host, isText('before'));
    session.gate.shut();
    session.host.say({ text: 'meanwhile' });
    await page.getByText(CALM).waitFor();
    await say(page, 'from the tunnel');
    await page.clock.runFor(seconds * 1_000);
    expect(await page.getByText('meanwhile').count()).toBe(0);
    session.gate.mend();
    await page.clock.runFor(35_000);
    await page.getByText('meanwhile').waitFor();
    await page.getByText(CALM).waitFor({ state: 'detached' });
    await itemOf(session.host, isText('from the tunnel'));
    await talkOn(page, session, ['before', 'meanwhile', 'from the tunnel']);
  });

  it('of the page itself, which the system froze: what was said meanwhile is there at once', async () => {
    const session = await startLiveSession();
    const { page, context } = await openPage(browser(), session.link, phone);
    await enterRoom(page);
    await say(page, 'before');
    await itemOf(session.host, isText('before'));
    const devTools = await context.newCDPSession(page);
    await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
    for (let n = 1; n <= 50; n++) session.host.say({ text: `while frozen ${n}` });
    await session.host.flush(10_000);
    await devTools.send('Page.setWebLifecycleState', { state: 'active' });
    await page.getByText('while frozen 50', { exact: true }).waitFor();
    const meanwhile = Array.from({ length: 50 }, (_, n) => `while frozen ${n + 1}`);
    expect(await shown(page)).toEqual(['before', ...meanwhile]);
    await talkOn(page, session, ['before', ...meanwhile]);
  });

  it('of a page that was frozen so long that its connection was given up', async () => {
    const session = await startLiveSession();
    const { page, context } = await openPage(browser(), session.link, phone);
    await enterRoom(page);
    const devTools = await context.newCDPSession(page);
    await devTools.send('Page.setWebLifecycleState', { state: 'frozen' });
    // What a phone's network does to it meanwhile.
    session.gate.shut();
    await itemOf(session.host, ({ type }) => type === 'member-away');
    session.host.say({ text: 'while frozen' });
    session.gate.mend();
    await devTools.send('Page.setWebLifecycleState', { state: 'active' });
    await page.getByText('while frozen').waitFor();
    await talkOn(page, session, ['while frozen']);
    expect(session.host.view.items.filter(({ type }) => type === 'member-left')).toEqual([]);
  });

  it('of a tab that the browser has thrown away: it opens at the card again, and shows nothing of before', async () => {
    const session = await startLiveSession();
    const { page, context } = await openPage(browser(), session.link);
    await enterRoom(page, 'ana');
    await say(page, 'canary');
    await itemOf(session.host, isText('canary'));
    const crashed = page.waitForEvent('crash');
    const devTools = await context.newCDPSession(page);
    void devTools.send('Page.crash').catch(() => undefined);
    await crashed;
    const again = await context.newPage();
    await again.goto(session.link);
    await again.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(await again.content()).not.toContain('canary');
    await enterRoom(again, 'ana');
    await again.getByText('What was said before you came cannot be read here.').waitFor();
    session.host.say({ text: 'welcome back' });
    await again.getByText('welcome back').waitFor();
    expect(await shown(again)).toEqual(['welcome back']);
  });

  it('of the server, which is gone and comes back as another: this link opens nothing there', async () => {
    const session = await startLiveSession();
    const other = await startLiveSession();
    const { page } = await openPage(browser(), session.link);
    await page.clock.install();
    await enterRoom(page);
    session.gate.shut();
    await page.getByText(CALM).waitFor();
    await say(page, 'into the dark');
    session.gate.leadTo(other.gate.port);
    session.gate.mend();
    await page.clock.runFor(35_000);
    await page.getByText('No open room has this key.').waitFor();
    await page.getByText('1 of your messages was not delivered.').waitFor();
    expect(heard(other.host)).toEqual([]);
  });

  it('back and forward lead out of the room and to its card, in both directions', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), `${session.origin}/elsewhere`);
    await page.goto(session.link);
    await enterRoom(page, 'ana');
    await say(page, 'canary');
    await itemOf(session.host, isText('canary'));
    await page.goBack();
    await itemOf(session.host, ({ type }) => type === 'member-left');
    await page.goForward();
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(await page.content()).not.toContain('canary');
    await enterRoom(page, 'ana');
    expect(await page.evaluate(() => history.state as unknown)).toBeNull();
  });
});
