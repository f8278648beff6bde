import { createApplicationMessage } from 'ts-mls/createMessage.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import { decryptSenderData } from 'ts-mls/privateMessage.js';
import { processPrivateMessage } from 'ts-mls/processMessages.js';
import type { ClientState } from 'ts-mls/clientState.js';
import { Scope } from '../../src/client/cipher/mls/scope.js';
import { OwnLedger } from '../../src/client/own-ledger.js';
import { credentialMac } from '../../src/crypto/credential-mac.js';
import { JoinKeys } from '../../src/crypto/group-keys.js';
import { readMessage } from '../../src/crypto/group-mls.js';
import { deriveRoomKeys, type RoomKeys } from '../../src/crypto/key-schedule.js';
import type { LinkSecret } from '../../src/crypto/link.js';
import { SecretBytes } from '../../src/crypto/secret-bytes.js';
import { signature } from '../../src/crypto/signature.js';
import { Vault } from '../../src/crypto/vault.js';
import { concat, equal } from '../../src/protocol/bytes.js';
import { encodeCredential, type Credential } from '../../src/protocol/credential.js';
import type { Frame } from '../../src/protocol/frame.js';
import type { MemberFrameType } from '../../src/protocol/frame-type.js';
import { ids, type ConnId } from '../../src/protocol/ids.js';
import { pad, parsePayload, type PayloadKind } from '../../src/protocol/payload.js';
import { decodeUtf8 } from '../../src/protocol/utf8.js';
import { Insider } from '../unit/crypto/group-insider.js';
import { RelayTalker } from './relay-talker.js';
import type { Wire } from './relay-wire.js';
import type { RoomWorld } from './room-world.js';
import { seededRandom } from './seeded-random.js';

export interface Sending {
  readonly gen?: number;
  readonly epoch?: number;
  readonly to?: readonly ConnId[];
  /** What stands before the sealed part of a COMMIT. */
  readonly lease?: Uint8Array;
}

export interface Hearsay {
  readonly leaf: number;
  readonly kind: PayloadKind | undefined;
  readonly text: string;
}

export interface HostileOptions {
  readonly seed?: number;
  /** Another link than the room's, for who only knows where the relay is. */
  readonly secret?: LinkSecret;
}

const NO_LEASE = new Uint8Array(16);

/** Someone with the link whose program keeps no rules: it is let in as everybody is, and then does what a test says. */
export class HostileLeaf {
  readonly raw: RelayTalker;
  readonly keys: RoomKeys;
  readonly seed: SecretBytes;
  readonly sigPk: Uint8Array;
  readonly random;
  /** Everything that it could open. */
  readonly heard: Hearsay[] = [];
  /** Frames of the room that it has seen, to say again. */
  readonly recorded: Frame[] = [];
  inside: Insider | undefined;
  readonly #world: RoomWorld;
  readonly #link: number;
  readonly #ledger = new OwnLedger();
  readonly #packages: JoinKeys[] = [];
  #own: { readonly commit: Uint8Array; readonly next: ClientState } | undefined;
  #scope: Scope | undefined;
  #seen = 0;

  constructor(world: RoomWorld, { seed = 77, secret = world.secret }: HostileOptions = {}) {
    this.#world = world;
    this.random = seededRandom(seed);
    this.seed = new SecretBytes(this.random(32));
    this.sigPk = signature.publicKey(this.seed.bytes);
    this.keys = deriveRoomKeys(secret, new Vault());
    // The relay knows the room by what the room's own link gives it.
    const door = deriveRoomKeys(world.secret, new Vault());
    this.#link = world.relay.wires.length;
    this.raw = new RelayTalker(world.relay.connect, { room: ids.bytes(door.roomId), cap: door.cap.bytes });
  }

  /** Connected, let in, and following. */
  static async in(world: RoomWorld, nick = 'mallory', options: HostileOptions = {}): Promise<HostileLeaf> {
    const hostile = await new HostileLeaf(world, options).connect();
    await hostile.knock({ nick });
    await world.run(300);
    await hostile.follow();
    if (hostile.inside === undefined) throw new Error('nobody let it in');
    return hostile;
  }

  get wire(): Wire {
    return this.#world.relay.wires[this.#link] as Wire;
  }

  get conn(): ConnId {
    if (this.raw.conn === undefined) throw new Error('not joined');
    return this.raw.conn;
  }

