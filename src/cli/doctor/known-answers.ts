import { box } from '../../crypto/box.js';
import { hkdfSha256, sha256 } from '../../crypto/hash.js';
import { signature } from '../../crypto/signature.js';
import { fromHex, toHex } from '../../protocol/bytes.js';
import { encodeUtf8 } from '../../protocol/utf8.js';

/** What is asked; tests put broken ones in their place. */
export interface Primitives {
  readonly sha256: typeof sha256;
  readonly hkdfSha256: typeof hkdfSha256;
  readonly signature: typeof signature;
  readonly box: typeof box;
}

const own: Primitives = { sha256, hkdfSha256, signature, box };
const hex = (text: string): Uint8Array => fromHex(text) as Uint8Array;

/** RFC 8032, section 7.1, TEST 2. */
const SEED = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
const PUBLIC_KEY = '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c';
const PROOF =
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';

/** NaCl's own example (tests/secretbox.c of nacl-20110221). */
const KEY = '1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389';
const NONCE = '69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37';
const MESSAGE =
  'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31' +
  '0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864' +
  '5e0705';
const SEALED =
  'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271' +
  'd2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973' +
  'f622a43d14a6599b1f654cb45a74e355a5';

const questions: Readonly<Record<string, (primitives: Primitives) => boolean>> = {
  // FIPS 180-4, example of one block.
  'SHA-256': (given) => toHex(given.sha256(encodeUtf8('abc'))) === 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  // RFC 5869, appendix A.1.
  HKDF: (given) =>
    toHex(given.hkdfSha256(new Uint8Array(22).fill(0x0b), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42)) ===
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  Ed25519: ({ signature: given }) =>
    toHex(given.publicKey(hex(SEED))) === PUBLIC_KEY &&
    toHex(given.sign(hex(SEED), hex('72'))) === PROOF &&
    given.verify(hex(PUBLIC_KEY), hex('72'), hex(PROOF)) &&
    !given.verify(hex(PUBLIC_KEY), hex('73'), hex(PROOF)),
  secretbox: ({ box: given }) => {
    const sealed = hex(NONCE + SEALED);
    const right = toHex(given.seal(hex(KEY), hex(MESSAGE), hex(NONCE))) === toHex(sealed);
    const opened = given.open(hex(KEY), sealed);
    const forged = sealed.slice();
    forged[40] = (forged[40] as number) ^ 1;
    return right && opened !== undefined && toHex(opened) === MESSAGE && given.open(hex(KEY), forged) === undefined;
  },
};

export const askedPrimitives = Object.keys(questions);

/** The primitives that do not give the published answers, or accept what they must refuse. */
export const wrongAnswers = (given: Primitives = own): readonly string[] =>
  askedPrimitives.filter((name) => {
    try {
      return questions[name]?.(given) !== true;
    } catch {
      return true;
    }
  });
