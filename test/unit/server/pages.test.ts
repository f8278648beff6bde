import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.js';
import { systemRandom } from '../../../src/adapters/random.js';
import { createChatServer } from '../../../src/server/chat-server.js';
import { roomIdOf } from '../../../src/crypto/key-schedule.js';
import { formatFragment, formatQrParts, type LinkSecret } from '../../../src/crypto/link.js';
import { ids } from '../../../src/protocol/ids.js';
import type { Mode } from '../../../src/protocol/mode.js';
import { createPageRoot, type PageRoot } from '../../helpers/page-root.js';
import { rawExchange, rawRequest, rawUpgrade, type RawAnswer } from '../../helpers/raw-http.js';
import { openRoom } from '../../helpers/socket-member.js';
import { startTestServer } from '../../helpers/test-server.js';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

function expectStrict({ headers }: RawAnswer): void {
  expect(headers).toMatchObject({
    'content-security-policy': CSP,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(headers['permissions-policy']).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/);
  for (const absent of ['set-cookie', 'server', 'x-powered-by', 'etag', 'last-modified', 'access-control-allow-origin']) {
    expect(headers).not.toHaveProperty(absent);
  }
}

const isErrorPage = ({ body }: RawAnswer): boolean => body.toString().startsWith('<!doctype html><title>error</title>');
const sri = (bytes: Buffer): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

describe('what is served', () => {
  test('the page names its script and style with the hashes of the very bytes that are served', async () => {
    const { port, page } = await startTestServer();
    const index = await rawRequest(port, '/');
    expect(index.status).toBe(200);
    expect(index.headers['content-type']).toBe('text/html; charset=utf-8');
    expectStrict(index);
    const named = [...index.body.toString().matchAll(/(?:src|href)="([^"]+)" integrity="([^"]+)"/g)].map(([, path, hash]) => ({
      path,
      hash,
    }));
    expect(named.map(({ path }) => path)).toEqual([`/app/${page.style}`, `/app/${page.script}`]);
    for (const { path, hash } of named) {
      const asset = await rawRequest(port, path as string);
      expect(asset.status).toBe(200);
      expectStrict(asset);
      expect(sri(asset.body)).toBe(hash);
    }
    expect((await rawRequest(port, `/app/${page.script}`)).headers['content-type']).toMatch(/^(text|application)\/javascript/);
  });

  test('the manifest hash is that of the names and hashes of everything served', async () => {
    const { server, port, page } = await startTestServer();
    const line = async (name: string, path: string): Promise<string> =>
      `${createHash('sha256')
        .update((await rawRequest(port, path)).body)
        .digest('hex')}  ${name}\n`;
    const manifest = [
      await line(`app/${page.script}`, `/app/${page.script}`),
      await line(`app/${page.part}`, `/app/${page.part}`),
      await line(`app/${page.style}`, `/app/${page.style}`),
      await line('error.html', '/nothing-here'),
      await line('index.html', '/'),
    ];
    expect(server.assets.sha256).toBe(createHash('sha256').update(manifest.join('')).digest('hex'));
  });

  test('HEAD answers the headers alone', async () => {
    const { port } = await startTestServer();
    const answer = await rawRequest(port, '/', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(0);
    expectStrict(answer);
  });
});

describe('what is not served', () => {
  test.each([
    '/nothing-here',
    '/app/',
    '/app',
    '/app/integrity.json',
    '/app/left-over.000000000000.js',
    '/secret.txt',
    '/templates/index.html',
    '/app/../../secret.txt',
    '/app/..%2f..%2fsecret.txt',
    '/app/%2e%2e/%2e%2e/secret.txt',
    '/app/..%5c..%5csecret.txt',
    '//etc/passwd',
    '/app/%00',
    '/ws',
    '/favicon.ico',
  ])('%s: 404 and the error page', async (path) => {
    const { port } = await startTestServer();
    const answer = await rawRequest(port, path);
    expect(answer.status).toBe(404);
    expect(isErrorPage(answer)).toBe(true);
    expectStrict(answer);
  });

  test('nothing of a request is in the answer', async () => {
    const { port } = await startTestServer();
    const answers = await Promise.all([
      rawRequest(port, '/canary-path?canary-query', { extra: ['X-Canary: canary-header', 'Cookie: canary=canary-cookie'] }),
      rawRequest(port, '/%canary'),
      rawUpgrade(port, '/ws', ['Origin: https://canary.example']),
    ]);
    for (const answer of answers) expect(JSON.stringify(answer.headers) + answer.body.toString()).not.toContain('canary');
  });
});

describe('what is refused', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s: 405', async (method) => {
    const { port } = await startTestServer();
    for (const path of ['/', '/ws', '/nothing-here']) {
      const answer = await rawRequest(port, path, { method, extra: ['Content-Length: 2'], body: 'ab' });
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBe('GET, HEAD');
      expectStrict(answer);
    }
  });

  test.each([
    ['a body', 413, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc'],
    ['a chunked body', 413, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
    ['a long address', 414, `GET /${'a'.repeat(600)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
    ['long headers', 431, `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ${'a'.repeat(9000)}\r\n\r\n`],
    ['an address that cannot be decoded', 400, 'GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
    ['what is not HTTP', 400, 'canary\r\n\r\n'],
    ['an upgrade elsewhere', 400, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['an upgrade to something else', 400, 'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'],
    [
      'an upgrade without a key',
      400,
      'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n',
    ],
  ])('%s: %d, and the connection is closed', async (_what, status, request) => {
    const { port } = await startTestServer();
    const answer = await rawExchange(port, request);
    expect(answer.status).toBe(status);
    expect(answer.headers['connection']).toBe('close');
    expectStrict(answer);
  });

  test('an unknown expectation means nothing', async () => {
    const { port } = await startTestServer();
    const answer = await rawRequest(port, '/', { extra: ['Expect: canary'] });
    expect(answer.status).toBe(200);
    expectStrict(answer);
  });
});

describe('a secret in the path', () => {
  const secretOf = (mode: Mode, hostFp = new Uint8Array(16).fill(9)): LinkSecret => ({ mode, s: new Uint8Array(32).fill(7), hostFp });
  const LINK = secretOf('shared-key');
  const SECRET = formatFragment(LINK);
  const QR = formatQrParts('', LINK)[1];

  /** A server with the room of this link. */
  const roomOf = async (secret: LinkSecret) => {
    const world = await startTestServer();
    await openRoom(world.server, { room: ids.bytes(roomIdOf(secret)), cap: new Uint8Array(32) });
    return world;
  };

  test.each([
    `/%23${SECRET}`,
    `/%2523${SECRET}`,
    `/%252523${SECRET}`,
    `/#${SECRET}`,
    `//%23${SECRET}`,
    `/%23${QR}`,
    `/%23${SECRET.replaceAll('.', '%2E')}`,
    `/%23${SECRET}?utm=mail`,
    `http://127.0.0.1/%23${SECRET}`,
  ])('%s: 400, and the room is told', async (path) => {
    const { port, logs } = await roomOf(LINK);
    const answer = await rawRequest(port, path);
    expect(answer.status).toBe(400);
    expect(isErrorPage(answer)).toBe(true);
    expectStrict(answer);
    expect(logs).toEqual([{ type: 'link-exposed' }]);
  });

  test.each([secretOf('none'), secretOf('mls', new Uint8Array(0))])('of another mode, or without a host, too', async (secret) => {
    const { port, logs } = await roomOf(secret);
    expect((await rawRequest(port, `/%23${formatFragment(secret)}`)).status).toBe(400);
    expect(logs).toEqual([{ type: 'link-exposed' }]);
  });

  test('it is told once, not for every request, and under whatever name', async () => {
    const { port, logs } = await roomOf(LINK);
    for (let i = 0; i < 3; i++)
      await rawExchange(port, `POST /%23${SECRET} HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n`);
    expect(logs).toEqual([{ type: 'link-exposed' }]);
  });

  test('a secret that is made up alarms nobody: the room has another', async () => {
    const { port, logs } = await roomOf(LINK);
    const others = [secretOf('none'), secretOf('shared-key', new Uint8Array(16)), { ...LINK, s: new Uint8Array(32) }].map(formatFragment);
    for (const other of [...others, `L.${'A'.repeat(43)}`, `L.${'A'.repeat(43)}.${'A'.repeat(22)}`])
      expect((await rawRequest(port, `/%23${other}`)).status).toBe(400);
    expect(logs).toEqual([]);
  });

  test.each([
    '/%23',
    '/%23%zz',
    '/%23L.secret.host',
    `/%23${SECRET.slice(0, 44)}`,
    `/%23L.${'s'.repeat(44)}.`,
    `/%23L.${'S'.repeat(53)}.`,
    `/%23X${SECRET.slice(1)}`,
    `/%23${SECRET.slice(2)}`,
    `/%23${SECRET}A`,
    `/%23${SECRET.slice(0, -1)}`,
  ])('%s: 400, but nobody is alarmed', async (path) => {
    const { port, logs } = await roomOf(LINK);
    expect((await rawRequest(port, path)).status).toBe(400);
    expect(logs).toEqual([]);
  });

  test.each([`/?%23${SECRET}`, `/a%23${SECRET}`])('%s is none', async (path) => {
    const { port, logs } = await roomOf(LINK);
    await rawRequest(port, path);
    expect(logs).toEqual([]);
  });
});

describe('a page that is not whole', () => {
  const create = (page: PageRoot) => createChatServer({ root: page.path, clock: systemClock, random: systemRandom, log: () => undefined });
  const app = (page: PageRoot, file: string): string => join(page.path, 'assets', 'app', file);

  test.each<[string, (page: PageRoot) => void]>([
    ['not built', (page) => rmSync(join(page.path, 'assets', 'app'), { recursive: true })],
    ['without integrity.json', (page) => rmSync(app(page, 'integrity.json'))],
    ['with an integrity.json that is not JSON', (page) => writeFileSync(app(page, 'integrity.json'), '{')],
    ['with an integrity.json without the style', (page) => writeFileSync(app(page, 'integrity.json'), '{"script":{}}')],
    [
      'with a file name that leads elsewhere',
      (page) => writeFileSync(app(page, 'integrity.json'), leadingElsewhere(app(page, 'integrity.json'))),
    ],
    ['without its script', (page) => rmSync(app(page, page.script))],
    ['with an altered script', (page) => writeFileSync(app(page, page.script), 'altered')],
    ['without its template', (page) => rmSync(join(page.path, 'templates', 'index.html'))],
  ])('%s: ASSETS_MISSING', async (_what, damage) => {
    const page = createPageRoot();
    onTestFinished(() => page.remove());
    damage(page);
    await expect(create(page)).rejects.toMatchObject({ code: 'ASSETS_MISSING' });
  });

  const leadingElsewhere = (file: string): string => readFileSync(file, 'utf8').replace(/"main[^"]+"/, '"../../secret.txt"');
});
