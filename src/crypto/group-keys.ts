import { encodeMlsMessage } from 'ts-mls/message.js';
import {
  generateKeyPackageWithKey,
  makeKeyPackageRef,
  verifyKeyPackage,
  type KeyPackage,
  type PrivateKeyPackage,
} from 'ts-mls/keyPackage.js';
import { verifyLeafNodeSignatureKeyPackage } from 'ts-mls/leafNode.js';
import { equal } from '../protocol/bytes.js';
import { isUselessKey } from './cipher-suite-x25519.js';
import { GroupError } from './group-error.js';
import { identityOf, isPlain } from './group-leaves.js';
import { clientConfig, plain, readMessage } from './group-mls.js';
import type { GroupSetup, PackageInfo } from './group-types.js';
import type { SecretBytes } from './secret-bytes.js';
import { signature } from './signature.js';

/** One's own key package with its private part: keep it until the Welcome was confirmed, then wipe it. */
export class JoinKeys {
  /** An MLSMessage. */
  readonly encoded: Uint8Array;
  /** KeyPackageRef: 32 bytes. */
  readonly reference: Uint8Array;
  readonly #package: KeyPackage;
  readonly #secrets: PrivateKeyPackage;
  #wiped = false;

  private constructor(encoded: Uint8Array, reference: Uint8Array, own: KeyPackage, secrets: PrivateKeyPackage) {
    this.encoded = encoded;
    this.reference = reference;
    this.#package = own;
    this.#secrets = secrets;
  }

  /** `seed`: of the Ed25519 key, which stays the caller's to wipe. */
  static async make(identity: Uint8Array, seed: SecretBytes, setup: GroupSetup): Promise<JoinKeys> {
    const { suite } = setup;
    const own = await generateKeyPackageWithKey(
      { credentialType: 'basic', identity },
      plain.capabilities,
      plain.lifetime,
      [],
      { signKey: seed.bytes, publicKey: signature.publicKey(seed.bytes) },
      suite,
    );
    const encoded = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage: own.publicPackage });
    return new JoinKeys(encoded, await makeKeyPackageRef(own.publicPackage, suite.hash), own.publicPackage, own.privatePackage);
  }

  /** For a group that begins or is entered: it owns the copies of the secrets. */
  parts(): { readonly publicPackage: KeyPackage; readonly privatePackage: PrivateKeyPackage } {
    if (this.#wiped) throw new GroupError('wiped', 'the key package was wiped');
    const { initPrivateKey, hpkePrivateKey, signaturePrivateKey } = this.#secrets;
    const privatePackage = { initPrivateKey: initPrivateKey.slice(), hpkePrivateKey: hpkePrivateKey.slice(), signaturePrivateKey };
    return { publicPackage: this.#package, privatePackage };
  }

  wipe(): void {
    this.#wiped = true;
    this.#secrets.initPrivateKey.fill(0);
    this.#secrets.hpkePrivateKey.fill(0);
  }
}

/** Somebody's key package, if a commit may add it: of this suite, plain, signed, trusted. `undefined` for everything else; never rejects. */
export async function readKeyPackage(encoded: Uint8Array, setup: GroupSetup): Promise<PackageInfo | undefined> {
  return (await openKeyPackage(encoded, setup))?.info;
}

export async function openKeyPackage(
  encoded: Uint8Array,
  setup: GroupSetup,
): Promise<{ readonly info: PackageInfo; readonly keyPackage: KeyPackage } | undefined> {
  const keyPackage = readMessage(encoded, 'mls_key_package')?.keyPackage;
  if (keyPackage === undefined) return undefined;
  return (await isAddable(keyPackage, setup)) ? { info: await packageInfo(keyPackage, setup), keyPackage } : undefined;
}

/** Plain, signed and trusted. Never rejects. */
export async function isAddable(keyPackage: KeyPackage, setup: GroupSetup): Promise<boolean> {
  const { initKey, leafNode, version, cipherSuite, extensions } = keyPackage;
  if (version !== 'mls10' || cipherSuite !== setup.suite.name || extensions.length > 0) return false;
  if (isUselessKey(initKey) || !isPlain(leafNode) || equal(initKey, leafNode.hpkePublicKey)) return false;
  try {
    const { signature: ed25519 } = setup.suite;
    const trusted = await clientConfig(setup).authService.validateCredential(leafNode.credential, leafNode.signaturePublicKey);
    return trusted && (await verifyLeafNodeSignatureKeyPackage(leafNode, ed25519)) && (await verifyKeyPackage(keyPackage, ed25519));
  } catch {
    return false;
  }
}

export async function packageInfo(keyPackage: KeyPackage, { suite }: GroupSetup): Promise<PackageInfo> {
  const { leafNode } = keyPackage;
  return { identity: identityOf(leafNode), sigPk: leafNode.signaturePublicKey, reference: await makeKeyPackageRef(keyPackage, suite.hash) };
}
