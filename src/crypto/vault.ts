import { SecretBytes } from './secret-bytes.js';

/** Every secret of one member, so that one call ends them all and can say how many. */
export class Vault {
  readonly #secrets = new Set<SecretBytes>();
  #wiped = false;

  /** Takes the array over. After `wipe` a late secret is wiped at once. */
  hold(bytes: Uint8Array): SecretBytes {
    const secret = new SecretBytes(bytes);
    if (this.#wiped) secret.wipe();
    else this.#secrets.add(secret);
    return secret;
  }

  /** Ends these before the others. */
  end(secrets: readonly SecretBytes[]): void {
    for (const secret of secrets) {
      secret.wipe();
      this.#secrets.delete(secret);
    }
  }

  wipe(): { readonly keys: number; readonly bytes: number } {
    this.#wiped = true;
    let keys = 0;
    let bytes = 0;
    for (const secret of this.#secrets) {
      keys += 1;
      bytes += secret.wipe();
    }
    this.#secrets.clear();
    return { keys, bytes };
  }
}
