import { expect, it } from 'vitest';
import { browserSuite, enterRoom, openPage, phone } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

browserSuite('an address in a message', (browser) => {
  it('opens after it was shown whole, in a window that knows nothing of this one', async () => {
    const { link, host } = await startLiveSession();
    const elsewhere = await startLiveSession();
    const target = `${elsewhere.origin}/?q=1`;
    const { page, context, trouble } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: `see ${target}.` });
    await page.getByRole('link', { name: target }).click();
    const dialog = page.getByRole('dialog', { name: 'Open this address?' });
    await dialog.getByText(target, { exact: true }).waitFor();
    await dialog.getByText(elsewhere.origin.slice(7), { exact: true }).waitFor();
    expect(context.pages()).toHaveLength(1);
    const asked = context.waitForEvent('request', (request) => request.url() === target);
    const opened = context.waitForEvent('page');
    await dialog.getByRole('link', { name: 'Open' }).click();
    expect((await (await asked).allHeaders())['referer']).toBeUndefined();
    const other = await opened;
    await other.waitForLoadState();
    expect(other.url()).toBe(target);
    expect(await other.evaluate(() => [opener as unknown, document.referrer])).toEqual([null, '']);
    await dialog.waitFor({ state: 'detached' });
    expect(page.url()).toBe(link);
    await page.getByText(`see ${target}.`).waitFor();
    expect(trouble).toEqual([]);
  });

  it('opens nothing by any press in the log, nor when the answer is no', async () => {
    const { link, host } = await startLiveSession();
    const { page, context } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: 'https://room.test:9/' });
    const address = page.getByRole('link', { name: 'https://room.test:9/' });
    const dialog = page.getByRole('dialog');
    for (const press of [
      () => address.click({ button: 'middle' }),
      () => address.click({ modifiers: ['ControlOrMeta'] }),
      () => address.click({ modifiers: ['Shift'] }),
      () => address.press('Enter'),
    ]) {
      await press();
      await dialog.waitFor();
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      expect(context.pages()).toHaveLength(1);
    }
    expect(await address.evaluate((node) => node === document.activeElement)).toBe(true);
    expect(page.url()).toBe(link);
  });

  it('is shown in ASCII, from left to right, and whole, on a phone too', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link, phone);
    await enterRoom(page);
    host.say({ text: `\u202ehttps://gооd.test/שלום/${'x'.repeat(1_500)}/end` });
    await page.getByRole('link').tap();
    const whole = page.locator('.whole-address');
    const shown = `https://xn--gd-fmca.test/%D7%A9%D7%9C%D7%95%D7%9D/${'x'.repeat(1_500)}/end`;
    expect(await whole.textContent()).toBe(shown);
    expect(await page.locator('.dialog .address').textContent()).toBe('xn--gd-fmca.test');
    expect(await whole.evaluate((node) => [getComputedStyle(node).direction, node.scrollWidth - node.clientWidth])).toEqual(['ltr', 0]);
    const open = await page.getByRole('dialog').getByRole('link', { name: 'Open' }).boundingBox();
    expect((open?.y ?? 0) + (open?.height ?? 0)).toBeLessThanOrEqual(740);
    expect(open?.height).toBeGreaterThanOrEqual(44);
  });

  it('of a mail says so', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    host.say({ text: 'mailto:ana@room.test?subject=hi' });
    await page.getByRole('link').click();
    await page.getByText('It opens your mail program:').waitFor();
    await page.getByText('mailto:ana@room.test?subject=hi').nth(1).waitFor();
  });
});
