import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { browserSuite, enterRoom, openPage, phone, say } from '../helpers/browser.js';
import { folder, named, openRoom, runCli, saying } from '../helpers/cli.js';
import { startLiveSession } from '../helpers/live-session.js';

const built = fileURLToPath(new URL('../../dist/client.html', import.meta.url));

/** The build's own parts, which are plain JavaScript. */
const part = (name: string): Promise<unknown> => import(/* @vite-ignore */ new URL(`../../scripts/lib/${name}.js`, import.meta.url).href);
interface Bundle {
  readonly files: readonly { readonly path: string; readonly contents: Uint8Array }[];
}

/** As a person gets it: written by the program, opened from disk. */
async function written(): Promise<string> {
  const cwd = folder();
  const client = runCli(['client', '--out', 'mine.html'], { cwd });
  expect(await client.exited).toBe(0);
  return join(cwd, 'mine.html');
}

browserSuite('the client as one file', (browser) => {
  it('opened from disk, asks for a link, joins a room of start, and talks both ways', async () => {
    const { host, link } = await openRoom();
    const { page, requests, trouble } = await openPage(browser(), pathToFileURL(await written()).href);
    await page.getByRole('heading', { name: 'Which room?' }).waitFor();
    await page.getByLabel('The whole link').fill(`Come to ${link}.`);
    await page.getByText(`This room is at ${new URL(link).host}.`).waitFor();
    await enterRoom(page, 'Ana');
    await host.event((one) => one.event === 'member-joined' && one['nick'] === 'Ana');
    await say(page, 'from a file');
    await host.event(saying('from a file'));
    await page.locator('.lock[data-level="sealed"]').waitFor();
    await page.locator('.lock').click();
    await page.getByRole('dialog').getByText('a file of this computer').waitFor();
    expect(requests).toEqual([page.url()]);
    expect(page.url()).not.toContain('#');
    expect(trouble).toEqual([]);
  });

  it('on a phone, hears the end of the session and asks for another link', async () => {
    const { host, link } = await openRoom();
    const { page, trouble } = await openPage(browser(), pathToFileURL(built).href, phone);
    await page.getByLabel('The whole link').fill(link);
    await enterRoom(page);
    host.kill('SIGINT');
    await page.getByRole('heading', { name: 'The session has ended' }).waitFor();
    await page.getByRole('button', { name: 'Paste another link' }).click();
    await page.getByLabel('The whole link').fill(link);
    await page.getByRole('button', { name: /^Join/u }).click();
    await page.getByText('Nothing answers at this address.').waitFor();
    // Only the sockets that nobody answers.
    expect(trouble.filter((one) => !/WebSocket connection to .* failed/.test(one))).toEqual([]);
  });

  it('does not take plain http to a name or to an address of the Internet', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), pathToFileURL(built).href);
    for (const host of ['room.test', '8.8.8.8', '127.0.0.1.room.test']) {
      await page.getByLabel('The whole link').fill(link.replace('127.0.0.1', host));
      await page.getByText('This link is plain http to another computer.').waitFor();
      expect(await page.getByRole('button', { name: /^Join/u }).count()).toBe(0);
    }
  });

  it('says what plain http in a network means, and not of this computer', async () => {
    const { link } = await startLiveSession();
    const { page } = await openPage(browser(), pathToFileURL(built).href);
    await page.getByLabel('The whole link').fill(link);
    await page.getByText('This room is at 127.0.0.1').waitFor();
    expect(await page.getByText('plain http').count()).toBe(0);
    await page.reload();
    await page.getByLabel('The whole link').fill(link.replace('127.0.0.1', '192.168.7.9'));
    await page.getByText('This room is at 192.168.7.9').waitFor();
    await page.getByText('whoever is in this network can see who talks when').waitFor();
  });

  it('put on a web server without https, joins nothing', async () => {
    const server = createServer((_request, answer) => answer.setHeader('content-type', 'text/html').end(readFileSync(built)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { page } = await openPage(browser(), `http://room.test:${(server.address() as AddressInfo).port}/`);
    await page.getByText('plain http').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
  });

  it('with one letter of its script altered, runs nothing', async () => {
    const path = join(folder(), 'altered.html');
    writeFileSync(path, readFileSync(built, 'utf8').replace('Which room?', 'Which door?'));
    const { page } = await openPage(browser(), pathToFileURL(path).href);
    await page.getByText('the file is not whole').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
  });
});

it('the file and what is served are the same bytes when they are built again; the file names no address', async () => {
  const { pageBundle } = (await part('page-bundle')) as { readonly pageBundle: () => Promise<Bundle> };
  const { files } = await pageBundle();
  // By their hashes: what differs would fill the screen.
  const hashes = (read: (file: Bundle['files'][number]) => Uint8Array): readonly string[] =>
    files.map((file) => `${createHash('sha256').update(read(file)).digest('hex')} ${file.path}`);
  expect(hashes(({ contents }) => contents)).toEqual(hashes(({ path }) => readFileSync(path)));
  const text = readFileSync(built, 'utf8');
  const addresses = text.match(/\b(?:https?|wss?):\/\/[\w.-]+\.\w+[^\s"'`<]*/g) ?? [];
  expect(addresses.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  // In the script the word may stand for what a picture in memory is.
  const markup = text.replace(/<script>[^]*<\/script>/, '');
  expect(markup.length).toBeLessThan(text.length);
  expect(markup.match(/\{\{|<link|src=/)).toBeNull();
});

it('what would end the script inside of the page is not built', async () => {
  const { clientFile } = (await part('client-file')) as { readonly clientFile: (script: Uint8Array, style: Uint8Array) => string };
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  expect(() => clientFile(bytes('let a = "</script>"'), bytes(''))).toThrow('cannot stand inside');
  expect(() => clientFile(bytes(''), bytes('/* </style> */'))).toThrow('cannot stand inside');
  expect(clientFile(bytes("'$&'"), bytes(''))).toContain("<script>'$&'</script>");
});

it('a file that is there is left alone', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'mine.html'), 'mine');
  const client = runCli(['client', '--out', 'mine.html', '--json'], { cwd });
  expect(await client.exited).toBe(73);
  expect(client.events[0]).toMatchObject({
    event: 'error',
    code: 'FILE_NOT_WRITTEN',
    text: expect.stringContaining('it is there already'),
  });
  expect(readFileSync(join(cwd, 'mine.html'), 'utf8')).toBe('mine');
  const good = runCli(['client', '--json'], { cwd });
  expect(await good.exited).toBe(0);
  expect(good.events.find(named('written'))).toMatchObject({ path: join(cwd, 'client.html'), bytes: readFileSync(built).length });
});
