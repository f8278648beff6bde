import { equal } from '../../protocol/bytes.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import type { Peer } from './peer.js';
import type { Identity } from './room-cipher.js';

/** Counters of those who left are kept until no replay of theirs can pass the clock check, in either direction. */
const FORGET_MS = 2 * limits.clockSkewMs;
const PEERS_MOST = 2 * limits.membersMost;

/** Everybody whose key was announced, by key and by place. A place belongs to the first key that claims it. */
export class PeerBook {
  readonly #byId = new Map<MemberId, Peer>();
  readonly #byConn = new Map<ConnId, Peer>();

  byId(id: MemberId): Peer | undefined {
    return this.#byId.get(id);
  }

  byConn(conn: ConnId): Peer | undefined {
    return this.#byConn.get(conn);
  }

  /** `undefined` when the place is another key's, the id another key's, or there are too many. */
  announce(identity: Identity, now: number): Peer | undefined {
    const holder = this.#byConn.get(identity.conn);
    const known = this.#byId.get(identity.id);
    if (holder !== undefined && holder !== known) return undefined;
    if (known !== undefined && !equal(known.identity.sigPk, identity.sigPk)) return undefined;
    const peer = known ?? this.#create(identity, now);
    if (peer === undefined) return undefined;
    // Its former place may be another key's by now.
    if (this.#byConn.get(peer.identity.conn) === peer) this.#byConn.delete(peer.identity.conn);
    this.#byConn.set(identity.conn, peer);
    peer.identity = identity;
    peer.leftAt = undefined;
    return peer;
  }

  /** Answers who had this place, and how many of its counted messages were held back to the end. */
  left(conn: ConnId, now: number): { readonly peer: Peer; readonly held: number } | undefined {
    const peer = this.#byConn.get(conn);
    if (peer === undefined) return undefined;
    const held = peer.held.filter(({ counted }) => counted).length;
    this.#byConn.delete(conn);
    Object.assign(peer, { leftAt: now, heard: false, greeted: false, held: [] });
    return { peer, held };
  }

  get places(): readonly ConnId[] {
    return [...this.#byConn.keys()];
  }

  /** We stand at a new place: everybody must be met again. */
  meetAgain(): void {
    for (const peer of this.#byId.values()) {
      peer.heard = false;
      peer.greeted = false;
      peer.held = [];
    }
  }

  #create(identity: Identity, now: number): Peer | undefined {
    if (this.#byId.size >= PEERS_MOST) this.#forget(now);
    if (this.#byId.size >= PEERS_MOST) return undefined;
    const peer = { identity, counter: 0, nonceHead: new Uint8Array(0), greeted: false, heard: false, held: [], leftAt: undefined };
    this.#byId.set(identity.id, peer);
    return peer;
  }

  #forget(now: number): void {
    for (const [id, peer] of this.#byId) {
      if (peer.leftAt !== undefined && now - peer.leftAt > FORGET_MS) this.#byId.delete(id);
    }
  }
}
