import { SecretBytes } from '../../../crypto/secret-bytes.js';
import { limits } from '../../../protocol/limits.js';

/** As long as the keys of an old epoch themselves. */
const OLD_MS = 30_000;

interface Kept {
  readonly epoch: number;
  readonly secret: SecretBytes;
  /** When it goes; undefined: its epoch lasts. */
  until: number | undefined;
}

/** What each of the last epochs of the room gives to groups of two: whoever was not in the room then has none of it. */
export class PrivateSecrets {
  #kept: readonly Kept[] = [];

  /** An epoch begins: the one before is old. `secret` is taken over. */
  add(epoch: number, secret: Uint8Array, now: number): void {
    for (const kept of this.#kept) kept.until ??= now + OLD_MS;
    this.#keep([...this.#kept, { epoch, secret: new SecretBytes(secret), until: undefined }].slice(-1 - limits.epochsBack));
  }

  /** Of the epoch that lasts. */
  get newest(): number {
    return this.#kept.at(-1)?.epoch ?? 0;
  }

  of(epoch: number): SecretBytes | undefined {
    return this.#kept.find((kept) => kept.epoch === epoch)?.secret;
  }

  get expiresAt(): number | undefined {
    return this.#kept[0]?.until;
  }

  expire(now: number): void {
    this.#keep(this.#kept.filter(({ until }) => until === undefined || until > now));
  }

  wipe(): void {
    this.#keep([]);
  }

  #keep(kept: readonly Kept[]): void {
    for (const old of this.#kept) if (!kept.includes(old)) old.secret.wipe();
    this.#kept = kept;
  }
}
