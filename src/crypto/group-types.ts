import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';
import type { SecretBytes } from './secret-bytes.js';

/** Decides for every leaf of a tree and of an Add whether its credential belongs to its signature key, and to this room. */
export type TrustLeaf = (identity: Uint8Array, sigPk: Uint8Array) => boolean;

/** What all groups of one room and generation share. */
export interface GroupSetup {
  readonly suite: CiphersuiteImpl;
  readonly trust: TrustLeaf;
  /** The one external PSK that an Add must bring. */
  readonly psk: { readonly id: Uint8Array; readonly secret: SecretBytes };
  /** The authenticated data of every message; another's is refused. */
  readonly aad: Uint8Array;
}

export interface GroupLeaf {
  readonly index: number;
  readonly identity: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly sigPk: Uint8Array;
}

export interface PackageInfo {
  readonly identity: Uint8Array;
  /** Ed25519, 32 bytes. */
  readonly sigPk: Uint8Array;
  /** KeyPackageRef (RFC 9420, section 5.2): 32 bytes. */
  readonly reference: Uint8Array;
}

export interface PskFacts {
  /** `external` or `resumption`. */
  readonly type: string;
  /** Empty for a resumption PSK. */
  readonly id: Uint8Array;
  readonly nonce: Uint8Array;
}

/** What a commit proposes. Its own path is no proposal: compare the leaves before and after. */
export interface CommitFacts {
  /** Leaf index; meaningless when `external`. */
  readonly sender: number;
  readonly external: boolean;
  readonly adds: readonly PackageInfo[];
  readonly removes: readonly number[];
  readonly psks: readonly PskFacts[];
  /** Proposals of another type, or not inline. */
  readonly others: number;
}

/** A reason refuses. */
export type JudgeCommit = (before: readonly GroupLeaf[], commit: CommitFacts, after: readonly GroupLeaf[]) => string | undefined;

export type Processed =
  | {
      readonly type: 'applied';
      readonly commit: CommitFacts;
      /** Of the tree before. */
      readonly removed: readonly GroupLeaf[];
      /** Of the tree after. */
      readonly added: readonly GroupLeaf[];
      readonly selfRemoved: boolean;
    }
  | { readonly type: 'refused'; readonly reason: string };

/** `old`: keys of that epoch, or of that generation, are gone. `self`: sealed by this leaf. */
export type OpenRefusal = 'group' | 'epoch' | 'old' | 'replay' | 'aad' | 'self' | 'broken';

export type Opened =
  | {
      readonly type: 'opened';
      /** As in the tree of `epoch`. */
      readonly sender: GroupLeaf;
      readonly generation: number;
      readonly epoch: number;
      readonly data: Uint8Array;
    }
  | { readonly type: 'refused'; readonly reason: OpenRefusal };

export interface Sealed {
  readonly message: Uint8Array;
  readonly epoch: number;
}

/** `adds`: encoded key packages. Neither adds nor removes: a path commit. */
export interface Changes {
  readonly removes: readonly number[];
  readonly adds: readonly Uint8Array[];
}

export interface BuiltCommit {
  readonly commit: Uint8Array;
  /** For all that were added; `undefined` without an Add. */
  readonly welcome: Uint8Array | undefined;
}