  get scope(): Scope {
    if (this.#scope === undefined) throw new Error('not joined');
    return this.#scope;
  }

  get insider(): Insider {
    if (this.inside === undefined) throw new Error('not in the group');
    return this.inside;
  }

  get epoch(): number {
    return Number(this.insider.state.groupContext.epoch);
  }

  /** A place at the relay. */
  async connect(): Promise<this> {
    await this.#world.settle();
    this.raw.hello();
    await this.#world.settle();
    const { gen, epoch, first } = this.raw.heard('HELLO_OK').at(-1) ?? { gen: 0, epoch: 0, first: false };
    const place = { conn: this.conn, gen, epoch, first, others: 1, taken: [] };
    const { hostFp } = this.#world.secret;
    this.#scope = new Scope({ keys: this.keys, seed: this.seed, random: this.random, hostFp }, place);
    this.inside = undefined;
    return this;
  }

  /** A credential that is right but for what is changed, with a MAC that fits the changes. */
  credential(change: Partial<Credential> = {}): Uint8Array {
    const who = { nick: 'mallory', conn: this.conn, sigPk: this.sigPk, ...change };
    const scope = { roomId: this.keys.roomId, gen: this.scope.place.gen };
    return encodeCredential({ ...who, mac: change.mac ?? credentialMac(this.keys.mac.bytes, scope, who) });
  }

  package(change: Partial<Credential> = {}, seed = this.seed): Promise<JoinKeys> {
    return JoinKeys.make(this.credential(change), seed, this.scope.setup);
  }

  async knock(change: Partial<Credential> = {}): Promise<JoinKeys> {
    const keys = await this.package(change);
    this.#packages.push(keys);
    this.send('KEYPKG', keys.encoded);
    return keys;
  }

  send(type: MemberFrameType, inner: Uint8Array, sending: Sending = {}): void {
    const epoch = sending.epoch ?? (this.inside === undefined ? this.scope.place.epoch : this.epoch);
    const sealed = this.scope.sealed(type, epoch, inner);
    this.raw.send(this.scope.frame(type, epoch, type === 'COMMIT' ? concat(sending.lease ?? NO_LEASE, sealed) : sealed, sending.to));
  }

  /** Says something as an honest member would. */
  async say(kind: PayloadKind, body: Uint8Array, to: readonly ConnId[] = []): Promise<Uint8Array> {
    const { encoded } = this.#ledger.stamp(kind, this.random(16), body, kind !== 'here' && kind !== 'sync');
    const { state, setup } = this.insider;
    const { newState, privateMessage } = await createApplicationMessage(state, pad(encoded), setup.suite, setup.aad);
    this.insider.state = newState;
    const message = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage });
    this.send('APP', message, { to });
    return message;
  }

  /** Asks the relay for a lease; its id. */
  async lease(): Promise<Uint8Array> {
    const before = this.raw.heard('LEASE').length;
    this.raw.say('LEASE', { lease: NO_LEASE, epoch: this.epoch, joins: [], left: [] });
    await this.#world.settle();
    const leases = this.raw.heard('LEASE');
    if (leases.length === before) throw new Error('no lease');
    return (leases.at(-1) as { lease: Uint8Array }).lease;
  }

  /** A commit of its own, and the Welcome for it, by this lease: when it comes back it counts here, whatever the others say. */
  async commit(proposals: Parameters<Insider['commit']>[0], lease: Uint8Array, forgery: Parameters<Insider['commit']>[1] = {}) {
    const built = await this.insider.commit(proposals, forgery);
    this.#own = built;
    this.send('COMMIT', built.commit, { lease });
    return built;
  }

  /** Takes in what has come, as an honest member would, but for its rules. */
  async follow(): Promise<void> {
    const frames = this.raw.received.slice(this.#seen);
    this.#seen = this.raw.received.length;
    for (const frame of frames) {
      if (frame.seq > 0) this.recorded.push(frame);
      if (frame.type === 'COMMIT') await this.#applied(frame);
      if (frame.type === 'WELCOME') await this.#welcomed(frame);
      if (frame.type === 'APP') await this.#opened(frame);
    }
  }

  inner(frame: Frame): Uint8Array | undefined {
    const type = frame.type as MemberFrameType;
    return this.scope.open(type, frame, type === 'COMMIT' ? frame.body.subarray(NO_LEASE.length) : frame.body);
  }

  async #welcomed(frame: Frame): Promise<void> {
    const inner = this.inner(frame);
    if (inner === undefined || !frame.to.includes(this.conn)) return;
    for (const keys of this.#packages.splice(0)) {
      const setup = { ...this.scope.setup, trust: () => true };
      this.inside = await Insider.by(inner.subarray(32), { seed: this.seed, identity: this.credential(), keys }, setup).catch(
        () => this.inside,
      );
    }
  }

  async #applied(frame: Frame): Promise<void> {
    const inner = this.inner(frame);
    if (inner === undefined || this.inside === undefined) return;
    if (this.#own !== undefined && equal(this.#own.commit, inner)) this.inside.state = this.#own.next;
    else await this.#process(inner);
  }

  async #opened(frame: Frame): Promise<void> {
    const inner = this.inner(frame);
    const sealed = inner === undefined ? undefined : readMessage(inner, 'mls_private_message')?.privateMessage;
    if (inner === undefined || sealed === undefined || this.inside === undefined) return;
    const { senderDataSecret } = this.inside.state.keySchedule;
    const from = await decryptSenderData(sealed, senderDataSecret, this.inside.setup.suite).catch(() => undefined);
    const data = await this.#process(inner);
    const content = data === undefined ? undefined : parsePayload(data);
    if (content?.ok !== true) return;
    const { kind, body } = content.value.payload;
    this.heard.push({ leaf: from?.leafIndex ?? -1, kind, text: decodeUtf8(body.subarray(2)) ?? '' });
  }

  /** What the library makes of a message; the data when there is any. */
  async #process(inner: Uint8Array): Promise<Uint8Array | undefined> {
    const message = readMessage(inner, 'mls_private_message')?.privateMessage;
    const { setup, state } = this.insider;
    if (message === undefined) return undefined;
    const lookup = { findPsk: () => setup.psk.secret.bytes };
    const result = await processPrivateMessage(state, message, lookup, setup.suite).catch(() => undefined);
    if (result === undefined) return undefined;
    this.insider.state = result.newState;
    return result.kind === 'applicationMessage' ? result.message : undefined;
  }
}
