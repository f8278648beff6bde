import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { parseLink, type LinkSecret } from '../../src/crypto/link.js';
import { spell } from '../../src/crypto/spell.js';
import { browserSuite, desktop, enterRoom, openPage, phone } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const inside = (page: Page) => page.locator('.inside');

/** Sockets that the page opened, and how many of them are closed. */
function socketsOf(page: Page) {
  const seen = { opened: 0, closed: 0 };
  page.on('websocket', (socket) => {
    seen.opened += 1;
    socket.on('close', () => (seen.closed += 1));
  });
  return seen;
}

/** The page goes to the background, or comes back; told as a browser tells it. */
const setHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

const secretOf = (link: string): LinkSecret => {
  const parsed = parseLink(link);
  if (!parsed.ok || parsed.value.secret.mode === 'new') throw new Error('no link of a room');
  return parsed.value.secret;
};

browserSuite('the join card', (browser) => {
  it('says how many are inside, whom it takes in, and lets in with one tap', async () => {
    const { link, host, guest } = await startLiveSession();
    await guest('bob');
    const { page, trouble } = await openPage(browser(), link, phone);
    await inside(page).getByText('The relay says: 2 people are inside.').waitFor();
    const nick = await page.getByLabel('Your nick').inputValue();
    expect(host.view.members).toHaveLength(2);
    await page.getByRole('button', { name: `Join as ${nick}` }).tap();
    await page.getByRole('log').waitFor();
    expect(host.view.members.map((member) => member.nick)).toContain(nick);
    expect(trouble).toEqual([]);
  });

  it('asks once over a connection of its own, which it closes; nobody inside hears of it', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    const sockets = socketsOf(page);
    await page.goto(link);
    await inside(page).getByText('1 person is inside').waitFor();
    await expect.poll(() => sockets).toEqual({ opened: 1, closed: 1 });
    expect([host.view.members.length, host.view.items.filter(({ type }) => type.startsWith('member'))]).toEqual([1, []]);
  });

  it('asks again when the page is looked at again, later than 15 seconds; in the background it asks nothing', async () => {
    const { link, guest } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    // From here on time passes only where it is told to.
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(1_000);
    const sockets = socketsOf(page);
    await page.goto(link);
    await page.getByText('Who can see what').waitFor();
    await page.clock.runFor(10);
    await inside(page).getByText('1 person is inside').waitFor();
    await guest('bob');
    const leaveFor = async (ms: number): Promise<void> => {
      await setHidden(page, true);
      await page.clock.fastForward(ms);
      await setHidden(page, false);
    };
    await leaveFor(14_000);
    expect(sockets.opened).toBe(1);
    await leaveFor(2_000);
    await inside(page).getByText('2 people are inside').waitFor();
    expect(sockets.opened).toBe(2);
  });

  it('a page that nobody sees yet asks when it is seen', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank');
    const sockets = socketsOf(page);
    await page.addInitScript(() => Object.defineProperty(document, 'prerendering', { value: true, configurable: true }));
    await page.goto(link);
    // What comes with the same part stands below.
    await page.getByText('Who can see what').waitFor();
    await setHidden(page, false);
    expect(sockets.opened).toBe(0);
    await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await inside(page).getByText('1 person is inside').waitFor();
  });

  it('a room that is full, locked, or gone is said to be so before the tap, and the tap is still there', async () => {
    const { link, host, end } = await startLiveSession({ maxMembers: 2 });
    const { page } = await openPage(browser(), link);
    await inside(page).getByText('1 person is inside').waitFor();
    host.lock(true);
    await page.reload();
    await inside(page).getByText('the room is locked. Nobody else may enter.').waitFor();
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('The host has locked').waitFor();
    host.lock(false);
    await end();
  });

  it('of a full room too', async () => {
    const { link, guest } = await startLiveSession({ maxMembers: 2 });
    await guest('bob');
    const { page } = await openPage(browser(), link);
    await inside(page).getByText('the room is full, with 2 people inside').waitFor();
    expect(await inside(page).getAttribute('data-closed')).toBe('true');
    await page.getByRole('button', { name: /^Join/u }).waitFor();
  });

  it('a link of no room: the relay says that there is none', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link.replace('#1.', '#L.'));
    await inside(page).getByText('no room is open for this link now').waitFor();
  });

  it('a relay that does not know the question leaves the line out', async () => {
    const { link } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), 'about:blank');
    let asked = 0;
    await page.routeWebSocket(/\/ws$/u, (socket) => {
      asked += 1;
      void socket.close({ code: 4001 });
    });
    await page.goto(link);
    await expect.poll(() => asked).toBe(1);
    // What is asked and answered after it, by the same page.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect([await inside(page).textContent(), trouble]).toEqual(['', []]);
  });

  it('shows the words of the link’s host: four for the ear, all sixteen behind them', async () => {
    const { link } = await startLiveSession();
    const words = spell(secretOf(link).hostFp).split(' ');
    const { page } = await openPage(browser(), link);
    await page.locator('.host-badge').getByText(words.slice(0, 4).join(' ')).waitFor();
    expect(await page.getByText(words.join(' ')).isVisible()).toBe(false);
    await page.getByText('All words of this link').click();
    expect(await page.getByText(words.join(' ')).isVisible()).toBe(true);
  });

  it('who can see what is behind a press, true of the mode, and reached with the keys', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    const more = page.locator('summary', { hasText: 'Who can see what' });
    await more.waitFor();
    const sealed = page.getByText('Messages are sealed in this page');
    expect(await sealed.isVisible()).toBe(false);
    for (let press = 0; press < 12 && !(await more.evaluate((node) => node === document.activeElement)); press++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await sealed.isVisible()).toBe(true);
    await page.getByText('who writes to whom').waitFor();
    const clear = await startLiveSession({ mode: 'none' });
    await page.goto(clear.link);
    await page.locator('summary', { hasText: 'Who can see what' }).click();
    await page.getByText('The relay sees all of it').waitFor();
    expect(await page.getByText('sealed').count()).toBe(0);
  });

  it('a bad nick is explained beside its field, and the press names nobody', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await page.getByLabel('Your nick').fill('ana ');
    const [field, error] = [await page.getByLabel('Your nick').boundingBox(), await page.getByRole('alert').boundingBox()];
    expect((error?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0)).toBeLessThan(20);
    expect(await page.locator('form.join .primary').textContent()).toBe('Join');
    await page.getByLabel('Your nick').fill('ana');
    await page.getByRole('button', { name: 'Join as ana' }).waitFor();
    await page.getByRole('button', { name: 'Another nick' }).click();
    expect(await page.locator('form.join .primary').textContent()).toBe(`Join as ${await page.getByLabel('Your nick').inputValue()}`);
  });

  it.each([
    ['desktop', desktop],
    ['360 pixels', phone],
  ])('the longest nick moves nothing out of the page (%s)', async (_name, options) => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, options);
    await inside(page).getByText('1 person is inside').waitFor();
    const nick = 'W'.repeat(32);
    await page.getByLabel('Your nick').fill(nick);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await enterRoom(page);
    expect(host.view.members.map((member) => member.nick)).toContain(nick);
  });

  it('the press stays where it is when the answers come', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), 'about:blank', phone);
    let answer: (() => void) | undefined;
    await page.routeWebSocket(/\/ws$/u, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => (answer = () => server.send(message)));
    });
    await page.goto(link);
    await page.getByText('Who can see what').waitFor();
    await expect.poll(() => answer !== undefined).toBe(true);
    const press = page.locator('form.join .primary');
    const before = await press.boundingBox();
    answer?.();
    await inside(page).getByText('1 person is inside').waitFor();
    expect(await press.boundingBox()).toEqual(before);
  });
});

browserSuite('behind the lock', (browser) => {
  it('stands how the room is now, and becomes what it becomes', async () => {
    const { link, host, guest, gate } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), link);
    await enterRoom(page, 'ana');
    await page.locator('.lock[data-level="sealed"]').click();
    const about = (name: string) => page.getByRole('dialog').locator(`[data-about="${name}"] dd`);
    await about('host').getByText('The host is here.').waitFor();
    await about('people').getByText('0 of 1 keys').waitFor();
    await about('enter').getByText('The link lets in whoever has it').waitFor();
    expect(await page.getByText('Now', { exact: true }).isVisible()).toBe(false);
    await guest('bob');
    await about('people').getByText('0 of 2 keys').waitFor();
    host.lock(true);
    await about('enter').getByText('nobody else may enter').waitFor();
    expect(trouble).toEqual([]);
    gate.shut();
    await about('now').getByText('This page is not connected.').waitFor();
  });
});
