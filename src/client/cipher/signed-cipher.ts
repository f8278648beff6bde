import { credentialHolds, credentialMac } from '../../crypto/credential-mac.js';
import { memberId } from '../../crypto/fingerprint.js';
import type { RoomKeys } from '../../crypto/key-schedule.js';
import type { SecretBytes } from '../../crypto/secret-bytes.js';
import { signature } from '../../crypto/signature.js';
import { encodeSigned, parseSigned, verifySigned, type SignedContext } from '../../crypto/signed-message.js';
import type { Random } from '../../core/ports/random.js';
import { equal } from '../../protocol/bytes.js';
import { encodeFrame, type Frame } from '../../protocol/frame.js';
import type { ConnId } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { isCounted, pad, parsePayload, type Payload } from '../../protocol/payload.js';
import { encodeHere, nonceHead, parseHere, type Echo, type HereBody } from './here-body.js';
import type { MessageSeal } from './message-seal.js';
import { Greetings } from './greetings.js';
import { PeerBook } from './peer-book.js';
import type { Peer } from './peer.js';
import type { CipherEvent, FrameHead, Place, RefusedReason, RoomCipher } from './room-cipher.js';

/** How long a newcomer waits for those who were here before it. */
const WELCOME_MS = 1_000;

export interface SignedCipherOptions {
  readonly mode: 'shared-key' | 'none';
  readonly keys: RoomKeys;
  readonly seal: MessageSeal;
  readonly seed: SecretBytes;
  readonly nick: string;
  readonly random: Random;
}

interface Opened {
  readonly peer: Peer;
  readonly counter: number;
  readonly payload: Payload;
  readonly encoded: Uint8Array;
  readonly here: HereBody | undefined;
  /** The key was announced for the first time, or at another place than before. */
  readonly moved: boolean;
}

/** Modes `shared-key` and `none` (docs/protocol.md, "Modes L and 0"): every message signed; freshness by repeated join nonces. */
export class SignedCipher implements RoomCipher {
  readonly mode: 'shared-key' | 'none';
  readonly presenceConfirms = true;
  /** Everybody in these modes can read everything. */
  readonly private = undefined;
  readonly ruling = undefined;
  readonly #options: SignedCipherOptions;
  readonly #sigPk: Uint8Array;
  readonly #peers = new PeerBook();
  #nick: string;
  #place: Place | undefined;
  #nonce = new Uint8Array(16);
  #counter = 0;
  #heard = 0;
  readonly #greetings = new Greetings();
  #enteredBy: number | undefined;

  constructor(options: SignedCipherOptions) {
    this.mode = options.mode;
    this.#options = options;
    this.#nick = options.nick;
    this.#sigPk = signature.publicKey(options.seed.bytes);
  }

