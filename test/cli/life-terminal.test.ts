import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { createBox, type Box } from '../helpers/box.js';
import { bundle } from '../helpers/bundle.js';
import { hasPty, openPty, type Pty, type PtyOptions } from '../helpers/pty.js';
import { canary, chattrace, joinAndSay, startFlags, startSession } from '../helpers/session-process.js';

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const QUESTION = /Keep the event log \((\d+) entr(?:y|ies): joins, leaves, errors; no messages, no names\)\? › \[y\/N\]/;

const inTerminal = async (box: Box, command: readonly string[], size: PtyOptions = { columns: 160, rows: 50 }): Promise<Pty> => {
  // A crash would leave a core file, so that none is a proof.
  const pty = await openPty(command, { cwd: box.cwd, env: box.env, core: true, ...size });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  onTestFailed(() => console.error(`the terminal showed:\n${pty.text}`));
  return pty;
};

const startInTerminal = async (box: Box, ...flags: readonly string[]): Promise<Pty & { readonly link: string }> => {
  const pty = await inTerminal(box, chattrace([], 'start', ...startFlags, ...flags));
  const [link] = await pty.until(/http:\S+#\S+/);
  // The keys are read from here on.
  await pty.until(/who can see what|Who sees what/);
  return Object.assign(pty, { link });
};

const keptLogs = (box: Box): readonly string[] => box.files().filter((path) => path.endsWith('.log'));

/** Some systems hand core files to a program, or put them elsewhere (core(5)). */
const leavesCores = (): boolean => {
  try {
    return !/^[|/]/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8'));
  } catch {
    return false;
  }
};

describe.skipIf(!hasPty)('a session in a terminal', () => {
  test('Ctrl+C ends it: told beat by beat, four aligned lines, the link not again, exit 0', async () => {
    const box = createBox();
    const said = canary();
    const host = await startInTerminal(box, '--logs', 'delete');
    const guest = await joinAndSay(box, host.link, said);
    const before = host.text.length;
    host.type(CTRL_C);
    expect(await host.exited).toBe(0);
    expect(await guest.exited).toBe(0);
    const end = host.text.slice(before).split('\r\n');
    expect(end.join('\n')).toMatch(/Session ended\.\n.*overwritten.*\n.*closed/s);
    const receipt = end.filter((line) => /^(?:closed|overwritten|checked|not checked) {2,}/.test(line));
    expect(receipt.map((line) => line.search(/ {2}\S/))).toHaveLength(4);
    expect(new Set(receipt.map((line) => /^.*? {2,}/.exec(line)?.[0].length)).size).toBe(1);
    expect(end.join('')).not.toContain(host.link.split('#')[1]);
    expect(box.files()).toEqual([]);
  });

  test('that was told no size opens and ends as in any other', async () => {
    const box = createBox();
    const host = await inTerminal(box, chattrace([], 'start', ...startFlags, '--logs', 'delete'), { columns: 0, rows: 0 });
    await host.until(/no guests/);
    host.type(CTRL_C);
    expect(await host.exited).toBe(0);
    expect(host.text).toMatch(/Session ended\.[\s\S]*not checked /);
  });

  test('Ctrl+Z is refused with a reason, and the room lives on', async () => {
    const box = createBox();
    const host = await startInTerminal(box, '--logs', 'delete');
    host.type(CTRL_Z);
    await host.until(/Ctrl\+Z would freeze the room/);
    const guest = await joinAndSay(box, host.link, canary());
    host.type(CTRL_C);
    expect(await host.exited).toBe(0);
    expect(await guest.exited).toBe(0);
  });

  test('a closed terminal ends it: all told, nothing asked, no core file, exit 0', async () => {
    const box = createBox();
    const said = canary();
    const host = await startInTerminal(box);
    const guest = await joinAndSay(box, host.link, said);
    host.hangUp();
    expect(await host.exited).toBe(0);
    expect(await guest.exited).toBe(0);
    expect(host.text).not.toMatch(QUESTION);
    expect(box.files()).toEqual([]);
  });

  test('a terminal that is closed at the question ends it without a core file or a log', async () => {
    const box = createBox();
    const host = await startInTerminal(box);
    await joinAndSay(box, host.link, canary());
    host.type(CTRL_C);
    await host.until(QUESTION);
    host.hangUp();
    // Whether the end of input or the hang-up is heard first is the system's choice: the one answers no, the other forces the end.
    expect([0, 129]).toContain(await host.exited);
    expect(box.files()).toEqual([]);
  });

  test.each([
    ['n', 'n', 'deleted'],
    ['Return', '\r', 'deleted'],
    ['Ctrl+C', CTRL_C, 'deleted'],
    ['Ctrl+D', '\u0004', 'deleted'],
    ['y', 'y', 'kept'],
  ])('the question, answered with %s', async (_, key, outcome) => {
    const box = createBox();
    const said = canary();
    const host = await startInTerminal(box);
    const guest = await joinAndSay(box, host.link, said);
    host.type(CTRL_C);
    const [, count] = await host.until(QUESTION);
    expect(await guest.exited).toBe(0);
    host.type(key);
    expect(await host.exited).toBe(0);
    expect(host.text).toContain(`event log ${outcome}`);
    const logs = keptLogs(box);
    expect(box.files()).toEqual(logs);
    expect(logs).toHaveLength(outcome === 'kept' ? 1 : 0);
    expect(box.holding(said)).toEqual([]);
    if (outcome === 'kept') expect(host.text).toContain(logs[0]);
    // The guest's coming, and its going if the relay has heard of it: no entry of the host, which came too.
    expect([1, 2]).toContain(Number(count));
  });

  test('the question is not asked when no guest came', async () => {
    const box = createBox();
    const host = await startInTerminal(box);
    host.type(CTRL_C);
    expect(await host.exited).toBe(0);
    expect(host.text).not.toMatch(QUESTION);
    expect(host.text).toContain('event log deleted');
  });

  test('the question is not asked with --no-input', async () => {
    const box = createBox();
    const host = await startInTerminal(box, '--no-input');
    await joinAndSay(box, host.link, canary());
    host.type(CTRL_C);
    expect(await host.exited).toBe(0);
    expect(host.text).not.toMatch(QUESTION);
    expect(host.text).toContain('event log deleted');
    expect(box.files()).toEqual([]);
  });

  test('the question, not answered for 20 s, is a no', async () => {
    const box = createBox();
    const host = await inTerminal(box, [process.execPath, await bundle('life-fixture.ts'), box.state]);
    await host.until(/ready/);
    host.type(CTRL_C);
    await host.until(QUESTION);
    // Lets 20 s pass for the fixture.
    process.kill(host.pid, 'SIGUSR2');
    expect(await host.exited).toBe(0);
    expect(host.text).toContain('event log deleted');
    expect(box.files()).toEqual([]);
  });

  test('a second signal at the question forces the end: 128 + n', async () => {
    const box = createBox();
    const host = await startInTerminal(box);
    await joinAndSay(box, host.link, canary());
    host.type(CTRL_C);
    await host.until(QUESTION);
    process.kill(host.pid, 'SIGTERM');
    expect(await host.exited).toBe(143);
    expect(box.files()).toEqual([]);
  });

  test.skipIf(!leavesCores())('a crash leaves a core file without a word or a key in it', async () => {
    const box = createBox();
    const said = canary();
    const host = await startInTerminal(box);
    const guest = await joinAndSay(box, host.link, said);
    process.kill(host.pid, 'SIGABRT');
    expect(await host.exited).toBe(-6);
    guest.kill('SIGTERM');
    await guest.exited;
    expect(box.files().map((path) => basename(path))).toEqual([expect.stringMatching(/^core/)]);
    expect(box.holding(said)).toEqual([]);
    const key = host.link.split('.').at(-2) as string;
    expect(key).toHaveLength(43);
    expect(box.holding(key)).toEqual([]);
    expect(box.holding(Buffer.from(key, 'base64url'))).toEqual([]);
  });
});

describe.skipIf(!hasPty)('a member in a terminal', () => {
  test('whose terminal is closed leaves, no core file, exit 0', async () => {
    const box = createBox();
    const said = canary();
    const host = await startSession(box);
    const guest = await inTerminal({ ...box, env: { ...box.env, CHATTRACE_LINK: host.link } }, chattrace([], 'join'));
    await guest.until(/\n> $/);
    guest.type(`${said}\r`);
    await host.out.until(/"event":"message"/);
    guest.hangUp();
    expect(await guest.exited).toBe(0);
    await host.out.until(/"event":"member-left"/);
    host.kill('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(box.files()).toEqual([]);
  });
});
