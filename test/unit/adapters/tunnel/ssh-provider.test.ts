import { describe, expect, test } from 'vitest';
import { providerOf, type Provider } from '../../../../src/adapters/tunnel/ssh/provider.js';

const provider = (host: string): Provider => providerOf(host) as Provider;
const heard = (host: string, text: string) =>
  text
    .split('\n')
    .map((line) => provider(host).read(line))
    .filter((said) => said !== undefined);

const event = (fields: object): string => JSON.stringify({ connection_id: 'c0ffee', event: 'tcpip-forward', ...fields });

describe('localhost.run', () => {
  test.each([
    ['an address', { address: '9239ab27cc1ba2.lhr.life', status: 'success', tls_termination: true }],
    ['an address with its scheme', { address: 'https://9239ab27cc1ba2.lhr.life' }],
    ['an address that was authorised', { address: '9239ab27cc1ba2.lhr.life', authz_code: 'OK' }],
  ])('%s', (_name, fields) => {
    expect(heard('localhost.run', event(fields))).toEqual([{ url: 'https://9239ab27cc1ba2.lhr.life' }]);
  });

  test.each([
    ['another event', JSON.stringify({ event: 'authn', message: 'see https://admin.localhost.run', address: 'x.lhr.life' })],
    ['its own page', event({ address: 'admin.localhost.run' })],
    ['a port', event({ address: 'a.lhr.life:81' })],
    ['a user', event({ address: 'a.lhr.life@evil.example' })],
    ['a path', event({ address: 'a.lhr.life/x' })],
    ['a control character', event({ address: 'a.lhr.life\u001b[2J' })],
    ['no address', event({})],
    ['an address that is no text', event({ address: ['a.lhr.life'] })],
    ['broken JSON', '{"event":"tcpip-forward","address":"a.lhr.life"'],
    ['words', 'a.lhr.life tunneled with tls termination, https://a.lhr.life'],
    ['no object', '"tcpip-forward"'],
  ])('%s is no address', (_name, line) => {
    expect(heard('localhost.run', line)).toEqual([]);
  });

  test.each([
    ['TUNNEL_FORWARD_REFUSED', { status: 'failure', message: 'domain belongs to another account' }],
    ['TUNNEL_RATE_LIMITED', { status: 'failure', message: 'too many tunnels, rate limited' }],
    ['TUNNEL_FORWARD_REFUSED', { authz_code: 'DENIED', address: 'x.lhr.life' }],
  ])('%s', (code, fields) => {
    expect(heard('localhost.run', event(fields))).toMatchObject([{ code }]);
  });

  test('what it gives as a reason is bounded', () => {
    const [said] = heard('localhost.run', event({ status: 'failure', message: 'x'.repeat(3_000) }));
    expect(said).toMatchObject({ why: 'x'.repeat(300) });
  });
});

test('pinggy: of what it prints only the addresses that lead here', () => {
  const text = [
    'You are not authenticated.',
    'Your tunnel will expire in 60 minutes. Upgrade to Pinggy Pro to get unrestricted tunnels. https://dashboard.pinggy.io',
    'http://tbxhk-192-0-2-7.run.pinggy-free.link',
    'https://tbxhk-192-0-2-7.run.pinggy-free.link',
    'https://vdtwz-192-0-2-7.free.pinggy.net',
    'https://yqycl-192-0-2-7.a.free.pinggy.link',
    'https://x.pinggy.link.evil.example https://x.pinggy.link@evil.example https://x.pinggy.link:8443 https://evilpinggy.link',
  ].join('\n');
  expect(heard('a.pinggy.io', text)).toEqual([
    { url: 'https://tbxhk-192-0-2-7.run.pinggy-free.link' },
    { url: 'https://vdtwz-192-0-2-7.free.pinggy.net' },
    { url: 'https://yqycl-192-0-2-7.a.free.pinggy.link' },
  ]);
});

test('serveo: the address stands in one sentence, maybe in colour', () => {
  const text = [
    'To request a particular subdomain, see https://console.serveo.net',
    '\u001b[32mForwarding HTTP traffic from https://relego.serveo.net\u001b[0m',
    'Forwarding HTTP traffic from https://3e0a-192-0-2-7.serveousercontent.com',
    'Forwarding HTTP traffic from https://serveo.example',
  ].join('\n');
  expect(heard('serveo.net', text)).toEqual([
    { url: 'https://relego.serveo.net' },
    { url: 'https://3e0a-192-0-2-7.serveousercontent.com' },
  ]);
});

test.each([
  ['localhost.run', 'localhost.run'],
  ['ssh.localhost.run', 'localhost.run'],
  ['a.pinggy.io', 'pinggy.io'],
  ['notlocalhost.run', undefined],
  ['pinggy.io.example', undefined],
  ['127.0.0.1', undefined],
])('%s is of %s', (host, expected) => {
  expect(providerOf(host)?.host).toBe(expected);
});
