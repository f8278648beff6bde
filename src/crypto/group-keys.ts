import type { SecretBytes } from './secret-bytes.js';
import type { GroupSetup, PackageInfo } from './group-types.js';

/** One's own key package with its private part. */
export class JoinKeys {
  /** An MLSMessage. */
  readonly encoded: Uint8Array;
  /** KeyPackageRef: 32 bytes. */
  readonly reference: Uint8Array;

  private constructor(encoded: Uint8Array, reference: Uint8Array) {
    this.encoded = encoded;
    this.reference = reference;
  }

  /** `seed`: of the Ed25519 key. */
  static make(identity: Uint8Array, seed: SecretBytes, setup: GroupSetup): Promise<JoinKeys> {
    void identity, seed, setup;
    return Promise.reject(new Error('not written yet'));
  }

  wipe(): void {
    throw new Error('not written yet');
  }
}

/** Parses within bounds; right suite and version, valid signatures, trusted. */
export function readKeyPackage(encoded: Uint8Array, setup: GroupSetup): Promise<PackageInfo | undefined> {
  void encoded, setup;
  return Promise.reject(new Error('not written yet'));
}
