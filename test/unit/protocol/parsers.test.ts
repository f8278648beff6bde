import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHere } from '../../../src/client/cipher/here-body.js';
import { parseFragment, parseLink } from '../../../src/crypto/link.js';
import { parseSigned } from '../../../src/crypto/signed-message.js';
import { ByteReader } from '../../../src/protocol/byte-reader.js';
import { controlFields, encodeControl, parseControl } from '../../../src/protocol/control.js';
import { encodeCredential, readCredential } from '../../../src/protocol/credential.js';
import type { ControlType } from '../../../src/protocol/frame-type.js';
import { encodeFrame, parseFrame } from '../../../src/protocol/frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { parseNick } from '../../../src/protocol/nick.js';
import { encodePayload, pad, parsePayload } from '../../../src/protocol/payload.js';
import { encodeTextBody, parseTextBody } from '../../../src/protocol/text-body.js';
import { decodeUtf8 } from '../../../src/protocol/utf8.js';
import { anyText } from '../../helpers/any-text.js';

const conn = ids.conn(new Uint8Array(16).fill(5));
const credential = encodeCredential({ nick: 'ana', conn, sigPk: new Uint8Array(32), mac: new Uint8Array(32) });
const hello = encodeControl('HELLO', { room: new Uint8Array(16), cap: new Uint8Array(32) });
const text = encodeTextBody({ style: 'said', text: 'hello', replyTo: new Uint8Array(16) });

/** Each parser of bytes from outside, with something that it takes. */
const parsers: readonly (readonly [name: string, parse: (bytes: Uint8Array) => unknown, good: Uint8Array])[] = [
  ['parseFrame', parseFrame, encodeFrame({ type: 'APP', gen: 1, epoch: 2, seq: 3, to: [conn], body: hello })],
  ['parsePayload', parsePayload, pad(encodePayload({ kind: 'text', id: new Uint8Array(16), n: 1, p: new Uint8Array(32), body: text }))],
  ['parseTextBody', parseTextBody, text],
  ['readCredential', (bytes) => readCredential(new ByteReader(bytes)), credential],
  ['parseHere', parseHere, Uint8Array.of(...credential, ...new Uint8Array(16), 1, 1, ...new Uint8Array(8))],
  ['parseSigned', parseSigned, new Uint8Array(96 + 20)],
  ['decodeUtf8', decodeUtf8, new TextEncoder().encode('grüße 😀')],
  ...(Object.keys(controlFields) as ControlType[]).map(
    (type) => [`parseControl ${type}`, (bytes: Uint8Array) => parseControl(type, bytes), hello] as const,
  ),
];
const isParsed = (answer: unknown): boolean =>
  answer === undefined ||
  typeof answer === 'string' ||
  (typeof answer === 'object' && answer !== null && ('ok' in answer || 'proof' in answer));

describe.each(parsers)('%s answers and never throws', (_, parse, good) => {
  test('for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(isParsed(parse(bytes))).toBe(true);
      }),
    );
  });

  test('for every part of something good', () => {
    for (let length = 0; length <= good.length; length++) expect(isParsed(parse(good.subarray(0, length)))).toBe(true);
  });

  test('for something good with any byte changed', () => {
    for (let at = 0; at < good.length; at++) {
      for (const flip of [1, 0x80, 0xff]) {
        const bytes = good.slice();
        bytes[at] = (bytes[at] as number) ^ flip;
        expect(isParsed(parse(bytes))).toBe(true);
      }
    }
  });
});

test('links, fragments and nicks of any text are answered', () => {
  const texts = fc.oneof(
    anyText(80),
    fc.string({ maxLength: 60 }).map((part) => `https://a.example/#L.${part}`),
  );
  fc.assert(
    fc.property(texts, (any) => {
      expect([parseLink(any), parseFragment(any), parseNick(any)].every(isParsed)).toBe(true);
    }),
  );
});
