import { expect, it, onTestFinished } from 'vitest';
import { parseFragment } from '../../src/crypto/link.js';
import { errors, type ErrorCode } from '../../src/protocol/error-code.js';
import { browserSuite, desktop, enterRoom, openPage } from '../helpers/browser.js';
import { startLiveSession } from '../helpers/live-session.js';

browserSuite('the way into the room', (browser) => {
  it('a page without a key asks for the whole link and goes on when it is pasted', async () => {
    const { link, origin } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), origin);
    await page.getByText('This page has no key. Paste the whole link, or scan the code again.').waitFor();
    await page.getByLabel('The whole link').fill(`  ${link}\n`);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(page.url()).toBe(link);
    await enterRoom(page);
    expect(trouble).toEqual([]);
  });

  it('what stands behind the # is enough', async () => {
    const { link, origin } = await startLiveSession();
    const { page } = await openPage(browser(), origin);
    await page.getByLabel('The whole link').fill(link.slice(link.indexOf('#')));
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(page.url()).toBe(link);
  });

  it('a link of this address whose # was sent to a server works, and says so', async () => {
    const { link, origin } = await startLiveSession();
    const { page } = await openPage(browser(), origin);
    await page.getByLabel('The whole link').fill(link.replace('#', '%23'));
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    await page.getByText('has been sent to a server').waitFor();
  });

  it('a pasted link of another address is opened by a press only', async () => {
    const { link, origin } = await startLiveSession();
    const other = await startLiveSession();
    const { page } = await openPage(browser(), origin);
    await page.getByLabel('The whole link').fill(other.link);
    const go = page.getByRole('button', { name: `Go to ${other.origin.slice(7)}` });
    await go.waitFor();
    expect(page.url()).not.toBe(link);
    expect(new URL(page.url()).origin).toBe(origin);
    await go.click();
    await page.waitForURL(other.link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
  });

  it('a link that an app has broken is told apart from one that is not complete', async () => {
    const { link, origin } = await startLiveSession();
    const { page } = await openPage(browser(), origin);
    await page.getByLabel('The whole link').fill(`https://room.test/${link.slice(link.indexOf('#')).replace('#', '%23')}`);
    await page.getByText('has been sent to a server').waitFor();
    await page.getByLabel('The whole link').fill('https://room.test/#L.short');
    await page.getByRole('button', { name: 'Open' }).click();
    const short = parseFragment('L.short');
    await page.getByText(errors[short.ok ? 'BUG' : (short.reason as ErrorCode)][1]).waitFor();
    await page.getByLabel('The whole link').fill('https://room.test/');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('This link has no key.').waitFor();
  });

  it('a link that cannot be used is said in the words of its error, and another one can be pasted', async () => {
    const { link, origin } = await startLiveSession();
    const { page } = await openPage(browser(), origin);
    const hash = link.slice(link.indexOf('#') + 1);
    for (const broken of [hash.slice(0, 20), hash.slice(0, -3), `${hash}.x`, `Q${hash.slice(1)}`]) {
      const fragment = parseFragment(broken);
      const [, text, hint] = errors[fragment.ok ? 'MODE_UNSUPPORTED' : (fragment.reason as ErrorCode)];
      await page.goto(`${origin}/#${broken}`);
      await page.getByText(`${text} ${hint}`).waitFor();
      await page.getByRole('heading', { name: 'This link does not work here' }).waitFor();
      expect(await page.getByRole('button', { name: /^Join/u }).count()).toBe(0);
    }
    await page.getByLabel('The whole link').fill(link);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
  });

  it('a link that an app has mangled opens the room, in the address and when it is pasted', async () => {
    const { link, origin } = await startLiveSession();
    const { page, trouble } = await openPage(browser(), `${link}).`);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    await page.goto(`${origin}/?again#${link.slice(link.indexOf('#') + 1).replace('.', '%2E')}%3E`);
    await enterRoom(page);
    for (const mangled of [`<${link}>`, `Come to ${link}, now`, `[room](${link})`, link.replace('http://', ''), [...link].join('\u200B')]) {
      await page.goto(`${origin}/?${Math.random()}`);
      await page.getByLabel('The whole link').fill(mangled);
      await page.getByRole('heading', { name: 'Join the room' }).waitFor();
      expect(page.url()).toContain(link.slice(link.indexOf('#')));
    }
    expect(trouble).toEqual([]);
  });

  it('a pasted link may have been wrapped and quoted', async () => {
    const { link, origin } = await startLiveSession();
    const { page } = await openPage(browser(), origin);
    const paste = (text: string): Promise<void> =>
      page.getByLabel('The whole link').evaluate((field, pasted) => {
        const data = new DataTransfer();
        data.setData('text/plain', pasted);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        // What a browser does by itself with what nobody has taken.
        if (field.dispatchEvent(event)) (field as HTMLInputElement).value = pasted.replaceAll(/[\r\n]/g, '');
      }, text);
    await paste(`> ${link.slice(0, 40)}\n> ${link.slice(40, -3)}`);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('This link is cut').or(page.getByText('This is not a CHATTrace link')).waitFor();
    await paste(`> ${link.slice(0, 60)}\r\n> ${link.slice(60)}\r\n> Ana`);
    await page.getByRole('heading', { name: 'Join the room' }).waitFor();
    expect(page.url()).toBe(link);
  });

  it('nobody in the room hears of the page before the press on Join', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    const heard: string[] = [];
    host.on(({ type }) => void heard.push(type));
    await page.getByText('1 person is inside').waitFor();
    expect([host.view.members.length, heard]).toEqual([1, []]);
    await enterRoom(page);
    expect(host.view.members).toHaveLength(2);
  });

  it('a nick stands ready, another is one press away, a bad one is explained', async () => {
    const { link, host } = await startLiveSession();
    const { page } = await openPage(browser(), link);
    const field = page.getByLabel('Your nick');
    const ready = await field.inputValue();
    expect(ready).toMatch(/^[a-z]+-[a-z]+$/u);
    await field.fill(' ana');
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByRole('alert').getByText('no space at its ends').waitFor();
    expect(host.view.members).toHaveLength(1);
    await page.getByRole('button', { name: 'Another nick' }).click();
    expect(await field.inputValue()).toMatch(/^[a-z]+-[a-z]+$/u);
    await enterRoom(page, 'Zoë 猫');
    await page.getByRole('complementary').getByText('Zoë 猫').waitFor();
  });

  it('the card says only what is true of the mode', async () => {
    const sealed = await startLiveSession({ mode: 'shared-key' });
    const clear = await startLiveSession({ mode: 'none' });
    const { link } = await startLiveSession({ mode: 'mls' });
    const { page } = await openPage(browser(), link);
    await page.getByText('Only who is in the list of members can read').waitFor();
    // What warns stands where there is something to be warned of.
    expect(await page.locator('.facts .label').count()).toBe(0);
    await page.goto(sealed.link);
    expect(await page.locator('.facts .label').allTextContents()).toEqual(['Anyone who ever had the link can read everything.']);
    await page.getByText('Anyone who ever had the link can read everything.').waitFor();
    await page.getByText('cannot change what you write').waitFor();
    await page.goto(clear.link);
    await page.getByText('Not encrypted: the relay can read everything.').waitFor();
    expect(await page.getByText('cannot change what you write').count()).toBe(0);
    await enterRoom(page);
    await page.getByText('not encrypted: the relay can read everything').waitFor();
    expect(await page.locator('.lock').getAttribute('data-level')).toBe('open');
  });

  it('plain http beyond this computer is refused', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link.replace('127.0.0.1', '192.0.2.1'));
    await page.getByText('plain http').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('plain http in the network of a host who chose it can be joined, and is marked all the time', async () => {
    const { link } = await startLiveSession({ lan: true, mode: 'shared-key' });
    const { page } = await openPage(browser(), link.replace('127.0.0.1', '192.0.2.1'));
    await page.getByText('This page came over plain http: its code is not authenticated.').waitFor();
    await enterRoom(page);
    await page.getByText('code not authenticated · anyone who ever had the link can read everything').waitFor();
    expect(await page.locator('.lock').getAttribute('data-level')).toBe('open');
    await page.locator('.lock').click();
    await page.getByRole('dialog').getByText('its code is not authenticated').waitFor();
  });

  it('the same session by a safe address has no such mark', async () => {
    const { link } = await startLiveSession({ lan: true });
    const { page } = await openPage(browser(), link);
    await enterRoom(page);
    await page.locator('.lock[data-level="sealed"]').waitFor();
    expect(await page.getByText('not authenticated').count()).toBe(0);
  });

  it('without JavaScript the page says why it needs it and what works instead', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), link, { ...desktop, javaScriptEnabled: false });
    // The text engine of the test tool leaves noscript out.
    expect(await page.locator('noscript h1').isVisible()).toBe(true);
    expect(await page.locator('noscript').innerText()).toContain('chattrace join');
    expect(await page.getByText('starting…').isVisible()).toBe(false);
  });

  it('a script that is not the built one does not run', async () => {
    const { link } = await startLiveSession();
    const context = await browser().newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.route('**/app/*.js', (route) => route.fulfill({ body: 'document.title = "altered"', contentType: 'text/javascript' }));
    await page.goto(link);
    await page.getByText('the code of the page did not arrive').waitFor();
    expect(await page.title()).toBe('CHATTrace');
  });
});
