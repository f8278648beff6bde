import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/protocol/limits.js';
import { encodeTextBody, parseTextBody, type TextBody } from '../../../src/protocol/text-body.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { anyText } from '../../helpers/any-text.js';

const bodies: fc.Arbitrary<TextBody> = fc.record(
  { style: fc.constantFrom('said', 'me'), text: anyText(), replyTo: fc.uint8Array({ minLength: 16, maxLength: 16 }) },
  { requiredKeys: ['style', 'text'] },
);

describe('the body of a text', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(parseTextBody(encodeTextBody(body))).toEqual({ ok: true, value: { ...body } });
      }),
    );
  });

  test('has at most 16,000 bytes of text', () => {
    const said = (text: string): boolean => parseTextBody(encodeTextBody({ style: 'said', text })).ok;
    expect([
      said('x'.repeat(limits.textBytes)),
      said('x'.repeat(limits.textBytes + 1)),
      said('é'.repeat(limits.textBytes / 2 + 1)),
    ]).toEqual([true, false, false]);
  });

  test.each([
    ['of an unknown style', [2, 0]],
    ['with an unknown flag', [0, 2]],
    ['that ends in its flags', [0]],
    ['that ends in what it answers', [0, 1, ...Array<number>(15).fill(0)]],
    ['that is not UTF-8', [0, 0, 0xc0, 0x80]],
    ['of nothing', []],
  ])('%s is refused', (_, bytes) => {
    expect(parseTextBody(Uint8Array.from(bytes)).ok).toBe(false);
  });

  test('is style, flags, then text', () => {
    expect(encodeTextBody({ style: 'me', text: 'é' })).toEqual(Uint8Array.of(1, 0, ...encodeUtf8('é')));
  });
});
