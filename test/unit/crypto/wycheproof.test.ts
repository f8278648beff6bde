import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hkdfSha256, hmacSha256 } from '../../../src/crypto/hash.js';
import { signature } from '../../../src/crypto/signature.js';
import { fromHex, toHex } from '../../../src/protocol/bytes.js';
import { root } from '../../helpers/source-files.js';

/** Project Wycheproof's test vectors: not part of this repository, kept beside it. */
const folder = join(root, '../shared/vectors/wycheproof');
const absent = !existsSync(folder);
const skipped = absent ? ' (SKIPPED: the Wycheproof vectors are not beside this repository)' : '';

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid';
}
interface Group<C> {
  readonly tests: readonly C[];
  readonly tagSize: number;
  readonly publicKey: { readonly pk: string };
}
type Hkdf = Case & { readonly ikm: string; readonly salt: string; readonly info: string; readonly size: number; readonly okm: string };
type Hmac = Case & { readonly key: string; readonly msg: string; readonly tag: string };
type Ed25519 = Case & { readonly msg: string; readonly sig: string };

const hex = (text: string): Uint8Array => fromHex(text) as Uint8Array;

/** Calls `judge` for every case of a file; the numbers of those whose judgement is not the expected one, and how many there were. */
function misjudged<C extends Case>(file: string, judge: (one: C, group: Group<C>) => boolean): { wrong: readonly number[]; count: number } {
  const { testGroups } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { testGroups: readonly Group<C>[] };
  const judged = testGroups.flatMap((group) => group.tests.map((one) => ({ one, right: judge(one, group) === (one.result === 'valid') })));
  return { wrong: judged.filter(({ right }) => !right).map(({ one }) => one.tcId), count: judged.length };
}

/** A size that HKDF cannot give is an error of the caller. */
function okm({ ikm, salt, info, size }: Hkdf): string | undefined {
  try {
    return toHex(hkdfSha256(hex(ikm), hex(salt), hex(info), size));
  } catch {
    return undefined;
  }
}

test.skipIf(absent)(`HKDF-SHA256 agrees with every Wycheproof vector${skipped}`, () => {
  expect(misjudged<Hkdf>('hkdf_sha256_test.json', (one) => okm(one) === one.okm)).toEqual({ wrong: [], count: 86 });
});

test.skipIf(absent)(`HMAC-SHA256 agrees with every Wycheproof vector${skipped}`, () => {
  const tag = (one: Hmac, bits: number): string => toHex(hmacSha256(hex(one.key), hex(one.msg)).subarray(0, bits / 8));
  expect(misjudged<Hmac>('hmac_sha256_test.json', (one, { tagSize }) => tag(one, tagSize) === one.tag)).toEqual({ wrong: [], count: 174 });
});

test.skipIf(absent)(`Ed25519 agrees with every Wycheproof vector${skipped}`, () => {
  const judge = ({ msg, sig }: Ed25519, { publicKey }: Group<Ed25519>): boolean => signature.verify(hex(publicKey.pk), hex(msg), hex(sig));
  expect(misjudged('ed25519_test.json', judge)).toEqual({ wrong: [], count: 151 });
});
