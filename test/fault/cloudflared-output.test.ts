import { describe, expect, test } from 'vitest';
import { isFrame, readable, readSign, type Sign } from '../../src/adapters/tunnel/cloudflared/sign.js';
import type { TunnelErrorCode } from '../../src/core/ports/tunnel.js';

const json = (message: string, fields: Record<string, string | number> = {}): string =>
  JSON.stringify({ level: 'info', ...fields, time: '2026-09-12T10:00:00Z', message });

const POST = 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel":';
const URL_ROW = '|  https://scarlet-otter-demo-two.trycloudflare.com                                         |';

/** What the design of the door lists, as cloudflared says it: JSON, or plain where it ends. */
const told: readonly (readonly [string, Sign['type'] | TunnelErrorCode])[] = [
  [json(URL_ROW), 'url'],
  [json('Starting metrics server on 127.0.0.1:40477/metrics'), 'metrics'],
  [json('Registered tunnel connection', { connIndex: 0, protocol: 'http2' }), 'registered'],
  [json('Failed to dial a quic connection', { error: 'timeout: no recent network activity' }), 'edge'],
  [json('Unable to establish connection with Cloudflare edge', { error: 'TLS handshake with edge error: EOF' }), 'edge'],
  [`${POST} dial tcp: lookup api.trycloudflare.com: no such host`, 'TUNNEL_OFFLINE'],
  [`${POST} dial tcp 104.16.230.132:443: connect: network is unreachable`, 'TUNNEL_OFFLINE'],
  [json('Error unmarshaling QuickTunnel response', { error: 'x', status_code: '429 Too Many Requests' }), 'TUNNEL_RATE_LIMITED'],
  [json('Error unmarshaling QuickTunnel response: error code: 1015'), 'TUNNEL_RATE_LIMITED'],
  ["failed to unmarshal quick Tunnel: invalid character 'e' looking for beginning of value", 'TUNNEL_RATE_LIMITED'],
  ['failed to parse quick Tunnel ID: invalid UUID length: 0', 'TUNNEL_RATE_LIMITED'],
  [json('Error unmarshaling QuickTunnel response', { error: 'x', status_code: '500 Internal Server Error' }), 'TUNNEL_API_DOWN'],
  [json('Error unmarshaling QuickTunnel response', { error: 'x', status_code: '503 Service Unavailable' }), 'TUNNEL_API_DOWN'],
  ['setpriv: failed to execute /gone/cloudflared: No such file or directory', 'TUNNEL_BINARY_MISSING'],
];

describe('a text', () => {
  test.each(told)('%s: %s', (text, means) => {
    const sign = readSign(text);
    expect(sign?.type === 'failure' ? sign.code : sign?.type).toBe(means);
  });

  test('of cloudflared is told to people without its JSON', () => {
    expect(readable(told[4]?.[0] ?? '')).toBe('Unable to establish connection with Cloudflare edge: TLS handshake with edge error: EOF');
    expect(readable(told[7]?.[0] ?? '')).toBe('Error unmarshaling QuickTunnel response: x (429 Too Many Requests)');
  });

  test.each([
    ['+-----------------------------+', true],
    [URL_ROW, true],
    ['|                             |', true],
    ['panic: runtime error', false],
    ['+ is no border', false],
    ['', false],
  ])('%s belongs to the frame: %s', (text, frame) => {
    expect(isFrame(text)).toBe(frame);
  });
});

describe('the URL is the row of the box, and nothing else', () => {
  const others = [
    '|  https://api.trycloudflare.com  |',
    '|  https://scarlet-otter.trycloudflare.com.example.com  |',
    '|  https://scarlet.otter.trycloudflare.com  |',
    '|  http://scarlet-otter.trycloudflare.com  |',
    '|  https://scarlet-otter.trycloudflare.com/path  |',
    '|  https://user@scarlet-otter.trycloudflare.com  |',
    '|  https://trycloudflare.com  |',
    '|  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |',
    'https://scarlet-otter.trycloudflare.com',
    'GET |  https://scarlet-otter.trycloudflare.com  | HTTP/1.1',
    'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host',
  ];
  test.each(others)('%s', (message) => {
    expect(readSign(json(message))?.type).not.toBe('url');
    expect(readSign(message)?.type).not.toBe('url');
  });

  test('as JSON or as plain text', () => {
    const url: Sign = { type: 'url', url: 'https://scarlet-otter-demo-two.trycloudflare.com' };
    expect([readSign(json(URL_ROW)), readSign(URL_ROW)]).toEqual([url, url]);
  });
});

describe('metrics', () => {
  test.each(['0.0.0.0:40477', '10.0.0.1:40477', '127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1:123456', 'localhost:1'])(
    'are not asked at %s',
    (at) => {
      expect(readSign(json(`Starting metrics server on ${at}/metrics`))).toBeUndefined();
    },
  );
});

describe('a line that is cut', () => {
  test('still has its status', () => {
    const long = json(`Error unmarshaling QuickTunnel response: ${'<p>'.repeat(9_000)}`, {
      error: 'invalid',
      status_code: '503 Service Unavailable',
    });
    expect(readSign(long.slice(0, 16_384))).toMatchObject({ type: 'failure', code: 'TUNNEL_API_DOWN', sure: true });
  });

  test.each(['{', '{}', 'null', '[]', '1', '"text"', '{"message":1}', '{"message":{},"error":[]}', '\u0000'])(
    'or is strange, %s, is no sign',
    (line) => {
      expect(readSign(line)).toBeUndefined();
      expect(typeof readable(line)).toBe('string');
    },
  );
});
