import { expect, it } from 'vitest';
import { formatFragment, formatLink } from '../../src/crypto/link.js';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

const CHANGED = 'The host has given this room another link.';

browserSuite('another link for the room', (browser) => {
  it('pages come along, stand at it, and show it; a reload leads there, the old link nowhere; it is in no request', async () => {
    const { link, origin, host } = await startLiveSession();
    const ana = await openPage(browser(), link);
    await enterRoom(ana.page, 'Ana');
    const bob = await openPage(browser(), link, phone);
    await enterRoom(bob.page, 'Bob');
    await ana.page.getByRole('complementary').getByText('Bob').waitFor();
    await say(ana.page, 'before');
    await bob.page.getByText('before', { exact: true }).waitFor();
    expect(host.rotate()).toBe(true);
    for (const { page } of [ana, bob]) await page.getByText(CHANGED).waitFor();
    // It is open, though the way by the old link is not.
    for (const { page } of [ana, bob]) expect(await page.getByText(/^locked/u).count()).toBe(0);
    const next = formatLink(origin, host.secret);
    expect(next).not.toBe(link);
    for (const { page } of [ana, bob]) {
      await expect.poll(() => page.url()).toBe(next);
      expect(await page.getByLabel('The link of this room').inputValue()).toBe(next);
    }
    await say(bob.page, 'after');
    await ana.page.getByText('after', { exact: true }).waitFor();
    for (const { page } of [ana, bob]) {
      await page.getByText('only the members shown can read').first().waitFor();
      expect(
        await page
          .getByRole('log')
          .getByText(/has left|were away|did not arrive/u)
          .count(),
      ).toBe(0);
    }
    const late = await openPage(browser(), link);
    await late.page.getByRole('button', { name: /^Join/u }).click();
    await late.page
      .getByText(/No open room has this key|locked the room/u)
      .first()
      .waitFor();
    await ana.page.reload();
    await enterRoom(ana.page, 'Bob');
    await ana.page.getByText(/looks like this one: you are shown as Bob·[0-9a-f]{4}\. Choose another/u).waitFor();
    await say(ana.page, 'back');
    await bob.page.getByText('back', { exact: true }).waitFor();
    const [, secret = ''] = formatFragment(host.secret).split('.');
    expect([...ana.requests, ...bob.requests].filter((address) => address.includes(secret))).toEqual([]);
    expect([...ana.trouble, ...bob.trouble]).toEqual([]);
  });
});
