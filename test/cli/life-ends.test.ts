import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBox, type Box } from '../helpers/box.js';
import { startChild } from '../helpers/child.js';
import { canary, chattrace, eventsOf, hungServer, joinAndSay, sabotage, startFlags, startSession } from '../helpers/session-process.js';

const HOSTILE = 'no \u001b[2J\u202e';

/** Nothing of the session is on the disk, no program of it runs, nobody answers at its address. */
const expectNothingLeft = async (box: Box, link: string, said: string): Promise<void> => {
  expect(box.holding(said)).toEqual([]);
  expect(box.holding(link.split('#')[1] as string)).toEqual([]);
  expect(box.files()).toEqual([]);
  // A program that only reads a pipe of ours ends a moment after a process that was killed.
  if (process.platform === 'linux') await expect.poll(() => box.running(), { timeout: 10_000 }).toEqual([]);
  const socket = connect(Number(new URL(link).port), '127.0.0.1');
  await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
};

const throws = `throw new TypeError(${JSON.stringify(HOSTILE)})`;
const rejects = `Promise.reject(new TypeError(${JSON.stringify(HOSTILE)}))`;

describe('a session that someone has written in, ended by', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: all told, wiped, exit 0', async (signal) => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box);
    const guest = await joinAndSay(box, host.link, said);
    host.kill(signal);
    expect(await host.exited).toBe(0);
    expect(await guest.exited).toBe(0);
    const ended = eventsOf(host.out.text).at(-1);
    expect(ended).toMatchObject({ event: 'ended', reason: 'signal', wipe: { children: 0, filesLeft: 0, logs: 'deleted', complete: true } });
    expect((ended as { wipe: { keys: number } }).wipe.keys).toBeGreaterThan(0);
    expect(eventsOf(guest.out.text).at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
    expect(host.err.text).toBe('');
    await expectNothingLeft(box, host.link, said);
  });

  test.each([
    ['an uncaught exception', throws],
    ['an unhandled rejection', rejects],
  ])('%s: all told, wiped, exit 70', async (_, act) => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box, { nodeFlags: sabotage(act) });
    const guest = await joinAndSay(box, host.link, said);
    host.kill('SIGUSR2');
    expect(await host.exited).toBe(70);
    expect(await guest.exited).toBe(0);
    const events = eventsOf(host.out.text);
    expect(events.at(-2)).toMatchObject({ event: 'error', code: 'BUG' });
    expect(events.at(-1)).toMatchObject({ event: 'ended', reason: 'error', code: 'BUG', wipe: { complete: true } });
    expect(eventsOf(guest.out.text).at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
    await expectNothingLeft(box, host.link, said);
  });

  test('SIGKILL: nothing was ever written', async () => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box);
    const guest = await joinAndSay(box, host.link, said);
    host.kill('SIGKILL');
    expect(await host.exited).toBe('-SIGKILL');
    await guest.out.until(/"event":"connection".*"reconnecting"/);
    guest.kill('SIGTERM');
    expect(await guest.exited).toBe(0);
    await expectNothingLeft(box, host.link, said);
  });
});

describe('a bug in a terminal-less session', () => {
  const text = async (flags: readonly string[]): Promise<string> => {
    const box = createBox();
    const host = startChild(chattrace(sabotage(throws), 'start', ...startFlags, ...flags), box);
    await host.out.until(/http\S+/);
    host.kill('SIGUSR2');
    expect(await host.exited).toBe(70);
    return host.err.text;
  };

  test('is told in words that a terminal can show, without a stack', async () => {
    const shown = await text([]);
    expect(shown).toContain('error[BUG]');
    expect(shown).toContain(String.raw`why: TypeError: no \u{1b}[2J\u{202e}`);
    for (const unsafe of ['\u001b', '\u202e']) expect(shown).not.toContain(unsafe);
    expect(shown).not.toMatch(/^ +at /m);
  });

  test('shows its stack with --debug, as safely', async () => {
    const shown = await text(['--debug']);
    expect(shown).toMatch(/^ +at /m);
    for (const unsafe of ['\u001b', '\u202e']) expect(shown).not.toContain(unsafe);
  });
});

describe('a server that hangs', () => {
  test('is given up: keys overwritten first, told as not complete, exit 70', async () => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box, { nodeFlags: hungServer });
    const guest = await joinAndSay(box, host.link, said);
    host.kill('SIGTERM');
    expect(await guest.exited).toBe(0);
    expect(await host.exited).toBe(70);
    const events = eventsOf(host.out.text);
    const ended = events.at(-1) as { readonly wipe: { readonly ms: number; readonly keys: number; readonly complete: boolean } };
    expect(ended).toMatchObject({ event: 'ended', reason: 'signal', wipe: { complete: false } });
    expect(ended.wipe.keys).toBeGreaterThan(0);
    expect(ended.wipe.ms).toBeLessThan(8_000);
    expect(events.at(-2)).toMatchObject({ event: 'error', code: 'WIPE_INCOMPLETE' });
    await expectNothingLeft(box, host.link, said);
  });

  test('is not waited for when a second signal forces the end: 128 + n at once', async () => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box, { nodeFlags: hungServer });
    const guest = await joinAndSay(box, host.link, said);
    host.kill('SIGINT');
    // Said and done: what is left is the server, which will not end.
    expect(await guest.exited).toBe(0);
    host.kill('SIGTERM');
    expect(await host.exited).toBe(143);
    await expectNothingLeft(box, host.link, said);
  });
});

describe('a start that fails', () => {
  test('a port in use: told, exit 73, nothing left', async () => {
    const box = createBox();
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const host = startChild(chattrace([], 'start', '--tunnel', 'none', '--port', String(port)), box);
    expect(await host.exited).toBe(73);
    expect(host.err.text).toContain('error[PORT_IN_USE]');
    expect(host.err.text).toContain('try: ');
    expect(host.err.text).not.toContain('overwritten');
    expect(host.out.text).toBe('');
    expect(box.files()).toEqual([]);
  });

  test('a signal before it is ready ends it cleanly', async () => {
    const box = createBox();
    const host = startChild(chattrace([], 'start', ...startFlags), box);
    await host.err.until(/config/);
    host.kill('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(box.files()).toEqual([]);
  });
});

describe('readers that go away', () => {
  test('a closed stdout ends the session quietly', async () => {
    const box = createBox();
    const host = await startSession(box);
    host.closeOutput();
    // What it has to tell now is told to nobody.
    const guest = startChild(chattrace([], 'join', '--json'), { cwd: box.cwd, env: { ...box.env, CHATTRACE_LINK: host.link } });
    expect(await host.exited).toBe(0);
    expect(host.err.text).toBe('');
    expect(await guest.exited).toBe(0);
    expect(eventsOf(guest.out.text).at(-1)).toMatchObject({ event: 'ended', reason: 'host-ended' });
  });
});
