import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder, named, runCli } from '../helpers/cli.js';
import { bare, dns } from '../helpers/played-doors.js';
import { hasPty, openPty, type Pty } from '../helpers/pty.js';
import { before } from '../helpers/session-process.js';

const program = fileURLToPath(new URL('../../bin/chattrace.js', import.meta.url));
const LINK = /http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]{43}\.[\w-]{22}/;
const CTRL_C = '\u0003';
const chosenNot = /warning\[TUNNEL_BINARY_MISSING\][\s\S]*you chose not to download it[\s\S]*no guests/;

const inTerminal = async (command: readonly string[], environment: NodeJS.ProcessEnv = bare): Promise<Pty> => {
  const home = folder();
  mkdirSync(join(home, 'cache'));
  const env = { HOME: home, TERM: 'xterm', XDG_STATE_HOME: home, XDG_CACHE_HOME: join(home, 'cache'), NO_COLOR: '1', ...environment };
  const pty = await openPty(command, { cwd: home, env, columns: 120, rows: 50 });
  onTestFinished(() => pty[Symbol.asyncDispose]());
  return pty;
};
const start = (...args: readonly string[]): readonly string[] => [process.execPath, program, 'start', '--no-qr', ...args];

describe.skipIf(!hasPty)('the question about the download', () => {
  test('is not answered by what was typed before it', async () => {
    const pty = await inTerminal(start('--logs', 'delete'));
    pty.type('y\ry');
    // Echoed: the terminal has it, and nobody has read it.
    await pty.until(/^y\r?\ny/);
    await pty.until(/Download it\? .*\[Y\/n\]/);
    pty.type('n');
    await pty.until(chosenNot);
    expect(pty.text).toMatch(/Download it\? … no/);
    // There was no door.
    pty.type(CTRL_C);
    expect(await pty.exited).toBe(0);
    expect(pty.text).toMatch(/^Server closed\.\r?$/m);
  });

  test('is not answered by what is pasted', async () => {
    const pty = await inTerminal(start('--logs', 'delete'));
    await pty.until(/Download it\? .*\[Y\/n\]/);
    pty.type('yes, y\r');
    // The bell: it was heard, and is no key.
    await expect.poll(() => pty.raw, { timeout: 30_000 }).toContain('\u0007');
    pty.type('n');
    await pty.until(chosenNot);
  });

  test.each([
    ['Escape', '\u001b', chosenNot],
    ['Ctrl+D', '\u0004', chosenNot],
    ['Ctrl+C', CTRL_C, /nothing stays/],
    ['Ctrl+C in a paste', `yy${CTRL_C}y`, /nothing stays/],
  ])('%s is a no, and says no', async (_name, key, then) => {
    const pty = await inTerminal(start('--logs', 'delete'));
    await pty.until(/Download it\? .*\[Y\/n\]/);
    pty.type(key);
    await pty.until(then);
    expect(pty.text).toMatch(/Download it\? … no/);
    expect(pty.text).not.toContain('… yes');
  });

  test('Ctrl+Z is refused there too, with the reason, and the question stands again', async () => {
    const pty = await inTerminal(start('--logs', 'delete'));
    await pty.until(/Download it\? .*\[Y\/n\]/);
    pty.type('\u001a');
    await pty.until(/\[Y\/n\]\r?\nCtrl\+Z would freeze the room[\s\S]*\r?\n.*Download it\? .*\[Y\/n\]$/);
    pty.type('n');
    await pty.until(chosenNot);
  });
});

/** A server that takes its time to close, so that keys can be pressed meanwhile. */
const slow = before(`
  import net from 'node:net';
  const { close } = net.Server.prototype;
  net.Server.prototype.close = function (...given) {
    setTimeout(() => close.apply(this, given), 500);
    return this;
  };`).join('=');

describe.skipIf(!hasPty)('the end of a session', () => {
  test('does not show the keys that are pressed meanwhile, nor take them for an answer, and gives the terminal back', async () => {
    const pty = await inTerminal(['/bin/sh', '-c', '"$@"; stty -a', 'sh', ...start('--tunnel', 'none')], {
      PATH: process.env['PATH'],
      NODE_OPTIONS: `${dns} ${slow}`,
    });
    await pty.until(/no guests · 0 messages/);
    const guest = runCli(['join', '--json'], { environment: { CHATTRACE_LINK: LINK.exec(pty.text)?.[0] } });
    await guest.event(named('joined'));
    await pty.until(/1 guest/);
    pty.type(CTRL_C);
    await pty.until(/Keys overwritten/);
    pty.type('yzy');
    await pty.until(/Keep the event log .*\[y\/N\]/);
    pty.type('n');
    await pty.until(/event log deleted[\s\S]* echo .*/);
    expect(await pty.exited).toBe(0);
    expect(pty.text).not.toContain('yzy');
    expect(pty.text).toMatch(/[ ;]icanon /);
  });
});
