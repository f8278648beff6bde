import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { countOf, isText, itemOf, startLiveSession } from '../helpers/live-session.js';

const field = (page: Page) => page.getByLabel('Message', { exact: true });

const CALM = 'The host’s computer does not answer. This page waits up to 10 minutes; the room ends if the host does not return.';

browserSuite('a connection that breaks', (browser) => {
  it('what is written meanwhile waits with a mark, and arrives once and in order', async () => {
    const { link, host, gate } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await say(page, 'before');
    await itemOf(host, isText('before'));
    gate.shut();
    await page.getByText(CALM).waitFor();
    expect(await field(page).isEditable()).toBe(true);
    await say(page, 'first');
    await say(page, 'second');
    await page.locator('.message[data-state=sending]').nth(1).waitFor();
    expect(await page.getByText('not sent yet').count()).toBe(2);
    gate.mend();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await itemOf(host, isText('second'));
    await page.locator('.message[data-state=sending]').first().waitFor({ state: 'detached' });
    await page.getByText(CALM).waitFor({ state: 'detached' });
    expect(['before', 'first', 'second'].map((text) => countOf(host, text))).toEqual([1, 1, 1]);
    expect(await page.locator('.text-body').allTextContents()).toEqual(['before', 'first', 'second']);
  });

  it('what the others said meanwhile comes once, and nobody has left', async () => {
    const { link, host, gate } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    for (const round of ['one', 'two', 'three']) {
      gate.shut();
      await page.getByText(CALM).waitFor();
      host.say({ text: round });
      gate.mend();
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await page.getByText(round, { exact: true }).waitFor();
    }
    expect(await page.locator('.text-body').allTextContents()).toEqual(['one', 'two', 'three']);
    expect(host.view.items.filter((item) => item.type === 'member-left')).toEqual([]);
    expect(await page.locator('.members li').count()).toBe(2);
  });

  it('a relay that falls silent is noticed, and the field stays open', async () => {
    const { link, gate } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await page.clock.install();
    await enterRoom(page);
    gate.silence();
    await page.clock.runFor(30_000);
    await page.getByText(CALM).waitFor();
    expect(await field(page).isEditable()).toBe(true);
    await say(page, 'into the silence');
    await page.locator('.message[data-state=sending]').waitFor();
  });

  it.each(['visibilitychange', 'online', 'pageshow'])('%s: the page asks at once, without waiting for its next try', async (name) => {
    const { link, host, gate } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await page.clock.install();
    await enterRoom(page);
    // From here no timer of the page runs.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
    gate.shut();
    await page.getByText(CALM).waitFor();
    host.say({ text: 'are you there' });
    gate.mend();
    await page.evaluate((type) => (type === 'visibilitychange' ? document : globalThis).dispatchEvent(new Event(type)), name);
    await page.getByText('are you there').waitFor();
  });

  it('a device without a network is told so', async () => {
    const { link, gate } = await startLiveSession();
    const { page, context } = await openPage(browser(), link);
    await enterRoom(page);
    await context.setOffline(true);
    gate.shut();
    await page.getByText('This device is offline.').waitFor();
    expect(await field(page).isEditable()).toBe(true);
    await say(page, 'later');
    gate.mend();
    await context.setOffline(false);
    await page.getByText('This device is offline.').waitFor({ state: 'detached' });
    await page.locator('.message[data-state=sent]').getByText('later').waitFor();
  });
});
