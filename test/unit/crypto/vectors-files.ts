import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCiphersuiteFromId, type CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { getCiphersuiteImpl } from 'ts-mls/crypto/getCiphersuiteImpl.js';
import { test } from 'vitest';
import { makeCipherSuite } from '../../../src/crypto/cipher-suite.js';
import { fromHex } from '../../../src/protocol/bytes.js';
import { root } from '../../helpers/source-files.js';
import { random } from './group-fixture.js';

/** Published test vectors: not part of this repository, kept beside it. */
const folder = process.env['CHATTRACE_VECTORS'] ?? join(root, '../shared/vectors');

export const ours = makeCipherSuite(random);

/** Suite 1 differs from ours in the AEAD alone, so vectors of it try the rest of ours too: our hashes, derivations and signatures, the library's HPKE. */
const { hpke } = await getCiphersuiteImpl(getCiphersuiteFromId(1));
const sibling: CiphersuiteImpl = { ...ours, hpke, name: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519' };

export const hex = (text: string): Uint8Array => {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${text}`);
  return bytes;
};

/** Decodes all of it. */
export function whole<T>(decode: (bytes: Uint8Array, offset: number) => [T, number] | undefined, text: string): T {
  const bytes = hex(text);
  const decoded = decode(bytes, 0);
  if (decoded === undefined || decoded[1] !== bytes.length) throw new Error('not decoded, or not all of it');
  return decoded[0];
}

interface Options {
  /** Without: of the sibling as well. */
  readonly oursOnly?: boolean;
}

/**
 * One test for all vectors of a file that concern us: those of suite 3, of its sibling, and of none. Their number is part of the promise.
 * Skipped, visibly, where the vectors are not.
 */
export function vectors(
  file: string,
  count: number,
  check: (vector: never, suite: CiphersuiteImpl) => Promise<void> | void,
  { oursOnly = false }: Options = {},
): void {
  const { path, absent, note } = locate('mls', file);
  test.skipIf(absent)(`all ${count} vectors of ${file} that concern us${note}`, { timeout: 120_000 }, async () => {
    const all = JSON.parse(readFileSync(path, 'utf8')) as readonly { readonly cipher_suite?: number }[];
    const concerning = all.filter(({ cipher_suite: suite }) => suite === undefined || suite === 3 || (suite === 1 && !oursOnly));
    if (concerning.length !== count) throw new Error(`${concerning.length} vectors, not ${count}`);
    for (const [at, vector] of concerning.entries()) {
      try {
        await check(vector as never, vector.cipher_suite === 1 ? sibling : ours);
      } catch (cause) {
        throw new Error(`vector ${at} (suite ${vector.cipher_suite}) of ${file}: ${String(cause)}`, { cause });
      }
    }
  });
}

/** Calls `judge` for every case of a Wycheproof file. What may be judged either way (`acceptable`) is judged too, and counts as right. */
export function wycheproof(file: string, count: number, judge: (one: never, group: never) => Promise<boolean> | boolean): void {
  const { path, absent, note } = locate('wycheproof', file);
  test.skipIf(absent)(`all ${count} Wycheproof vectors of ${file}${note}`, { timeout: 120_000 }, async () => {
    const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly testGroups: readonly { readonly tests: readonly Case[] }[];
    };
    const wrong: number[] = [];
    let judged = 0;
    for (const group of testGroups) {
      for (const one of group.tests) {
        judged += 1;
        const right = await judge(one as never, group as never);
        if (one.result !== 'acceptable' && right !== (one.result === 'valid')) wrong.push(one.tcId);
      }
    }
    if (wrong.length > 0 || judged !== count) throw new Error(`${judged} judged, misjudged: ${wrong.join(', ')}`);
  });
}

interface Case {
  readonly tcId: number;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

function locate(kind: 'mls' | 'wycheproof', file: string): { readonly path: string; readonly absent: boolean; readonly note: string } {
  const path = join(folder, kind, file);
  const absent = !existsSync(path);
  return { path, absent, note: absent ? ' (SKIPPED: the vectors are not beside this repository)' : '' };
}
