import { encodeHere, nonceHead, parseHere, type Echo, type HereBody } from '../../src/client/cipher/here-body.js';
import { sharedKeySeal } from '../../src/client/cipher/message-seal.js';
import { OwnLedger } from '../../src/client/own-ledger.js';
import { credentialMac } from '../../src/crypto/credential-mac.js';
import { deriveRoomKeys, type RoomKeys } from '../../src/crypto/key-schedule.js';
import { signature } from '../../src/crypto/signature.js';
import { encodeSigned, parseSigned } from '../../src/crypto/signed-message.js';
import { Vault } from '../../src/crypto/vault.js';
import type { Credential } from '../../src/protocol/credential.js';
import { encodeFrame } from '../../src/protocol/frame.js';
import { ids, type ConnId } from '../../src/protocol/ids.js';
import { pad, parsePayload, type PayloadKind } from '../../src/protocol/payload.js';
import { RelayTalker } from './relay-talker.js';
import type { RoomWorld } from './room-world.js';
import { seededRandom } from './seeded-random.js';

/** What it says otherwise than an honest member would. */
export interface Forgery {
  readonly conn?: ConnId;
  readonly counter?: number;
  readonly ts?: number;
  readonly to?: readonly ConnId[];
  readonly seed?: Uint8Array;
}

/** A member of a shared-key room that has the link, and says whatever a test wants. */
export class HandMadeMember {
  readonly seed: Uint8Array;
  readonly sigPk: Uint8Array;
  readonly raw: RelayTalker;
  readonly keys: RoomKeys;
  readonly #world: RoomWorld;
  readonly #random = seededRandom(77);
  readonly #ledger = new OwnLedger();
  readonly #nonce: Uint8Array;
  #counter = 0;

  constructor(world: RoomWorld) {
    this.#world = world;
    this.seed = this.#random(32);
    this.#nonce = this.#random(16);
    this.sigPk = signature.publicKey(this.seed);
    this.keys = deriveRoomKeys(world.secret, new Vault());
    this.raw = new RelayTalker(world.relay.connect, { room: ids.bytes(this.keys.roomId), cap: this.keys.cap.bytes });
  }

  get conn(): ConnId {
    if (this.raw.conn === undefined) throw new Error('not joined');
    return this.raw.conn;
  }

  /** Takes a place at the relay and says nothing yet. */
  async connect(): Promise<this> {
    await this.#world.settle();
    this.raw.hello();
    await this.#world.settle();
    return this;
  }

  /** Announces itself as an honest member does: everybody here shows what it says afterwards. */
  async meet(nick: string): Promise<this> {
    this.here({ nick });
    await this.#world.settle();
    this.here({ nick }, this.#echoes);
    await this.#world.settle();
    return this;
  }

  /** Announces one more member, with a key and a place of its own, over this connection: rooms grow cheaply so. */
  async another(n: number): Promise<void> {
    const seed = new Uint8Array(32).fill(n);
    const place = new RelayTalker(this.#world.relay.connect, { room: ids.bytes(this.keys.roomId), cap: this.keys.cap.bytes });
    await this.#world.settle();
    place.hello();
    await this.#world.settle();
    const { conn } = place;
    if (conn === undefined) throw new Error('no place');
    this.here({ nick: `member-${n}`, sigPk: signature.publicKey(seed), conn }, this.#echoes, { seed, conn });
  }

  /** What others have announced. */
  get met(): readonly HereBody[] {
    return this.raw.received.flatMap((frame) => this.#hereIn(frame));
  }

  /** Announces itself; the credential is right but for what is changed, and its mac fits the changes. */
  here(change: Partial<Credential>, echoes: readonly Echo[] = [], forgery: Forgery = {}): void {
    const who = { nick: 'mallory', conn: this.conn, sigPk: this.sigPk, ...change };
    const mac = change.mac ?? credentialMac(this.keys.mac.bytes, { roomId: this.keys.roomId, gen: 0 }, who);
    this.say('here', encodeHere({ credential: { ...who, mac }, nonce: this.#nonce, echoes }), forgery);
  }

  say(kind: PayloadKind, body: Uint8Array, forgery: Forgery = {}): void {
    this.#counter += 1;
    const to = forgery.to ?? [];
    const { encoded } = this.#ledger.stamp(kind, this.#random(16), body, kind !== 'here');
    const message = { conn: this.conn, counter: this.#counter, ts: this.#world.relay.clock.now(), payload: pad(encoded), ...forgery };
    const inner = encodeSigned(forgery.seed ?? this.seed, { roomId: this.keys.roomId, gen: 0, type: 'APP', to }, message);
    this.raw.send(
      encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq: 0, to, body: this.#seal.seal({ type: 'APP', gen: 0, epoch: 0 }, inner) }),
    );
  }

  get #echoes(): readonly Echo[] {
    return this.met.map(({ nonce }) => ({ role: 'met', head: nonceHead(nonce) }));
  }

  get #seal(): ReturnType<typeof sharedKeySeal> {
    return sharedKeySeal(this.keys, this.#random);
  }

  #hereIn(frame: RelayTalker['received'][number]): readonly HereBody[] {
    if (frame.type !== 'APP') return [];
    const inner = this.#seal.open({ type: 'APP', gen: frame.gen, epoch: frame.epoch }, frame.body);
    const message = inner === undefined ? undefined : parseSigned(inner);
    const content = message === undefined ? undefined : parsePayload(message.payload);
    if (message?.conn === this.conn || content?.ok !== true || content.value.payload.kind !== 'here') return [];
    const here = parseHere(content.value.payload.body);
    return here.ok ? [here.value] : [];
  }
}