  get wakeAt(): number | undefined {
    const times = [this.#greetings.wakeAt, this.#enteredBy].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  enter(place: Place, now: number): Promise<readonly CipherEvent[]> {
    this.#place = place;
    this.#nonce = this.#options.random(16) as Uint8Array<ArrayBuffer>;
    this.#peers.meetAgain();
    this.#greetings.clear();
    this.#heard = 0;
    this.#enteredBy = now + WELCOME_MS;
    return Promise.resolve([...this.only(place.taken, now), this.#say([], []), ...this.#enteredIfAll(now)]);
  }

  head(): FrameHead | undefined {
    return this.#place;
  }

  seal(encoded: Uint8Array, to: readonly ConnId[], now: number): Promise<Uint8Array> {
    if (this.#place === undefined) throw new Error('seal before enter');
    const { conn, gen, epoch } = this.#place;
    const { keys, seed, seal } = this.#options;
    this.#counter += 1;
    const message = { conn, counter: this.#counter, ts: now, payload: pad(encoded) };
    const inner = encodeSigned(seed.bytes, { roomId: keys.roomId, gen, type: 'APP', to }, message);
    return Promise.resolve(encodeFrame({ type: 'APP', gen, epoch, seq: 0, to, body: seal.seal({ type: 'APP', gen, epoch }, inner) }));
  }

  open(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    const opened = this.#open(frame, now);
    if (typeof opened === 'string') return Promise.resolve([{ type: 'refused', reason: opened }]);
    opened.peer.counter = opened.counter;
    const counted = isCounted(opened.payload.kind) && frame.to.length === 0;
    if (opened.here !== undefined) return Promise.resolve(this.#onHere(opened, opened.here, now));
    return Promise.resolve(this.#shown(opened.peer, { payload: opened.payload, encoded: opened.encoded, counted }));
  }

  /** There is nothing to commit to in these modes. */
  order(): Promise<readonly CipherEvent[]> {
    return Promise.resolve([]);
  }

  syncBody(): Uint8Array {
    return new Uint8Array(0);
  }

  tick(now: number): Promise<readonly CipherEvent[]> {
    return Promise.resolve([...this.#greet(now, false), ...this.#enteredIfAll(now)]);
  }

  came(conn: ConnId): void {
    this.#peers.came(conn);
  }

  catchUp(): void {
    this.#peers.setTaken(undefined);
  }

  /** There are no epochs. */
  outOfStep(): Promise<readonly CipherEvent[]> {
    return Promise.resolve([]);
  }

  left(conn: ConnId, now: number): readonly CipherEvent[] {
    return this.#peers.left(conn, now).flatMap(({ peer, held }): readonly CipherEvent[] => {
      const gone = { type: 'gone', id: peer.identity.id } as const;
      return held > 0 ? [gone, { type: 'unmet', member: peer.identity, count: held }] : [gone];
    });
  }

  only(conns: readonly ConnId[], now: number): readonly CipherEvent[] {
    const taken = new Set(conns);
    const events = this.#peers.places.filter((conn) => !taken.has(conn)).flatMap((conn) => this.left(conn, now));
    this.#peers.setTaken(conns);
    return events;
  }

  rename(nick: string): void {
    this.#nick = nick;
  }

  /** Its keys are the vault's. */
  wipe(): void {}

  /** Cheap checks first: the signature costs a millisecond. Nothing is changed before it holds. */
  #open(frame: Frame, now: number): Opened | RefusedReason {
    const place = this.#place;
    if (place === undefined || frame.type !== 'APP' || frame.gen !== place.gen) return 'place';
    const inner = this.#options.seal.open({ type: 'APP', gen: frame.gen, epoch: frame.epoch }, frame.body);
    if (inner === undefined) return 'seal';
    const message = parseSigned(inner);
    const content = message === undefined ? undefined : parsePayload(message.payload);
    if (message === undefined || content === undefined || !content.ok) return 'layout';
    if (message.conn === place.conn) return 'replay';
    if (Math.abs(now - message.ts) > limits.clockSkewMs) return 'clock';
    const { payload, encoded } = content.value;
    const context = { roomId: this.#options.keys.roomId, gen: frame.gen, type: 'APP' as const, to: frame.to };
    const check = (sigPk: Uint8Array, last: number): RefusedReason | undefined =>
      message.counter <= last ? 'replay' : verifySigned(sigPk, context, message) ? undefined : 'signature';
    if (payload.kind === 'here') {
      const announced = this.#announced(payload, message.conn, context, check, now);
      return typeof announced === 'string' ? announced : { ...announced, counter: message.counter, payload, encoded };
    }
    let refused: RefusedReason = 'unknown-sender';
    for (const peer of this.#peers.at(message.conn)) {
      const why = check(peer.identity.sigPk, peer.counter);
      if (why === undefined) return { peer, counter: message.counter, payload, encoded, here: undefined, moved: false };
      refused = why;
    }
    return refused;
  }

  #announced(
    payload: Payload,
    conn: ConnId,
    context: SignedContext,
    check: (sigPk: Uint8Array, last: number) => RefusedReason | undefined,
    now: number,
  ): Pick<Opened, 'peer' | 'here' | 'moved'> | RefusedReason {
    const here = parseHere(payload.body);
    if (!here.ok) return 'layout';
    const { credential } = here.value;
    if (credential.conn !== conn || equal(credential.sigPk, this.#sigPk)) return 'credential';
    if (!credentialHolds(this.#options.keys.mac.bytes, context, credential)) return 'credential';
    const id = memberId(credential.sigPk);
    const known = this.#peers.byId(id);
    const refused = check(credential.sigPk, known?.counter ?? 0);
    if (refused !== undefined) return refused;
    const moved = known === undefined || known.leftAt !== undefined || known.identity.conn !== conn;
    const peer = this.#peers.announce({ id, nick: credential.nick, conn, sigPk: credential.sigPk }, now);
    return typeof peer === 'string' ? peer : { peer, here: here.value, moved };
  }

  #onHere(opened: Opened, here: HereBody, now: number): readonly CipherEvent[] {
    const { peer, payload, encoded, moved } = opened;
    const member = peer.identity;
    const echo = here.echoes.find((one) => equal(one.head, nonceHead(this.#nonce)));
    const events: CipherEvent[] = [];
    if (moved) {
      // At another place it must repeat our nonce again before anything of it is shown.
      Object.assign(peer, { nonceHead: nonceHead(here.nonce).slice(), greeted: false });
      this.#unhear(peer);
      events.push({ type: 'baseline', member, payload, encoded, rebase: false });
    }
    if (echo?.role === 'welcome' && !peer.heard) events.push({ type: 'baseline', member, payload, encoded, rebase: true });
    const held = echo === undefined ? [] : this.#hear(peer, echo.role);
    if (peer.heard) events.push({ type: 'member', member }, ...held);
    if (!peer.greeted) this.#greetings.add(echo === undefined ? 'welcome' : 'met', peer, now);
    peer.greeted = true;
    return [...events, ...this.#greet(now, false), ...this.#enteredIfAll(now)];
  }

  #unhear(peer: Peer): void {
    if (peer.heard) this.#heard -= 1;
    peer.heard = false;
    this.#peers.release(peer);
  }

  #hear(peer: Peer, role: Echo['role']): readonly CipherEvent[] {
    if (peer.heard) return [];
    peer.heard = true;
    this.#heard += 1;
    const held = this.#peers.release(peer);
    // A welcome says: what I said before it was not for you.
    return role === 'welcome' ? [] : held.flatMap((one) => this.#shown(peer, one));
  }

  /** To those alone whom it concerns, each told what we are to it. */
  #greet(now: number, metNow: boolean): readonly CipherEvent[] {
    return this.#greetings.due(now, metNow).map(({ role, peers }) => {
      const echoes = peers.map(({ nonceHead: head }): Echo => ({ role, head }));
      return this.#say(
        echoes,
        peers.map(({ identity }) => identity.conn),
      );
    });
  }

  #shown(peer: Peer, message: Peer['held'][number]): readonly CipherEvent[] {
    if (peer.heard) return [{ type: 'payload', from: peer.identity.id, ...message }];
    this.#peers.hold(peer, message);
    return [];
  }

  #enteredIfAll(now: number): readonly CipherEvent[] {
    if (this.#place === undefined || this.#enteredBy === undefined) return [];
    if (this.#heard < this.#place.others && now < this.#enteredBy) return [];
    this.#enteredBy = undefined;
    // Before the first word: who says one and leaves at once would be held back by all whom it had not answered yet.
    return [...this.#greet(now, true), { type: 'entered' }];
  }

  #say(echoes: readonly Echo[], to: readonly ConnId[]): CipherEvent {
    if (this.#place === undefined) throw new Error('here before enter');
    const { keys } = this.#options;
    const who = { nick: this.#nick, conn: this.#place.conn, sigPk: this.#sigPk };
    const mac = credentialMac(keys.mac.bytes, { roomId: keys.roomId, gen: this.#place.gen }, who);
    return { type: 'say', kind: 'here', body: encodeHere({ credential: { ...who, mac }, nonce: this.#nonce, echoes }), to };
  }
}
