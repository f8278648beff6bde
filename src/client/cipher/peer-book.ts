import { equal } from '../../protocol/bytes.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import type { Held, Peer } from './peer.js';
import type { Identity } from './room-cipher.js';

/** Counters of those who left are kept until no replay of theirs can pass the clock check, in either direction. */
const FORGET_MS = 2 * limits.clockSkewMs;
/** Those who left are forgotten earlier, the first to leave first, when there are more. */
const LEFT_MOST = 4 * limits.membersMost;

/**
 * Everybody whose key was announced, by key and by place. Only a place that the relay has named can be announced, and only by few keys:
 * by more than one, so that its owner is not displaced by someone who claims it first.
 */
export class PeerBook {
  readonly #byId = new Map<MemberId, Peer>();
  readonly #byConn = new Map<ConnId, Peer[]>();
  /** In the order of leaving. */
  readonly #gone = new Set<Peer>();
  /** `undefined`: not known for now, so any. */
  #taken: Set<ConnId> | undefined = new Set();
  #heldBytes = 0;

  byId(id: MemberId): Peer | undefined {
    return this.#byId.get(id);
  }

  at(conn: ConnId): readonly Peer[] {
    return this.#byConn.get(conn) ?? [];
  }

  get places(): readonly ConnId[] {
    return [...this.#byConn.keys()];
  }

  /** The places that there are; `undefined`: not known. */
  setTaken(conns: readonly ConnId[] | undefined): void {
    this.#taken = conns === undefined ? undefined : new Set(conns);
  }

  came(conn: ConnId): void {
    this.#taken?.add(conn);
  }

  /** `place`: it is not there, or the key still stands at another. `too-many`: others have claimed it. */
  announce(identity: Identity, now: number): Peer | 'place' | 'too-many' {
    this.#forget(now);
    const known = this.#byId.get(identity.id);
    const { conn } = identity;
    if (this.#taken?.has(conn) === false || (known !== undefined && !equal(known.identity.sigPk, identity.sigPk))) return 'place';
    const here = this.at(conn);
    if (known !== undefined && here.includes(known)) return Object.assign(known, { identity });
    if (known !== undefined && known.leftAt === undefined && this.#taken !== undefined) return 'place';
    if (here.length >= limits.keysPerPlace) return 'too-many';
    const peer = known ?? create(identity);
    this.#leave(peer);
    this.#gone.delete(peer);
    this.#byId.set(identity.id, peer);
    this.#byConn.set(conn, [...here, peer]);
    return Object.assign(peer, { identity, leftAt: undefined });
  }

  /** Answers who had this place, and how many of their counted messages were held back to the end. */
  left(conn: ConnId, now: number): readonly { readonly peer: Peer; readonly held: number }[] {
    const gone = this.at(conn).map((peer) => ({ peer, held: this.release(peer).filter(({ counted }) => counted).length }));
    this.#taken?.delete(conn);
    this.#byConn.delete(conn);
    for (const { peer } of gone) {
      Object.assign(peer, { leftAt: now, heard: false, greeted: false });
      this.#gone.add(peer);
    }
    return gone;
  }

  /** We stand at a new place: everybody must be met again. */
  meetAgain(): void {
    for (const peer of this.#byId.values()) {
      this.release(peer);
      Object.assign(peer, { heard: false, greeted: false });
    }
  }

  /** Keeps a message until its sender is heard, if there is room for it. */
  hold(peer: Peer, message: Held): void {
    const bytes = message.encoded.length;
    if (peer.held.length >= limits.heldFrames || this.#heldBytes + bytes > limits.heldBytes) return;
    peer.held.push(message);
    this.#heldBytes += bytes;
  }

  release(peer: Peer): readonly Held[] {
    const held = peer.held.splice(0);
    for (const { encoded } of held) this.#heldBytes -= encoded.length;
    return held;
  }

  #leave(peer: Peer): void {
    const { conn } = peer.identity;
    const others = this.at(conn).filter((one) => one !== peer);
    if (others.length > 0) this.#byConn.set(conn, others);
    else this.#byConn.delete(conn);
  }

  #forget(now: number): void {
    for (const peer of this.#gone) {
      if (this.#gone.size <= LEFT_MOST && now - (peer.leftAt ?? now) <= FORGET_MS) break;
      this.#gone.delete(peer);
      this.#byId.delete(peer.identity.id);
    }
  }
}

const create = (identity: Identity): Peer => ({
  identity,
  counter: 0,
  nonceHead: new Uint8Array(0),
  greeted: false,
  heard: false,
  held: [],
  leftAt: undefined,
});
