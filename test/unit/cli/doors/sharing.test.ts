import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { ChatError } from '../../../../src/protocol/chat-error.js';
import { createFakeDoor } from '../../../helpers/fake-tunnel.js';
import { share } from '../../../helpers/shared-room.js';

const A = { state: 'ready', url: 'https://a.example' } as const;
const B = { state: 'ready', url: 'https://b.example' } as const;
const terminal = { columns: 100, rows: 20 };

test('on a terminal the local link is there at once, the public one when its door is open, and each once', async () => {
  const a = createFakeDoor('a');
  const { shown, settled, sharing } = await share({ doors: [a], screen: { terminal } });
  expect(shown.text).toMatch(/On this computer:\n\nhttp:\/\/127\.0\.0\.1:4000\/#L\.\S+\n/);
  expect(sharing.ways.best.reach).toBe('local');
  a.last.say(A);
  expect(await settled).toBe(true);
  expect(shown.text).toMatch(/a {11}open after 0 s\n\nhttps:\/\/a\.example\/#L\.\S+\n\nby a\n/);
  expect(shown.text.match(/\/#L\./g)).toHaveLength(2);
  expect(sharing.ways.best).toMatchObject({ reach: 'public', origin: A.url });
});

test('the server answers to the name of a door before anybody is told its link', async () => {
  const a = createFakeDoor('a');
  const { shown, answersTo, settled } = await share({ doors: [a], screen: { terminal } });
  expect(answersTo).toEqual([]);
  a.last.say(A);
  await settled;
  expect(answersTo).toEqual([A.url]);
  expect(shown.text).toContain(A.url);
});

test('with --quiet the terminal gets the best link alone', async () => {
  const a = createFakeDoor('a');
  const { shown, settled } = await share({ doors: [a], quiet: true, screen: { terminal, quiet: true } });
  a.last.say(A);
  await settled;
  expect(shown.text).toMatch(/^https:\/\/a\.example\/#L\.\S+\n$/);
});

test('stdout gets the best link first, then the others', async () => {
  const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
  const { settled, links } = await share({ doors: [a, b] });
  b.last.say(B);
  await turn();
  expect(links()).toEqual([]);
  a.last.say(A);
  await settled;
  expect(links()).toEqual([expect.stringContaining(`${A.url}/#`) as string, expect.stringContaining(`${B.url}/#`) as string]);
});

test('events name every change, with the link', async () => {
  const a = createFakeDoor('a');
  const { settled, events } = await share({ doors: [a], screen: { json: true } });
  a.last.say({ state: 'requesting' });
  a.last.say({ state: 'requesting', hint: 'it takes its time' });
  a.last.say(A);
  await settled;
  expect(events().map(({ event, door, state }) => [event, door, state])).toEqual([
    ['tunnel', 'a', 'resolving'],
    ['tunnel', 'a', 'requesting'],
    ['tunnel', 'a', 'ready'],
  ]);
  expect(events().at(-1)?.['url']).toMatch(/^https:\/\/a\.example\/#L\./);
});

test('an optional door that fails is told with its reason, and the room stays local', async () => {
  const a = createFakeDoor('a');
  const { settled, ends, shown, sharing } = await share({ doors: [a], optional: true, screen: { terminal } });
  a.last.fail('TUNNEL_OFFLINE', 'dial tcp\nsecond line');
  expect(await settled).toBe(true);
  expect(ends).toEqual([]);
  expect(shown.text).toMatch(
    /did not open\nwarning\[TUNNEL_OFFLINE\]: .*\nwhy: dial tcp\n {5}second line\ntry: .*\nOnly this computer can open/,
  );
  expect(shown.text.match(/\/#L\./g)).toHaveLength(1);
  expect(sharing.canReopen).toBe(true);
});

test('a named door that fails ends the session, and the end tells why', async () => {
  const a = createFakeDoor('a');
  const { settled, ends, shown } = await share({ doors: [a] });
  a.last.fail('TUNNEL_AUTH_REFUSED');
  expect(await settled).toBe(false);
  expect(ends).toEqual(['TUNNEL_AUTH_REFUSED']);
  expect(shown.text).not.toContain('warning[');
});

test('of several named doors one may fail; when all have, the session ends', async () => {
  const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
  const one = await share({ doors: [a, b] });
  a.last.fail('TUNNEL_OFFLINE');
  b.last.say(B);
  expect(await one.settled).toBe(true);
  expect(one.ends).toEqual([]);
  expect(one.shown.text).toContain('warning[TUNNEL_OFFLINE]');
  const [c, d] = [createFakeDoor('c'), createFakeDoor('d')];
  const none = await share({ doors: [c, d] });
  c.last.fail('TUNNEL_OFFLINE');
  d.last.fail('TUNNEL_TIMEOUT');
  expect(await none.settled).toBe(false);
  expect(none.ends).toEqual(['TUNNEL_TIMEOUT']);
  expect(none.shown.text).toContain('warning[TUNNEL_OFFLINE]');
  expect(none.shown.text).not.toContain('warning[TUNNEL_TIMEOUT]');
});

test('a door that dies later ends nothing; opened again, its new link is shown', async () => {
  const a = createFakeDoor('a');
  const { settled, ends, shown, sharing } = await share({ doors: [a], screen: { terminal } });
  a.last.say(A);
  await settled;
  a.last.fail('TUNNEL_EXITED', 'gone');
  await turn();
  expect(ends).toEqual([]);
  expect(shown.text).toMatch(/is closed\nwarning\[TUNNEL_EXITED\]/);
  expect(sharing.ways.best.reach).toBe('local');
  sharing.reopen();
  await turn();
  a.last.say(B);
  await turn();
  expect(shown.text).toContain('\nhttps://b.example/#L.');
  expect(sharing.ways.best.origin).toBe(B.url);
  sharing.reopen();
  expect(shown.text).toContain('There is no door to open again.');
});

test('without a door it is settled at once, with the reason for that', async () => {
  const { settled, shown, links } = await share({ doors: [], optional: true, lack: new ChatError('TUNNEL_BINARY_MISSING', 'cloudflared') });
  expect(await settled).toBe(true);
  expect(shown.text).toMatch(/^warning\[TUNNEL_BINARY_MISSING\]: .*\nwhy: cloudflared\ntry: .*\nOnly this computer/);
  expect(links()).toHaveLength(1);
});

test('with an address in the network that is the best without a door', async () => {
  const { settled, shown, sharing } = await share({ doors: [], lan: 'http://192.168.1.5:4000', screen: { terminal } });
  await settled;
  expect(sharing.ways.best.reach).toBe('lan');
  expect(shown.text).toMatch(/On this computer:\n\nhttp:\/\/127\S+\n\nIn this network:\n\nhttp:\/\/192\S+\n/);
  expect(shown.text).toContain('Only computers in this network can open the link, over plain http');
});

test('a door that gets another address: the new link is shown, the old one is dropped, and no second way is settled', async () => {
  const a = createFakeDoor('a');
  const { settled, shown, sharing } = await share({ doors: [a], screen: { terminal } });
  a.last.say(A);
  await settled;
  a.last.say(B);
  await turn();
  expect(sharing.ways.public.map(({ origin }) => origin)).toEqual([B.url]);
  expect(shown.text).toMatch(
    /a {11}has another address now: the link that it had leads nowhere\n\nhttps:\/\/b\.example\/#L\.\S+\n\nby a\n/,
  );
  a.last.say({ state: 'degraded', url: B.url });
  a.last.say(B);
  await turn();
  expect(shown.text).toMatch(/answers again\n$/);
});

test('at the end the members are told before a door is closed', async () => {
  const a = createFakeDoor('a');
  const seen: boolean[] = [];
  const { settled, shutdown } = await share({ doors: [a], farewell: async () => void seen.push(a.last.isClosed) });
  a.last.say(A);
  await settled;
  await shutdown.closer.close();
  expect([...seen, a.last.isClosed]).toEqual([false, true]);
});

test('programs hear of another address by the door alone', async () => {
  const a = createFakeDoor('a');
  const { settled, events } = await share({ doors: [a], screen: { json: true } });
  a.last.say(A);
  await settled;
  a.last.say(B);
  await turn();
  expect(events().map(({ event, state, url }) => [event, state, url?.split('#')[0]])).toEqual([
    ['tunnel', 'resolving', undefined],
    ['tunnel', 'ready', `${A.url}/`],
    ['tunnel', 'ready', `${B.url}/`],
  ]);
});

test.each([
  ['where keys are read, too', false],
  ['without keys', true],
])('why a door takes its time is said: %s', async (_where, noInput) => {
  const stdin = process.stdin.isTTY;
  process.stdin.isTTY = true;
  onTestFinished(() => void (process.stdin.isTTY = stdin));
  const a = createFakeDoor('a');
  const { shown, sharing } = await share({ doors: [a], noInput, screen: { terminal } });
  a.last.say({ state: 'requesting' });
  a.last.say({ state: 'requesting', hint: 'tor is at 14 %; the first time takes minutes' });
  await turn();
  expect(shown.text).toMatch(/\na {11}tor is at 14 %; the first time takes minutes\n$/);
  expect(sharing.progress).toEqual({ text: 'a: asking for an address, 0 s', short: '1 door opening, 0 s' });
});

test('another link of the room is shown in place of all that were shown, and alone from then on', async () => {
  const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
  const { settled, links, relink, sharing } = await share({ doors: [a, b] });
  a.last.say(A);
  await settled;
  const [old = ''] = links();
  await relink(new Uint8Array(32).fill(7));
  b.last.say(B);
  await turn();
  const next = sharing.ways.best.link;
  expect(next).not.toBe(old);
  expect(links()).toEqual([old, next, next.replace(A.url, B.url)]);
});

test('another link that comes before a door is open: the door opens to that one', async () => {
  const a = createFakeDoor('a');
  const { shown, settled, relink, sharing } = await share({ doors: [a], screen: { terminal } });
  const { local } = sharing.ways;
  await relink(new Uint8Array(32).fill(7));
  expect(sharing.ways.local.link).not.toBe(local.link);
  expect(shown.text).toContain(sharing.ways.local.link);
  a.last.say(A);
  await settled;
  expect(shown.text).toContain(sharing.ways.best.link);
  expect(shown.text.match(/\/#L\./g)).toHaveLength(3);
});
