import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { box } from '../../../src/crypto/box.js';
import { openBody, sealBody, type SealedHeader } from '../../../src/crypto/envelope.js';
import { fromHex, toHex } from '../../../src/protocol/bytes.js';

const hex = (text: string): Uint8Array => fromHex(text) as Uint8Array;
const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

/** NaCl's own example (tests/secretbox.c of nacl-20110221). */
const KEY = hex('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
const NONCE = hex('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
const MESSAGE = hex(
  'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31' +
    '0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864' +
    '5e0705',
);
const SEALED =
  'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271' +
  'd2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973' +
  'f622a43d14a6599b1f654cb45a74e355a5';

const APP: SealedHeader = { type: 'APP', gen: 1, epoch: 2 };

describe('the box', () => {
  test('agrees with the example of NaCl, the nonce in front', () => {
    expect(toHex(box.seal(KEY, MESSAGE, NONCE))).toBe(toHex(NONCE) + SEALED);
    expect(box.open(KEY, hex(toHex(NONCE) + SEALED))).toEqual(MESSAGE);
  });

  test('does not open when any byte differs, with another key, or cut short', () => {
    const sealed = box.seal(KEY, Uint8Array.of(1, 2, 3), NONCE);
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect([box.open(KEY, changed), box.open(KEY, sealed.subarray(0, at))]).toEqual([undefined, undefined]);
    }
    expect(box.open(new Uint8Array(32), sealed)).toBeUndefined();
  });
});

describe('the envelope', () => {
  test('opens under the header it was sealed with', () => {
    fc.assert(
      fc.property(sized(32), fc.uint8Array({ maxLength: 200 }), sized(24), fc.maxSafeNat(), (key, inner, nonce, epoch) => {
        const header: SealedHeader = { type: 'DM', gen: 7, epoch };
        expect(openBody(key, header, sealBody(key, header, inner, nonce))).toEqual(inner);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['type', { ...APP, type: 'DM' }],
    ['gen', { ...APP, gen: 2 }],
    ['epoch', { ...APP, epoch: 3 }],
    ['epoch by 2^32', { ...APP, epoch: 2 + 2 ** 32 }],
    ['gen and epoch', { ...APP, gen: 2, epoch: 1 }],
  ] as const)('does not open under a header with another %s', (_, header) => {
    expect(openBody(KEY, header, sealBody(KEY, APP, MESSAGE, NONCE))).toBeUndefined();
  });

  test('that is too short for a header does not open', () => {
    expect(openBody(KEY, APP, box.seal(KEY, new Uint8Array(12), NONCE))).toBeUndefined();
    expect(openBody(KEY, APP, new Uint8Array(0))).toBeUndefined();
  });
});
