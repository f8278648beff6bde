import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, say } from '../helpers/browser.js';
import { isText, itemOf, startLiveSession } from '../helpers/live-session.js';

const GONE = 'The room is gone. Your browser’s history may still list the address; it opens nothing.';

browserSuite('the end', (browser) => {
  it('the host ends the session: the view is cleared, the fragment is gone, the reason is said', async () => {
    const session = await startLiveSession({ title: 'canary title' });
    const { page, trouble } = await openPage(browser(), session.link);
    await enterRoom(page);
    session.host.say({ text: 'canary one' });
    await page.getByText('canary one').waitFor();
    await page.getByLabel('Message', { exact: true }).fill('canary half written');
    await session.end();
    await page.getByRole('heading', { name: 'The session has ended' }).waitFor();
    await page.getByText(GONE).waitFor();
    expect(page.url()).toBe(`${session.origin}/`);
    expect(await page.content()).not.toContain('canary');
    expect(await page.title()).not.toContain('canary');
    expect(await page.locator('textarea').count()).toBe(0);
    expect(trouble).toEqual([]);
    await page.reload();
    await page.getByText('This page has no key.').waitFor();
  });

  it('a host whose computer is gone ends the room too', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link);
    await page.clock.install();
    await enterRoom(page);
    session.gate.shut();
    await page.getByText('The host’s computer does not answer.').waitFor();
    await say(page, 'into the dark');
    await page.clock.runFor(620_000);
    await page.getByRole('heading', { name: 'The host is gone' }).waitFor();
    await page.getByText('1 of your messages was not delivered.').waitFor();
    expect(page.url()).toBe(`${session.origin}/`);
  });

  it('who leaves is asked first, and the others see it at once', async () => {
    const { link, origin, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await itemOf(host, (item) => item.type === 'member-joined');
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('log').waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'You left the room' }).waitFor();
    await itemOf(host, (item) => item.type === 'member-left');
    expect(page.url()).toBe(`${origin}/`);
  });

  it('closing the page says goodbye', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await itemOf(host, (item) => item.type === 'member-joined');
    await page.close();
    await itemOf(host, (item) => item.type === 'member-left');
    expect(host.view.items.filter((item) => item.type === 'member-away')).toEqual([]);
  });

  it('going away and coming back shows nothing of the room, and offers it again', async () => {
    const { link, origin, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: 'canary' });
    await page.getByText('canary').waitFor();
    await page.goto(`${origin}/elsewhere`);
    await itemOf(host, (item) => item.type === 'member-left');
    await page.goBack();
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(page.url()).toBe(link);
    expect(await page.content()).not.toContain('canary');
  });

  it('a reload keeps the key and offers the room again', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await page.reload();
    expect(page.url()).toBe(link);
    await enterRoom(page);
    await say(page, 'back again');
    await itemOf(host, isText('back again'));
  });

  it('another link in the address bar leaves this room for that one', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link);
    await enterRoom(page);
    await itemOf(session.host, (item) => item.type === 'member-joined');
    const other = `${session.origin}/#L.${'A'.repeat(43)}.`;
    await page.goto(other);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    await itemOf(session.host, (item) => item.type === 'member-left');
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('No open room has this key.').waitFor();
    expect(page.url()).toBe(other);
    // The same link would be refused again.
    expect(await page.locator('.primary').textContent()).toBe('Paste another link');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.locator('.primary').click();
    await page.getByLabel('The whole link').fill(session.link);
    await enterRoom(page);
  });

  it('a full room and a locked one keep the link, and can be tried again', async () => {
    const session = await startLiveSession({ maxMembers: 2 });
    const first = await session.guest('first');
    const { page } = await openPage(browser(), session.link);
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('The room is full.').waitFor();
    expect(await page.locator('.primary').textContent()).toBe('Try again');
    expect(page.url()).toBe(session.link);
    first.leave();
    await itemOf(session.host, (item) => item.type === 'member-left');
    session.host.lock(true);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('The host has locked the room, or given it another link.').waitFor();
    session.host.lock(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await enterRoom(page);
  });

  it('an address where nothing answers is told apart', async () => {
    const session = await startLiveSession();
    const { page } = await openPage(browser(), session.link);
    // What the room is drawn with has come by then.
    await page.waitForLoadState('networkidle');
    session.gate.shut();
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('Nothing answers at this address.').waitFor();
    expect(page.url()).toBe(session.link);
  });
});
