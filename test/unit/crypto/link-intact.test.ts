import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFragment, formatQrParts, parseFragment, type LinkKey } from '../../../src/crypto/link.js';
import { isIntact } from '../../../src/crypto/link-intact.js';
import { repairFragment } from '../../../src/crypto/link-repair.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const keys: fc.Arbitrary<LinkKey> = fc.oneof(
  fc.record({ mode: fc.constantFrom('mls' as const, 'shared-key' as const, 'none' as const), s: bytes(32), hostFp: bytes(16) }),
  fc.record({ mode: fc.constant('mls' as const), s: bytes(32), hostFp: bytes(0) }),
  fc.record({ mode: fc.constant('new' as const), ticket: bytes(16) }),
);
const forms = (key: LinkKey): readonly string[] => {
  const [, qr] = formatQrParts('https://room.example', key);
  return [formatFragment(key), qr.replace(/^#/u, '')];
};

describe('a link that has come as it was written', () => {
  test('is read at once, in both of its forms, and as it is where altered ones are repaired', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const [, secret = ''] = formatFragment(key).split('.');
        // One in a hundred thousand tickets has letters of one case only, and is repaired instead.
        fc.pre(/[a-z]/u.test(secret) && /[A-Z]/u.test(secret));
        for (const form of forms(key)) {
          expect(isIntact(form), form).toBe(true);
          expect(parseFragment(form)).toEqual(repairFragment(form));
        }
      }),
    );
  });

  test('is told from all that could be something else', () => {
    fc.assert(
      fc.property(keys, fc.constantFrom('lower', 'upper', 'cut', 'more'), (key, how) => {
        const whole = formatFragment(key);
        const head = whole.slice(0, whole.indexOf('.') + 1);
        const rest = whole.slice(head.length);
        const altered = { lower: head + rest.toLowerCase(), upper: head + rest.toUpperCase(), cut: whole.slice(0, -3), more: `${whole}.x` };
        const text = altered[how];
        fc.pre(text !== whole);
        // What is taken for whole is what would come of a repair.
        if (isIntact(text)) expect(parseFragment(text)).toEqual(repairFragment(text));
        if (how !== 'cut') expect(isIntact(text)).toBe(false);
      }),
    );
  });
});
