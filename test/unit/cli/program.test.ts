import { describe, expect, test } from 'vitest';
import { invocationOf } from '../../../src/cli/invocation.js';
import { readCommandLine } from '../../../src/cli/program.js';
import { settings } from '../../../src/cli/config/setting.js';
import { ChatError } from '../../../src/protocol/chat-error.js';

const read = (...argv: string[]) => {
  let written = '';
  const asked = readCommandLine(argv, { name: 'chattrace', version: '1.2.3', write: (text) => (written += text) });
  return { asked, written };
};

const refused = (...argv: string[]): unknown => {
  try {
    read(...argv);
  } catch (error) {
    return error instanceof ChatError ? { code: error.code, why: error.why } : error;
  }
  return 'accepted';
};

describe('the command line', () => {
  test('gives the flags of start as text, and only those that were given', () => {
    const { asked } = read('start', '--port', '80', '--no-input', '--once', '--no-qr', '--color', '--max-members', '9', '--config', 'f');
    expect(asked).toEqual({
      type: 'start',
      flags: { port: '80', noInput: true, once: true, qr: 'off', color: 'on', maxMembers: '9' },
      file: 'f',
      link: undefined,
      linkFile: undefined,
    });
    expect(read('start').asked).toMatchObject({ type: 'start', flags: {} });
  });

  test('gives link and link file of join', () => {
    expect(read('join', 'http://x/#y', '--nick', 'Ana').asked).toMatchObject({ type: 'join', link: 'http://x/#y', flags: { nick: 'Ana' } });
    expect(read('join', '--link-file', 'f').asked).toMatchObject({ type: 'join', linkFile: 'f', link: undefined });
  });

  test('gives what doctor and cleanup were asked for', () => {
    expect(read('doctor').asked).toEqual({ type: 'doctor', online: false, flags: {}, file: undefined });
    expect(read('doctor', '--online', '--json').asked).toMatchObject({ online: true, flags: { json: true } });
    expect(read('cleanup').asked).toEqual({ type: 'cleanup', logs: false, binary: false, flags: {}, file: undefined });
    expect(read('cleanup', '--logs').asked).toMatchObject({ logs: true, binary: false, flags: {} });
    expect(read('cleanup', '--binary', '--quiet').asked).toMatchObject({ logs: false, binary: true, flags: { quiet: true } });
    expect(read('cleanup', '--all').asked).toMatchObject({ logs: true, binary: true });
  });

  test('gives what verify and client were asked for', () => {
    expect(read('verify', 'https://a.example', '--json').asked).toMatchObject({
      type: 'verify',
      link: 'https://a.example',
      flags: { json: true },
    });
    expect(read('verify', '--link-file', 'f').asked).toMatchObject({ type: 'verify', link: undefined, linkFile: 'f' });
    expect(read('client').asked).toEqual({ type: 'client', out: 'client.html', flags: {}, file: undefined });
    expect(read('client', '--out', 'mine.html').asked).toMatchObject({ out: 'mine.html' });
  });

  test.each(['doctor', 'cleanup', 'verify', 'client'])('%s knows nothing of a room', (command) => {
    for (const option of ['--port', '--nick', '--encryption']) expect(refused(command, option, '1')).toMatchObject({ code: 'USAGE' });
  });

  test('start and config know every setting', () => {
    for (const command of ['start', 'config']) {
      const { written } = read(command, '--help');
      for (const { flag } of settings) expect(written).toContain(flag);
    }
  });

  test('join knows no setting of the room', () => {
    expect(refused('join', '--port', '80')).toMatchObject({
      code: 'USAGE',
      why: expect.stringContaining("unknown option '--port'") as string,
    });
  });

  test.each([
    [['start', '--prot', '80'], "unknown option '--prot'"],
    [['start', '--port'], 'argument missing'],
    [['join', 'a', 'b'], 'too many arguments'],
    [['start', '--qr', 'on'], '--qr takes no value; found "on"'],
    [['start', '--no-qr=true'], '--no-qr takes no value; found "true"'],
    [['join', '--color', 'off'], '--color takes no value; found "off"'],
    [['join', '--json', '1'], '--json takes no value; found "1"'],
    [['doctor', '--online', 'yes'], '--online takes no value; found "yes"'],
    [['doctor', '--json=1'], '--json takes no value; found "1"'],
    [['cleanup', '--all', 'true'], '--all takes no value; found "true"'],
    [['cleanup', '--logs=on'], '--logs takes no value; found "on"'],
    [['cleanup', '--ascii', 'off'], '--ascii takes no value; found "off"'],
    [['config', '--lan', 'false'], '--lan takes no value; found "false"'],
    [['start', '--config', ''], '--config: expected the path of a file; found ""'],
    [['doctor', '--config='], '--config: expected the path of a file; found ""'],
    [['wait'], "unknown command 'wait'"],
    [[], 'a command is needed'],
    [['help'], "unknown command 'help'"],
  ])('%j is a matter of usage', (argv, why) => {
    expect(refused(...argv)).toMatchObject({ code: 'USAGE', why: expect.stringContaining(why) as string });
  });

  test('help and version are written and nothing is left to do', () => {
    expect(read('--help')).toMatchObject({ asked: { type: 'help' }, written: expect.stringContaining('start') as string });
    expect(read('--version')).toEqual({ asked: { type: 'help' }, written: '1.2.3\n' });
  });
});

describe('hints name the program as it was called', () => {
  const hint = 'See chattrace start --help, or chattrace config, of CHATTrace.';

  test.each([
    ['/usr/bin/chattrace', {}, 'See chattrace start --help, or chattrace config, of CHATTrace.'],
    [undefined, {}, 'See chattrace start --help, or chattrace config, of CHATTrace.'],
    ['/here/bin/chattrace.js', {}, 'See node bin/chattrace.js start --help, or node bin/chattrace.js config, of CHATTrace.'],
    ['/there/bin/chattrace.js', {}, 'See node /there/bin/chattrace.js start --help, or node /there/bin/chattrace.js config, of CHATTrace.'],
    ['/here/bin/chattrace.js', { npm_lifecycle_event: 'start' }, 'See npm start -- --help, or node bin/chattrace.js config, of CHATTrace.'],
    ['/x/_npx/chattrace', { npm_command: 'exec' }, 'See npx chattrace start --help, or npx chattrace config, of CHATTrace.'],
  ])('%s %j', (script, environment, words) => {
    expect(invocationOf({ script, cwd: '/here', environment })(hint)).toBe(words);
  });
});
