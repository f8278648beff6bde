import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder, named, openRoom, saying } from '../helpers/cli.js';
import { hasPty, openPty, type Pty } from '../helpers/pty.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));

async function joinInTerminal(link: string): Promise<Pty> {
  const home = folder();
  const env = { PATH: process.env['PATH'], HOME: home, TERM: 'xterm', XDG_STATE_HOME: home, CHATTRACE_LINK: link };
  const pty = await openPty([process.execPath, program, 'join', '--nick', 'Ana'], { cwd: home, env, columns: 100, rows: 40 });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  await pty.until(/> $/);
  return pty;
}

describe.skipIf(!hasPty)('join in a terminal', () => {
  test('Tab completes commands, names and emoji', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await joinInTerminal(link);
    bob.write('hello\n');
    await pty.until(/1 Bob · hello/);
    pty.type('/rep\t');
    await pty.until(/> \/reply $/);
    pty.type('1 @bo\t');
    await pty.until(/> \/reply 1 @Bob $/);
    pty.type('yes\r');
    expect(await bob.event((one) => one.event === 'message' && one['own'] === undefined)).toMatchObject({
      text: '@Bob yes',
      mentioned: true,
    });
    await pty.until(/↪ 1 Bob · hello\r\n(?:> )?2 Ana·you · @Bob yes/);
    pty.type('/react 1 :tad\t');
    await pty.until(/> \/react 1 (?:🎉|:tada:) ?$/u);
    pty.type('\r');
    expect(await bob.event(named('reactions'))).toMatchObject({ reactions: [{ emoji: '🎉' }] });
  });

  test('the bell is silent until /notify, and rings for what was asked', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await joinInTerminal(link);
    bob.write('@Ana one\n');
    await pty.until(/Bob·to you · @Ana one/);
    expect(pty.raw).not.toContain('\u0007');
    pty.type('/notify mentions\r');
    await pty.until(/The bell rings when somebody names you/);
    bob.write('two\n@Ana three\n');
    await pty.until(/@Ana three[\s\S]*> $/);
    expect(pty.raw.split('\u0007')).toHaveLength(2);
    pty.type('/mute Bob\r');
    await pty.until(/Bob rings no bell here/);
    bob.write('@Ana four\n');
    await pty.until(/@Ana four[\s\S]*> $/);
    expect(pty.raw.split('\u0007')).toHaveLength(2);
  });

  test('Ctrl+Z where nothing can stop it leaves the keys as they were', async () => {
    const { link } = await openRoom();
    const pty = await joinInTerminal(link);
    pty.type('bc');
    await pty.until(/> bc$/);
    pty.type('\u001ad');
    await pty.until(/> bcd$/);
    pty.type('\u001b[Ha');
    await pty.until(/> abcd$/);
  });

  test('/panic erases the screen and what scrolled out of it, and leaves', async () => {
    const { link, guest } = await openRoom();
    const bob = await guest('Bob');
    const pty = await joinInTerminal(link);
    bob.write('a secret\n');
    await bob.event(saying('a secret'));
    await pty.until(/a secret/);
    pty.type('/panic\r');
    expect(await pty.exited).toBe(0);
    const erased = pty.raw.lastIndexOf('\u001b[3J');
    expect(erased).toBeGreaterThan(pty.raw.lastIndexOf('a secret'));
  });
});
