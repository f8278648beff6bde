import { describe, expect, test } from 'vitest';
import { OutputLines } from '../../src/adapters/tunnel/cloudflared/output-lines.js';
import { readable, readSign, type Sign } from '../../src/adapters/tunnel/cloudflared/sign.js';

const json = (message: string, fields: Record<string, string | number> = {}): string =>
  JSON.stringify({ level: 'info', ...fields, time: '2026-09-12T10:00:00Z', message });

const URL_ROW = '|  https://scarlet-otter-demo-two.trycloudflare.com                                         |';

/** A whole run, with text of more than one byte a character, and a last line without an end. */
const output = [
  json('Requesting new quick Tunnel on trycloudflare.com...'),
  json('+--------------------------+'),
  json(URL_ROW),
  json('Starting metrics server on 127.0.0.1:40477/metrics'),
  'plain words: “ö 🦊 ”',
  '',
  json('Unable to establish connection with Cloudflare edge', { error: 'TLS handshake with edge error: EOF', connIndex: 0 }),
  json('Registered tunnel connection', { connIndex: 0, protocol: 'http2' }),
  'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host',
].join('\n');

const linesOf = (pieces: readonly Buffer[]): readonly string[] => {
  const heard: string[] = [];
  const lines = new OutputLines((text) => heard.push(text));
  for (const piece of pieces) lines.push(piece);
  lines.end();
  return heard;
};

const expected = output.split('\n').filter((line) => line !== '');

describe('output in pieces', () => {
  const bytes = Buffer.from(output);

  test('of one byte each', () => {
    expect(linesOf([...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
  });

  test('cut at every place', () => {
    for (let at = 0; at <= bytes.length; at += 1) expect(linesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
  });

  test('with the ends of lines that Windows has', () => {
    expect(linesOf([Buffer.from(output.replaceAll('\n', '\r\n'))])).toEqual(expected);
  });

  test('without any end keeps little of it', () => {
    const [line = ''] = linesOf(Array.from({ length: 200 }, () => Buffer.alloc(10_000, 'x')));
    expect(line).toHaveLength(16_384);
  });

  test('tells what it tells whole', () => {
    expect(expected.map(readSign).filter((sign) => sign !== undefined)).toMatchObject([
      { type: 'url', url: 'https://scarlet-otter-demo-two.trycloudflare.com' },
      { type: 'metrics', port: 40_477 },
      { type: 'edge', why: 'Unable to establish connection with Cloudflare edge: TLS handshake with edge error: EOF' },
      { type: 'registered' },
      { type: 'failure', code: 'TUNNEL_OFFLINE', sure: false },
    ]);
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
    const [line = ''] = linesOf([Buffer.from(long)]);
    expect(readSign(line)).toMatchObject({ type: 'failure', code: 'TUNNEL_API_DOWN', sure: true });
  });

  test.each(['{', '{}', 'null', '[]', '1', '"text"', '{"message":1}', '{"message":{},"error":[]}', '\u0000'])(
    'or is strange, %s, is no sign',
    (line) => {
      expect(readSign(line)).toBeUndefined();
      expect(typeof readable(line)).toBe('string');
    },
  );
});
