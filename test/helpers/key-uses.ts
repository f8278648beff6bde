import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import { toHex } from '../../src/protocol/bytes.js';

/**
 * Which message keys have sealed something. In MLS a key belongs to one generation of one leaf in one epoch, so the second use of a key is
 * the second use of (epoch, leaf, generation), whether or not anybody could open both.
 */
export class KeyUses {
  readonly #used = new Set<string>();
  readonly twice: string[] = [];

  get count(): number {
    return this.#used.size;
  }

  clear(): void {
    this.#used.clear();
    this.twice.length = 0;
  }

  watch(suite: CiphersuiteImpl): CiphersuiteImpl {
    const encryptAead: CiphersuiteImpl['hpke']['encryptAead'] = (key, nonce, aad, message) => {
      const name = toHex(key);
      if (this.#used.has(name)) this.twice.push(name);
      this.#used.add(name);
      return suite.hpke.encryptAead(key, nonce, aad, message);
    };
    return { ...suite, hpke: { ...suite.hpke, encryptAead } };
  }
}
