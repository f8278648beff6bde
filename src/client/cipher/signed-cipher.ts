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
import { ECHOES_MOST, encodeHere, nonceHead, parseHere, type Echo, type HereBody } from './here-body.js';
import type { MessageSeal } from './message-seal.js';
import { PeerBook } from './peer-book.js';
import type { Peer } from './peer.js';
import type { CipherEvent, Place, RefusedReason, RoomCipher } from './room-cipher.js';

/** How long a newcomer waits for those who were here before it. */
const WELCOME_MS = 1_000;
/** Newcomers answer many welcomes with one `here`. */
const MET_MS = 100;
/** So many welcomes of one member at most: newcomers in between share one, and a flood of made-up newcomers costs little. */
const WELCOME_EVERY_MS = 250;

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
  readonly #options: SignedCipherOptions;
  readonly #sigPk: Uint8Array;
  readonly #peers = new PeerBook();
  #nick: string;
  #place: Place | undefined;
  #nonce = new Uint8Array(16);
  #counter = 0;
  #heard = 0;
  #met: Uint8Array[] = [];
  #metAt: number | undefined;
  #newcomers: Peer[] = [];
  #welcomeAt = 0;
  #enteredBy: number | undefined;

  constructor(options: SignedCipherOptions) {
    this.mode = options.mode;
    this.#options = options;
    this.#nick = options.nick;
    this.#sigPk = signature.publicKey(options.seed.bytes);
  }

  get wakeAt(): number | undefined {
    const times = [this.#metAt, this.#enteredBy, this.#newcomers.length > 0 ? this.#welcomeAt : undefined];
    const wanted = times.filter((time) => time !== undefined);
    return wanted.length === 0 ? undefined : Math.min(...wanted);
  }

  enter(place: Place, now: number): Promise<readonly CipherEvent[]> {
    this.#place = place;
    this.#nonce = this.#options.random(16) as Uint8Array<ArrayBuffer>;
    this.#peers.meetAgain();
    this.#heard = 0;
    this.#met = [];
    this.#metAt = undefined;
    this.#newcomers = [];
    this.#enteredBy = now + WELCOME_MS;
    return Promise.resolve([this.#say([], []), ...this.#enteredIfAll(now)]);
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

  tick(now: number): Promise<readonly CipherEvent[]> {
    const events = this.#metAt !== undefined && now >= this.#metAt ? this.#answerMet(now) : [];
    return Promise.resolve([...events, ...this.#welcome(now), ...this.#enteredIfAll(now)]);
  }

  left(conn: ConnId, now: number): readonly CipherEvent[] {
    const gone = this.#peers.left(conn, now);
    if (gone === undefined || gone.held === 0) return [];
    return [{ type: 'unmet', member: gone.peer.identity, count: gone.held }];
  }

  only(conns: readonly ConnId[], now: number): readonly CipherEvent[] {
    const taken = new Set(conns);
    return this.#peers.places.filter((conn) => !taken.has(conn)).flatMap((conn) => this.left(conn, now));
  }

  rename(nick: string): void {
    this.#nick = nick;
  }

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
    const peer = this.#peers.byConn(message.conn);
    if (peer === undefined) return 'unknown-sender';
    return check(peer.identity.sigPk, peer.counter) ?? { peer, counter: message.counter, payload, encoded, here: undefined, moved: false };
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
    const moved = known === undefined || known.leftAt !== undefined || known.identity.conn !== conn || known.nonceHead.length === 0;
    const peer = this.#peers.announce({ id, nick: credential.nick, conn, sigPk: credential.sigPk }, now);
    return peer === undefined ? 'too-many' : { peer, here: here.value, moved };
  }

  #onHere(opened: Opened, here: HereBody, now: number): readonly CipherEvent[] {
    const { peer, payload, encoded, moved } = opened;
    const from = peer.identity.id;
    const echo = here.echoes.find((one) => equal(one.head, nonceHead(this.#nonce)));
    const events: CipherEvent[] = [];
    if (moved) {
      // At another place it must repeat our nonce again before anything of it is shown.
      Object.assign(peer, { nonceHead: nonceHead(here.nonce).slice(), greeted: false });
      this.#unhear(peer);
      events.push({ type: 'baseline', from, payload, encoded, rebase: false });
    }
    if (echo?.role === 'welcome' && !peer.heard) events.push({ type: 'baseline', from, payload, encoded, rebase: true });
    const held = echo === undefined ? [] : this.#hear(peer, echo.role);
    if (peer.heard) events.push({ type: 'member', member: peer.identity }, ...held);
    if (!peer.greeted) events.push(...this.#greet(peer, echo === undefined, now));
    return [...events, ...this.#enteredIfAll(now)];
  }

  #unhear(peer: Peer): void {
    if (peer.heard) this.#heard -= 1;
    peer.heard = false;
    peer.held = [];
  }

  #hear(peer: Peer, role: Echo['role']): readonly CipherEvent[] {
    if (peer.heard) return [];
    peer.heard = true;
    this.#heard += 1;
    const held = peer.held.splice(0);
    // A welcome says: what I said before it was not for you.
    return role === 'welcome' ? [] : held.flatMap((one) => this.#shown(peer, one));
  }

  /** Newcomers are welcomed by a `here` to them alone; those who were here before us are answered to all, in one. */
  #greet(peer: Peer, newcomer: boolean, now: number): readonly CipherEvent[] {
    peer.greeted = true;
    if (newcomer) {
      this.#newcomers.push(peer);
      return this.#welcome(now);
    }
    this.#met.push(peer.nonceHead);
    this.#metAt ??= now + MET_MS;
    return [];
  }

  #answerMet(now: number): readonly CipherEvent[] {
    if (this.#met.length === 0) return [];
    const echoes = this.#met.splice(0, ECHOES_MOST).map((head): Echo => ({ role: 'met', head }));
    this.#metAt = this.#met.length > 0 ? now : undefined;
    return [this.#say(echoes, [])];
  }

  #welcome(now: number): readonly CipherEvent[] {
    if (this.#newcomers.length === 0 || now < this.#welcomeAt) return [];
    this.#welcomeAt = now + WELCOME_EVERY_MS;
    const newcomers = this.#newcomers.splice(0, limits.toCount);
    const echoes = newcomers.map(({ nonceHead: head }): Echo => ({ role: 'welcome', head }));
    return [
      this.#say(
        echoes,
        newcomers.map(({ identity }) => identity.conn),
      ),
    ];
  }

  #shown(peer: Peer, message: Peer['held'][number]): readonly CipherEvent[] {
    if (peer.heard) return [{ type: 'payload', from: peer.identity.id, ...message }];
    if (peer.held.length < limits.heldFrames) peer.held.push(message);
    return [];
  }

  #enteredIfAll(now: number): readonly CipherEvent[] {
    if (this.#place === undefined || this.#enteredBy === undefined) return [];
    if (this.#heard < this.#place.others && now < this.#enteredBy) return [];
    this.#enteredBy = undefined;
    // Before the first word: who says one and leaves at once would be held back by all whom it had not answered yet.
    return [...this.#answerMet(now), { type: 'entered' }];
  }

  #say(echoes: readonly Echo[], to: readonly ConnId[]): CipherEvent {
    if (this.#place === undefined) throw new Error('here before enter');
    const { keys } = this.#options;
    const who = { nick: this.#nick, conn: this.#place.conn, sigPk: this.#sigPk };
    const mac = credentialMac(keys.mac.bytes, { roomId: keys.roomId, gen: this.#place.gen }, who);
    return { type: 'say', kind: 'here', body: encodeHere({ credential: { ...who, mac }, nonce: this.#nonce, echoes }), to };
  }
}
