import { describe, expect, test } from 'vitest';
import { findLink, hasTorsocks, isAuthentic } from '../../../../src/cli/join/link-source.js';
import { isPrivateAddress } from '../../../../src/cli/config/address.js';
import { lanHost, listenAddress, localHost, reachesLoopback } from '../../../../src/cli/start/lan.js';

const at = (address: string, internal = false) =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4', netmask: '', mac: '', cidr: null, scopeid: 0 }) as const;

describe('an address of a network of one’s own', () => {
  test.each(['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.5', '169.254.1.1', '100.64.0.1', 'fd00::2', 'fe80::1', 'fcab::1'])(
    '%s is one',
    (address) => {
      expect(isPrivateAddress(address)).toBe(true);
    },
  );

  test.each([
    '9.9.9.9',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2001:db8::1',
    'fec0::1',
    'localhost',
    '10.0.0.1.example',
    '',
  ])('%s is none', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

describe('join', () => {
  const follow = (origin: string, lan: boolean) =>
    findLink({
      argument: `${origin}/#L.${'A'.repeat(43)}.${'A'.repeat(22)}`,
      environment: undefined,
      file: undefined,
      lan,
      torsocks: false,
      ask: undefined,
    }).then(
      (link) => link.origin,
      (error: { readonly code?: unknown }) => error.code,
    );

  test.each(['http://192.168.1.5:4000', 'http://[fd00::2]:4000'])('follows %s with --lan only', async (origin) => {
    expect(await follow(origin, true)).toBe(origin);
    expect(await follow(origin, false)).toBe('INSECURE_ORIGIN');
  });

  test.each(['http://203.0.113.9:80', 'http://printer.local:80', 'http://[2001:db8::1]:80'])('never follows %s', async (origin) => {
    expect(await follow(origin, true)).toBe('INSECURE_ORIGIN');
  });

  test.each(['http', 'https'])('sends nobody to a name server with an address of Tor, and says where it opens: %s', async (scheme) => {
    const origin = `${scheme}://${'a'.repeat(56)}.onion`;
    const argument = `${origin}/#L.${'A'.repeat(43)}.${'A'.repeat(22)}`;
    const asked = { argument, environment: undefined, file: undefined, lan: false, ask: undefined };
    expect(await findLink({ ...asked, torsocks: true })).toMatchObject({ origin });
    expect(isAuthentic(origin)).toBe(true);
    await expect(findLink({ ...asked, lan: true, torsocks: false })).rejects.toMatchObject({
      code: 'ONION_ADDRESS',
      hint: expect.stringContaining('torsocks') as string,
    });
  });

  test('knows torsocks by the library that it loads first', () => {
    expect(hasTorsocks({ LD_PRELOAD: '/usr/lib/x86_64-linux-gnu/torsocks/libtorsocks.so' })).toBe(true);
    expect(hasTorsocks({ LD_PRELOAD: '/lib/libjemalloc.so' })).toBe(false);
    expect(hasTorsocks({})).toBe(false);
  });
});

describe('--lan', () => {
  test('listens everywhere, unless an address was named', () => {
    expect(listenAddress({ bind: '127.0.0.1', lan: false })).toBe('127.0.0.1');
    expect(listenAddress({ bind: '127.0.0.1', lan: true })).toBe('0.0.0.0');
    expect(listenAddress({ bind: '192.168.1.5', lan: true })).toBe('192.168.1.5');
  });

  test('is reached here by loopback where that is served', () => {
    expect(['0.0.0.0', '::', '127.0.0.1', '::1', '192.168.1.5'].map(localHost)).toEqual([
      '127.0.0.1',
      '[::1]',
      '127.0.0.1',
      '[::1]',
      '192.168.1.5',
    ]);
    expect(['0.0.0.0', '::', '127.0.0.1', '::1', '127.0.0.2', '192.168.1.5'].map(reachesLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('is found by others at the address of the network card, not of a bridge', () => {
    const interfaces = {
      lo: [at('127.0.0.1', true)],
      docker0: [at('172.17.0.1')],
      wlan0: [at('fe80::1'), at('fd00::2'), at('192.168.1.5')],
    };
    expect(lanHost('0.0.0.0', interfaces)).toBe('192.168.1.5');
    expect(lanHost('0.0.0.0', { docker0: interfaces.docker0 })).toBe('172.17.0.1');
    expect(lanHost('0.0.0.0', { eth0: [at('fd00::2')] })).toBeUndefined();
    expect(lanHost('::', { eth0: [at('fd00::2')] })).toBe('[fd00::2]');
    expect(lanHost('0.0.0.0', { eth0: [at('203.0.113.9')] })).toBeUndefined();
    expect(lanHost('192.0.2.2', interfaces)).toBe('192.0.2.2');
  });
});
