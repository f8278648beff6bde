import { describe, expect, test } from 'vitest';
import { showBanner } from '../../../src/cli/start/banner.js';
import { drawQr } from '../../../src/cli/start/qr.js';
import { diesWithConnection } from '../../../src/cli/start/watch-room.js';
import { clipboardPrograms, copySequence } from '../../../src/cli/start/clipboard.js';
import { readKeys } from '../../../src/cli/start/keys.js';
import { wantsColour } from '../../../src/cli/terminal/colour.js';
import { safe } from '../../../src/cli/terminal/safe-text.js';
import { ChatError } from '../../../src/protocol/chat-error.js';
import { createFakeScreen, type FakeScreenOptions } from '../../helpers/fake-screen.js';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const terminal = { columns: 80, rows: 24 };

describe('colour', () => {
  test.each([
    ['on', { NO_COLOR: '1' }, false, true],
    ['off', { FORCE_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { FORCE_COLOR: '0' }, true, false],
    ['auto', { TERM: 'dumb', FORCE_COLOR: '1' }, false, true],
    ['auto', { TERM: 'xterm' }, true, true],
    ['auto', { TERM: 'xterm' }, false, false],
    ['auto', { TERM: 'dumb' }, true, false],
  ] as const)('%s with %j, terminal %j: %j', (setting, environment, isTerminal, wanted) => {
    expect(wantsColour(setting, environment, isTerminal)).toBe(wanted);
  });
});

describe('an error', () => {
  const lines = (options: FakeScreenOptions): string => {
    const screen = createFakeScreen(options);
    screen.reporter.error({ code: 'PORT_IN_USE', why: '127.0.0.1:80 \u001b[2J' });
    return screen.text;
  };

  test('has code, why and what to do, also with --quiet; outside text is escaped', () => {
    const words =
      'error[PORT_IN_USE]: This port is in use.\nwhy: 127.0.0.1:80 \\u{1b}[2J\ntry: Choose another with --port, or leave it out: any free one is taken.\n';
    expect(lines({})).toBe(words);
    expect(lines({ quiet: true })).toBe(words);
  });

  test('is broken between words in a narrow terminal', () => {
    expect(
      lines({ terminal: { columns: 30, rows: 24 } })
        .split('\n')
        .every((line) => line.length <= 30),
    ).toBe(true);
  });

  test('is an event with --json, and its stack is shown with --debug only', () => {
    const quiet = createFakeScreen({ json: true });
    quiet.reporter.failure(new ChatError('BUG', 'x'));
    expect(JSON.parse(quiet.result)).toMatchObject({ v: 1, event: 'error', code: 'BUG', text: 'CHATTrace made a mistake. (x)' });
    expect(quiet.raw).toBe('');
    const debug = createFakeScreen({ json: true, debug: true });
    debug.reporter.failure(new ChatError('BUG', 'x', new TypeError('\u001b]0;y')));
    expect(debug.raw).toContain('TypeError: \\u{1b}]0;y');
    expect(debug.raw).toContain('screen.test.ts');
  });
});

describe('a screen', () => {
  test('draws ASCII only when asked to', () => {
    const screen = createFakeScreen({ ascii: true, terminal });
    screen.reporter.line(safe`joining … · it’s 2 × 3`);
    expect(screen.text).toBe("joining ... - it's 2 x 3\n");
  });

  test('keeps its live line below all others', () => {
    const screen = createFakeScreen({ terminal });
    screen.reporter.screen.status(safe`status`);
    screen.reporter.line(safe`line`);
    screen.reporter.screen.status(undefined);
    expect(screen.raw).toBe('status\r\u001b[Kline\nstatus\r\u001b[K');
  });

  test('has no live line when it is no terminal', () => {
    const screen = createFakeScreen();
    screen.reporter.screen.status(safe`status`);
    expect(screen.raw).toBe('');
  });

  test('breaks a line only when it is told to', () => {
    const screen = createFakeScreen({ terminal: { columns: 10, rows: 24 } });
    screen.reporter.line(safe`one two three`);
    screen.reporter.line(safe`one two three`, 2);
    expect(screen.text).toBe('one two three\none two\n  three\n');
  });
});

describe('the banner', () => {
  test.each([
    [100, '____'],
    [40, 'CHATTrace\n'],
  ])('%d columns wide', (columns, words) => {
    const screen = createFakeScreen({ terminal: { columns, rows: 24 } });
    showBanner(screen.reporter.screen, root);
    expect(screen.text).toContain(words);
    expect(screen.text.split('\n').every((line) => line.length < columns)).toBe(true);
  });
});

describe('the QR code', () => {
  const secret = { mode: 'shared-key' as const, s: new Uint8Array(32).fill(7), hostFp: new Uint8Array(16).fill(9) };

  test('fits 44 × 24 with a public name', () => {
    const { screen } = createFakeScreen({ terminal }).reporter;
    const qr = drawQr('https://four-random-words-here.trycloudflare.com', secret, screen);
    expect(qr.columns).toBeLessThanOrEqual(44);
    expect(qr.rows).toBeLessThanOrEqual(24);
    expect(qr.lines.every(({ text }) => [...text].length === qr.columns)).toBe(true);
  });

  test('without colours draws light what must be light: the edge', () => {
    const { screen } = createFakeScreen({ terminal }).reporter;
    expect(drawQr('http://127.0.0.1:1', secret, screen).lines[0]?.text).toMatch(/^█+$/);
  });

  test('with colours is black on white: the edge is empty', () => {
    const { screen } = createFakeScreen({ terminal, colour: true }).reporter;
    expect(drawQr('http://127.0.0.1:1', secret, screen).lines[0]?.text).toMatch(/^\u001b\[30m\u001b\[107m +\u001b\[49m\u001b\[39m$/);
  });

  test('takes an IPv6 address, too, whose brackets its alphabet lacks', () => {
    const { screen } = createFakeScreen({ terminal }).reporter;
    const size = (origin: string): number => drawQr(origin, secret, screen).columns;
    expect(size('http://[fd00::2]:4000')).toBeGreaterThanOrEqual(size('http://192.168.1.5:4000'));
  });

  test('with --ascii has ASCII only', () => {
    const { screen } = createFakeScreen({ terminal, colour: true, ascii: true }).reporter;
    for (const { text } of drawQr('http://127.0.0.1:1', secret, screen).lines) expect(text).toMatch(/^[ #]+$/);
  });
});

describe('keys', () => {
  const typed = (...chunks: string[]): unknown[] => {
    const done: unknown[] = [];
    const input = Object.assign(new EventEmitter(), {
      setRawMode: (on: boolean) => done.push(on),
      pause: () => done.push('pause'),
      resume: () => done.push('resume'),
    });
    const stop = readKeys(input as unknown as NodeJS.ReadStream, {
      copy: () => done.push('copy'),
      qr: () => done.push('qr'),
      lock: () => done.push('lock'),
      reopen: () => done.push('reopen'),
      lan: () => done.push('lan'),
      rotate: () => done.push('rotate'),
      receive: (signal) => done.push(signal),
    });
    for (const chunk of chunks) input.emit('data', Buffer.from(chunk));
    stop();
    input.emit('data', Buffer.from('c'));
    return done;
  };

  test('c, q, l, t, in either case but for l and L, and R alone, Ctrl+C and Ctrl+Z do what they say; others, and Ctrl+D, nothing', () => {
    expect(typed('c', 'Q', 'l', 'L', 'T', 'R', 'r', 'x', '\u0004', '\u001a', '\u0003')).toEqual([
      true,
      'resume',
      'copy',
      'qr',
      'lock',
      'lan',
      'reopen',
      'rotate',
      'SIGTSTP',
      'SIGINT',
      'pause',
      false,
    ]);
  });

  test('what is pasted, and arrows, press no letter', () => {
    expect(typed('click', '\u001b[C', 'cc\u0003')).toEqual([true, 'resume', 'SIGINT', 'pause', false]);
  });
});

describe('the clipboard', () => {
  test.each([
    ['darwin', {}, ['pbcopy']],
    ['win32', {}, ['clip']],
    ['linux', {}, []],
    ['linux', { WAYLAND_DISPLAY: 'w', DISPLAY: ':0' }, ['wl-copy', 'xclip', 'xsel']],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, ['clip.exe']],
  ] as const)('on %s with %j is %j', (platform, environment, programs) => {
    expect(clipboardPrograms({ platform, environment }).map(([name]) => name)).toEqual(programs);
  });

  test('of a terminal is asked for by OSC 52', () => {
    expect(copySequence('http://x/#é')).toBe('\u001b]52;c;aHR0cDovL3gvI8Op\u0007');
  });
});

test.each([
  [{}, false],
  [{ SSH_TTY: '/dev/pts/1' }, true],
  [{ SSH_CONNECTION: 'x', TMUX: 'x' }, false],
  [{ SSH_CONNECTION: 'x', STY: 'x' }, false],
])('a room over ssh with %j dies with the connection: %j', (environment, dies) => {
  expect(diesWithConnection(environment)).toBe(dies);
});
