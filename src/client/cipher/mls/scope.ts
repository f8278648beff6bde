import { makeCipherSuite } from '../../../crypto/cipher-suite.js';
import { judgeCommit } from '../../../crypto/commit-policy.js';
import { credentialHolds, credentialMac, type CredentialScope } from '../../../crypto/credential-mac.js';
import { openBody, sealBody } from '../../../crypto/envelope.js';
import { hostFingerprint, memberId } from '../../../crypto/fingerprint.js';
import type { GroupLeaf, GroupSetup, JudgeCommit } from '../../../crypto/group-types.js';
import type { RoomKeys } from '../../../crypto/key-schedule.js';
import type { SecretBytes } from '../../../crypto/secret-bytes.js';
import { signature } from '../../../crypto/signature.js';
import type { Random } from '../../../core/ports/random.js';
import { ByteReader } from '../../../protocol/byte-reader.js';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { equal } from '../../../protocol/bytes.js';
import { encodeCredential, readCredential, type Credential } from '../../../protocol/credential.js';
import { encodeFrame, type Frame } from '../../../protocol/frame.js';
import type { MemberFrameType } from '../../../protocol/frame-type.js';
import { ids, type ConnId, type MemberId } from '../../../protocol/ids.js';
import { encodeUtf8 } from '../../../protocol/utf8.js';
import type { Identity, Place } from '../room-cipher.js';

type Purpose = Required<CredentialScope>['purpose'];

export interface MlsOptions {
  readonly keys: RoomKeys;
  /** Ed25519, the same for the whole session: who comes back is known by it. */
  readonly seed: SecretBytes;
  readonly random: Random;
  /** Empty: a room without a host. */
  readonly hostFp: Uint8Array;
}

/** One place in one generation of a room: what is trusted there, and how its frames are sealed. */
export class Scope {
  readonly setup: GroupSetup;
  readonly sigPk: Uint8Array;
  readonly place: Place;
  readonly judge: JudgeCommit;
  readonly #options: MlsOptions;

  constructor(options: MlsOptions, place: Place) {
    const { keys, random, hostFp, seed } = options;
    this.#options = options;
    this.place = place;
    this.sigPk = signature.publicKey(seed.bytes);
    const psk = { id: encodeUtf8(`ctp1/link/${place.gen}`), secret: keys.psk };
    const aad = new ByteWriter().raw(encodeUtf8('ctp1')).raw(ids.bytes(keys.roomId)).u32(place.gen).done();
    const trust = (identity: Uint8Array, sigPk: Uint8Array): boolean => this.vouchesFor(identity, sigPk, 'room');
    this.setup = { suite: makeCipherSuite(random), trust, psk, aad };
    const room = { pskId: psk.id, hostFp, connOf: (identity: Uint8Array) => readWhole(identity)?.conn };
    this.judge = (before, commit, after) => judgeCommit(room, before, commit, after);
  }

  get hosted(): boolean {
    return this.#options.hostFp.length > 0;
  }

  isHost(sigPk: Uint8Array): boolean {
    return this.hosted && equal(hostFingerprint(sigPk), this.#options.hostFp);
  }

  /** What our leaf says of us. */
  credential(nick: string, purpose: Purpose = 'room'): Uint8Array {
    const { keys } = this.#options;
    const who = { nick, conn: this.place.conn, sigPk: this.sigPk };
    return encodeCredential({ ...who, mac: credentialMac(keys.mac.bytes, { roomId: keys.roomId, gen: this.place.gen, purpose }, who) });
  }

  /** Whether somebody who has the link says that this key is whose the credential says, in a group of this purpose. */
  vouchesFor(identity: Uint8Array, sigPk: Uint8Array, purpose: Purpose): boolean {
    const credential = readWhole(identity);
    if (credential === undefined || !equal(credential.sigPk, sigPk)) return false;
    const { keys } = this.#options;
    return credentialHolds(keys.mac.bytes, { roomId: keys.roomId, gen: this.place.gen, purpose }, credential);
  }

  /** Of a leaf that the group has checked. */
  identityOf({ identity, sigPk }: Pick<GroupLeaf, 'identity' | 'sigPk'>): Identity {
    const credential = readWhole(identity);
    if (credential === undefined) throw new Error('a leaf without a credential');
    const { nick, conn } = credential;
    const id = names.get(sigPk) ?? memberId(sigPk);
    names.set(sigPk, id);
    return { id, nick, conn, sigPk };
  }

  seal(type: MemberFrameType, epoch: number, inner: Uint8Array, to: readonly ConnId[] = []): Uint8Array {
    return this.frame(type, epoch, this.sealed(type, epoch, inner), to);
  }

  sealed(type: MemberFrameType, epoch: number, inner: Uint8Array): Uint8Array {
    const { keys, random } = this.#options;
    return sealBody(keys.env.bytes, { type, gen: this.place.gen, epoch }, inner, random(24));
  }

  frame(type: MemberFrameType, epoch: number, body: Uint8Array, to: readonly ConnId[] = []): Uint8Array {
    return encodeFrame({ type, gen: this.place.gen, epoch, seq: 0, to, body });
  }

  /** `undefined`: not sealed under this link, or for another type, generation or epoch than its head says. */
  open(type: MemberFrameType, { gen, epoch }: Frame, body: Uint8Array): Uint8Array | undefined {
    return gen === this.place.gen ? openBody(this.#options.keys.env.bytes, { type, gen, epoch }, body) : undefined;
  }
}

/** Of what stands in a leaf, by its bytes, which stay the same objects from tree to tree: all leaves are looked at after every commit. */
const names = new WeakMap<Uint8Array, MemberId>();
const credentials = new WeakMap<Uint8Array, Credential>();

function readWhole(identity: Uint8Array): Credential | undefined {
  const known = credentials.get(identity);
  if (known !== undefined) return known;
  const reader = new ByteReader(identity);
  const read = readCredential(reader);
  if (!read.ok || reader.left > 0) return undefined;
  credentials.set(identity, read.value);
  return read.value;
}
