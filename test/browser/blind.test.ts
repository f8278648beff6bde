import { expect, it } from 'vitest';
import { errors } from '../../src/protocol/error-code.js';
import { browserSuite, desktop, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { named, runCli, saying } from '../helpers/cli.js';

/** A session without a member, and its link. */
async function blind() {
  const host = runCli(['start', '--blind', '--tunnel', 'none', '--json', '--no-input']);
  const link = String((await host.event(named('ready')))['url']);
  return { host, link };
}

browserSuite('a room that the page makes', (browser) => {
  it('is made by a press, has a link of its own in the address, and gives it to share', async () => {
    const { host, link } = await blind();
    const { page, context, requests, trouble } = await openPage(browser(), link);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(link).origin });
    await page.getByRole('heading', { name: 'Make the room' }).waitFor();
    await page.getByText('was given no key: it reads nothing').waitFor();
    await page.getByText('The relay says: nobody is inside yet.').waitFor();
    // A page that only looks uses nothing up.
    expect(page.url()).toBe(link);
    expect(host.events.filter(named('guests'))).toEqual([]);
    await page.getByLabel('Your nick').fill('Ana');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('log').waitFor();
    await expect.poll(() => page.url()).toMatch(/#1\.[\w-]{43}\.$/);
    const own = page.url();
    const field = page.getByLabel('The link of this room');
    expect(await field.inputValue()).toBe(own);
    await page.getByText('The terminal that started the session has no key').waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied.').waitFor();
    await page.getByLabel('Message', { exact: true }).press('Control+V');
    expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe(own);
    await page.getByText('only the members shown can read').first().waitFor();

    const ben = runCli(['join', '--json', '--nick', 'Ben'], { environment: { CHATTRACE_LINK: own } });
    await ben.event(named('confirmed'));
    await say(page, 'made by a page');
    await ben.event(saying('made by a page'));
    ben.write('heard\n');
    await page.getByText('heard', { exact: true }).waitFor();
    expect(await page.getByText('·host').count()).toBe(0);
    expect(trouble).toEqual([]);
    const secret = new URL(own).hash.slice(3, 40);
    expect(requests.filter((address) => address.includes(secret))).toEqual([]);

    await page.reload();
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    await enterRoom(page, 'Ana again');
    expect(await page.getByLabel('The link of this room').count()).toBe(0);

    host.kill('SIGINT');
    await page.getByRole('heading', { name: 'The session has ended' }).waitFor();
    await page.getByText(errors.RELAY_ENDED[1]).waitFor();
    expect(page.url()).not.toContain('#');
    expect(`${host.stdout}${host.stderr}`).not.toMatch(new RegExp(`Ana|Ben|made by|heard|${secret}`));
  });

  it('who comes second with the ticket is told so, in one sentence, on a phone too', async () => {
    const { link } = await blind();
    const first = await openPage(browser(), link, desktop);
    const second = await openPage(browser(), link, phone);
    for (const { page } of [first, second]) await page.getByRole('button', { name: 'Make it' }).waitFor();
    await first.page.getByRole('button', { name: 'Make it' }).click();
    await first.page.getByLabel('The link of this room').waitFor();
    await second.page.getByRole('button', { name: 'Make it' }).click();
    await second.page.getByText(errors.TICKET_USED[1]).waitFor();
    expect(second.page.url()).not.toContain('#');
    await second.page.getByRole('button', { name: 'Paste another link' }).click();
    await second.page.getByLabel('The whole link').fill(first.page.url());
    await enterRoom(second.page);
    await second.page.getByText('only the members shown can read', { exact: true }).waitFor();
  });
});
