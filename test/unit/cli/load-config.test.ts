import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig, type ConfigInput } from '../../../src/cli/config/load-config.js';
import { settingsSchema } from '../../../src/cli/config/schema.js';
import { environmentName, settings } from '../../../src/cli/config/setting.js';
import { userConfigPath } from '../../../src/cli/config/user-dir.js';
import { ChatError } from '../../../src/protocol/chat-error.js';

const packageFile = fileURLToPath(new URL('../../../config.json', import.meta.url));

const fileWith = (content: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'config.json'), content);
  return join(folder, 'config.json');
};

const load = (input: Partial<ConfigInput>) =>
  loadConfig({ flags: {}, environment: {}, file: undefined, userFile: undefined, packageFile, ...input });

const failure = (input: Partial<ConfigInput>): ChatError => {
  try {
    load(input);
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('config.json of the package', () => {
  const content = JSON.parse(readFileSync(packageFile, 'utf8')) as object;

  test('has every setting, valid, and no other', () => {
    expect(settingsSchema.safeParse(content).success).toBe(true);
    expect(Object.keys(content)).toEqual(settings.map(({ key }) => key));
    expect(Object.keys(settingsSchema.shape)).toEqual(settings.map(({ key }) => key));
  });

  test('is what counts when nothing else is said', () => {
    const config = load({});
    expect(config.settings).toEqual(content);
    expect(new Set(Object.values(config.sources).map(({ from }) => from))).toEqual(new Set(['package']));
  });

  test('is refused when a setting is missing', () => {
    expect(failure({ packageFile: fileWith('{"port": 0}') })).toMatchObject({
      code: 'CONFIG_BAD_VALUE',
      why: expect.stringContaining('"tunnel" is missing') as string,
    });
  });
});

describe('precedence', () => {
  test('flag, then environment, then --config, then the user’s file, then the package’s', () => {
    const userFile = fileWith('{"port": 1, "title": "user", "nick": "user", "name": "user"}');
    const file = fileWith('{"port": 2, "title": "file", "nick": "file"}');
    const environment = { CHATTRACE_PORT: '3', CHATTRACE_TITLE: 'environment' };
    const { settings: values, sources } = load({ userFile, file, environment, flags: { port: '4' } });
    expect(values).toMatchObject({ port: 4, title: 'environment', nick: 'file', name: 'user', maxMembers: 150 });
    expect(sources).toMatchObject({
      port: { from: 'flag', name: '--port' },
      title: { from: 'environment', name: 'CHATTRACE_TITLE' },
      nick: { from: 'file', name: file },
      name: { from: 'user', name: userFile },
      maxMembers: { from: 'package', name: packageFile },
    });
  });

  test('an empty variable says nothing', () => {
    expect(load({ environment: { CHATTRACE_PORT: '' } }).sources.port.from).toBe('package');
  });

  test('every setting has a variable of its name', () => {
    expect(environmentName('maxMembers')).toBe('CHATTRACE_MAX_MEMBERS');
    expect(new Set(settings.map(({ key }) => environmentName(key))).size).toBe(settings.length);
  });

  test.each([
    ['CHATTRACE_ONCE', '1', 'once', true],
    ['CHATTRACE_ONCE', 'false', 'once', false],
    ['CHATTRACE_NO_INPUT', 'true', 'noInput', true],
    ['CHATTRACE_MAX_MEMBERS', '12', 'maxMembers', 12],
    ['CHATTRACE_QR', 'off', 'qr', 'off'],
    ['CHATTRACE_TTL', '2h', 'ttl', '2h'],
    ['CHATTRACE_TUNNEL', 'cloudflared,tor', 'tunnel', 'cloudflared,tor'],
  ])('%s=%s', (name, text, key, value) => {
    expect(load({ environment: { [name]: text } }).settings).toMatchObject({ [key]: value });
  });
});

describe('a bad value', () => {
  test.each([
    ['CHATTRACE_PORT', '65536'],
    ['CHATTRACE_PORT', '0x50'],
    ['CHATTRACE_PORT', '-1'],
    ['CHATTRACE_PORT', '1.5'],
    ['CHATTRACE_ONCE', 'yes'],
    ['CHATTRACE_TTL', '5'],
    ['CHATTRACE_BIND', 'localhost'],
    ['CHATTRACE_NICK', ' Ana'],
    ['CHATTRACE_NICK', 'a\u202eb'],
    ['CHATTRACE_NAME', '../x'],
    ['CHATTRACE_NAME', 'A'],
    ['CHATTRACE_TITLE', 'x'.repeat(201)],
    ['CHATTRACE_TITLE', 'a\u001b[2J'],
    ['CHATTRACE_MAX_MEMBERS', '1'],
    ['CHATTRACE_MAX_MEMBERS', '501'],
    ['CHATTRACE_ENCRYPTION', 'rot13'],
    ['CHATTRACE_TUNNEL', 'ngrok'],
    ['CHATTRACE_TUNNEL', 'auto,tor'],
    ['CHATTRACE_TUNNEL', 'none,tor'],
    ['CHATTRACE_TUNNEL', 'tor,tor'],
    ['CHATTRACE_TUNNEL', 'ssh:'],
    ['CHATTRACE_TUNNEL', 'ssh:-oProxyCommand=touch'],
    ['CHATTRACE_TUNNEL', 'ssh:a@-b'],
    ['CHATTRACE_TUNNEL', 'ssh:host:70000'],
  ])('of %s (%j) is refused with what was expected', (name, text) => {
    expect(failure({ environment: { [name]: text } })).toMatchObject({
      code: 'CONFIG_BAD_VALUE',
      why: expect.stringMatching(/expected .*; found /) as string,
    });
  });

  test('of a flag is a matter of usage', () => {
    expect(failure({ flags: { ttl: 'soon' } })).toMatchObject({
      code: 'USAGE',
      why: expect.stringContaining('--ttl: expected a time') as string,
    });
  });

  test.each([
    'http://chat.example.org',
    'http://192.168.1.5',
    'https://chat.example.org/',
    'https://a@chat.example.org',
    'chat.example.org',
  ])('of --public-url: %s; https is expected', (text) => {
    expect(failure({ flags: { publicUrl: text } })).toMatchObject({
      code: 'USAGE',
      why: expect.stringContaining('--public-url: expected an https address') as string,
    });
  });

  test.each(['https://chat.example.org', 'https://chat.example.org:8443', 'http://127.0.0.1:8080', 'http://[::1]'])('%s is one', (text) => {
    expect(load({ flags: { publicUrl: text } }).settings.publicUrl).toBe(text);
  });

  test('in a file must have the type, not only the look', () => {
    expect(failure({ file: fileWith('{"once": "true"}') }).code).toBe('CONFIG_BAD_VALUE');
    expect(failure({ file: fileWith('{"port": null}') }).code).toBe('CONFIG_BAD_VALUE');
  });
});

describe('a value that lowers the session', () => {
  const lowered = {
    encryption: 'none',
    bind: '0.0.0.0',
    publicUrl: 'https://evil.example',
    logs: 'keep',
    tunnel: 'tor,ssh:me@[::1]:2222',
  } as const;

  test.each(Object.entries(lowered))('%s=%s is refused from the environment and from the user’s file', (key, value) => {
    expect(failure({ environment: { [environmentName(key)]: value } }).code).toBe('CONFIG_NOT_ALLOWED');
    expect(failure({ userFile: fileWith(JSON.stringify({ [key]: value })) }).code).toBe('CONFIG_NOT_ALLOWED');
  });

  test.each(Object.entries(lowered))('%s=%s counts by flag and by --config', (key, value) => {
    expect(load({ flags: { [key]: value } }).settings).toMatchObject({ [key]: value });
    expect(load({ file: fileWith(JSON.stringify({ [key]: value })) }).settings).toMatchObject({ [key]: value });
  });

  test.each([
    ['plain http in the network', 'lan'],
    ['a download without asking', 'yes'],
  ] as const)('%s is one more', (_what, key) => {
    expect(failure({ environment: { [environmentName(key)]: '1' } }).code).toBe('CONFIG_NOT_ALLOWED');
    expect(failure({ userFile: fileWith(`{"${key}": true}`) }).code).toBe('CONFIG_NOT_ALLOWED');
    expect(load({ flags: { [key]: true } }).settings[key]).toBe(true);
    expect(load({ file: fileWith(`{"${key}": true}`) }).settings[key]).toBe(true);
  });

  test('what lowers nothing may stand anywhere', () => {
    const environment = { CHATTRACE_ENCRYPTION: 'mls', CHATTRACE_BIND: '127.0.0.2', CHATTRACE_LOGS: 'delete' };
    expect(load({ environment }).settings).toMatchObject({ encryption: 'mls', bind: '127.0.0.2', logs: 'delete' });
  });
});

describe('files', () => {
  test.skipIf(process.platform === 'win32')('that everyone may write to decides nothing', () => {
    for (const as of ['file', 'userFile'] as const) {
      const path = fileWith('{"port": 1}');
      chmodSync(path, 0o666);
      expect(failure({ [as]: path })).toMatchObject({
        code: 'CONFIG_UNREADABLE',
        why: `${path}: everyone on this computer may write to it; expected mode 644 or 600, found 666`,
      });
    }
  });

  test.skipIf(process.platform === 'win32')('in a folder that everyone may write to decides nothing, unless the folder is sticky', () => {
    for (const as of ['file', 'userFile'] as const) {
      const path = fileWith('{"port": 1}');
      chmodSync(dirname(path), 0o777);
      expect(failure({ [as]: path })).toMatchObject({
        code: 'CONFIG_UNREADABLE',
        why: `${path}: everyone on this computer may replace it: its folder is open to all; expected a folder of mode 755 or 700`,
      });
      chmodSync(dirname(path), 0o1777);
      expect(load({ [as]: path }).settings.port).toBe(1);
    }
  });

  test.skipIf(process.getuid?.() !== 0)('in a sticky folder must not be somebody else’s', () => {
    const path = fileWith('{"port": 1}');
    chmodSync(dirname(path), 0o1777);
    chownSync(path, 12_345, 12_345);
    expect(failure({ userFile: path }).why).toContain('may replace it');
  });

  test('the user’s may be missing, the named one may not', () => {
    const missing = join(tmpdir(), 'chattrace-no-such-folder', 'config.json');
    expect(load({ userFile: missing }).settings.port).toBe(0);
    expect(failure({ file: missing })).toMatchObject({ code: 'CONFIG_UNREADABLE', why: expect.stringContaining(missing) as string });
  });

  test.each([
    ['linux', {}, '/home/ana/.config/chattrace/config.json'],
    ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/chattrace/config.json'],
    ['linux', { XDG_CONFIG_HOME: 'xdg' }, '/home/ana/.config/chattrace/config.json'],
    ['darwin', {}, '/home/ana/Library/Application Support/chattrace/config.json'],
    ['win32', { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming' }, 'C:\\Users\\ana\\AppData\\Roaming\\chattrace\\config.json'],
    ['win32', { APPDATA: 'Roaming' }, undefined],
    ['win32', {}, undefined],
  ] as const)('the user’s on %s with %j is %s', (platform, environment, path) => {
    expect(userConfigPath({ platform, home: '/home/ana', environment })).toBe(path);
  });

  test('a home that is no absolute path is none', () => {
    expect(userConfigPath({ platform: 'linux', home: 'home', environment: {} })).toBeUndefined();
  });
});
