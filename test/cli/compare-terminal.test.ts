import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder, openRoom } from '../helpers/cli.js';
import { hasPty, openPty, type Pty } from '../helpers/pty.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));

/** Somebody at a terminal of this width, in the room. */
async function person(link: string, nick: string, columns: number, ...flags: readonly string[]): Promise<Pty> {
  const home = folder();
  const env = { PATH: process.env['PATH'], HOME: home, TERM: 'xterm', XDG_STATE_HOME: home, CHATTRACE_LINK: link };
  const pty = await openPty([process.execPath, program, 'join', '--nick', nick, ...flags], { cwd: home, env, columns, rows: 40 });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  await pty.until(new RegExp(`here: .*${nick}.you`));
  return pty;
}

/** Ana, and Ben whose terminal is narrow and draws ASCII only. */
async function two(): Promise<{ readonly ana: Pty; readonly ben: Pty }> {
  const { link } = await openRoom();
  const ana = await person(link, 'Ana', 100);
  const ben = await person(link, 'Ben', 40, '--ascii');
  await ana.until(/\+ Ben joined/);
  return { ana, ben };
}

/** The names of the emoji that stand on a screen. */
async function emojiOn(pty: Pty): Promise<readonly string[]> {
  const [, line = ''] = await pty.until(/\? ([^A-Z/]*)Has /);
  return line.match(/[a-z]+/g) ?? [];
}

/** Ana asks, Ben says yes, and both see the same seven. */
async function bothLook(ana: Pty, ben: Pty): Promise<void> {
  ana.type('/compare ben\r');
  await ana.until(/· Waiting for Ben …/);
  await ben.until(/\? Ana wants to compare emoji, by phone/);
  ben.type('/compare "Ana" yes\r');
  const [left, right] = [await emojiOn(ana), await emojiOn(ben)];
  expect(left).toHaveLength(7);
  expect(right).toEqual(left);
}

describe.skipIf(!hasPty)('emoji, typed in two terminals', () => {
  test('the same seven on both; yes marks, for oneself alone, and no takes the mark away', async () => {
    const { ana, ben } = await two();
    await bothLook(ana, ben);
    ana.type('/compare Ben yes\r');
    await ana.until(/You have the same emoji as Ben\.[\s\S]*Ben·✓ is verified: you compared the key/);
    ben.type('/compare Ana no\r');
    await ben.until(/error\[CODE_DIFFERENT\]/);
    ben.type('/who\r');
    expect((await ben.until(/3 here: [^\n]*\n?[^\n]*/))[0]).not.toContain('|v');
    expect(ben.text).not.toContain('is verified');
  });

  test('who asked can leave it before an answer, and what is not yes or no says so', async () => {
    const { ana, ben } = await two();
    ana.type('/compare Ben yes\r');
    await ana.until(/error\[COMMAND_UNCLEAR\][\s\S]*why: no emoji are shown now/);
    ana.type('/compare Ben\r');
    await ben.until(/\? Ana wants to compare emoji/);
    ana.type('/compare Ben perhaps\r');
    await ana.until(/why: behind the name stands yes or no/);
    ana.type('/compare Ben no\r');
    await ana.until(/· You compare nothing with Ben now\./);
    await ben.until(/- Ana has stopped comparing, or sees/);
    ben.type('/compare Ana yes\r');
    await ben.until(/error\[COMMAND_UNCLEAR\]/);
  });

  test('with the host, whose terminal nobody looks at for that, ends at once', async () => {
    const { link } = await openRoom('--nick', 'Hana');
    const ana = await person(link, 'Ana', 100);
    ana.type('/compare Hana\r');
    await ana.until(/· Hana·host compares no emoji: its mark is the one in the link\./);
  });
});
