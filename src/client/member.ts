import { fingerprint, memberId } from '../crypto/fingerprint.js';
import { capabilityHash, deriveRoomKeys, type RoomKeys } from '../crypto/key-schedule.js';
import type { SecretBytes } from '../crypto/secret-bytes.js';
import { signature } from '../crypto/signature.js';
import { Vault } from '../crypto/vault.js';
import type { Cancel } from '../core/ports/clock.js';
import { fromHex, toHex } from '../protocol/bytes.js';
import { controlFrame } from '../protocol/control-frame.js';
import type { ErrorCode } from '../protocol/error-code.js';
import type { EndReason } from '../protocol/event.js';
import type { Frame } from '../protocol/frame.js';
import { ids, type ConnId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { nickSkeleton, parseNick } from '../protocol/nick.js';
import { parsed, type Parsed } from '../protocol/parsed.js';
import { encodeTextBody } from '../protocol/text-body.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import type { CipherEvent, Place, RoomCipher } from './cipher/room-cipher.js';
import { Connection, type ConnectionEvent } from './connection.js';
import { JobQueue } from './job-queue.js';
import { makeCipher } from './make-cipher.js';
import type { Member, MemberEvent, MemberOptions } from './member-api.js';
import { RoomState } from './room-state.js';
import { Sender } from './sender.js';
import type { View, ViewMember } from './view.js';

/** How long after entering the host must have shown itself, and those of before a break must have come again. */
const SETTLED_MS = 5_000;
/** Letters that may wait; more are refused, and whoever reads a file waits. */
const WAITING_MOST = 1_000;

type Said = Parameters<Member['say']>[0];

/** Connects at once; throws ChatError MODE_UNSUPPORTED. Listeners hear nothing before the caller's turn has ended. */
export function createMember(options: MemberOptions): Member {
  return new RoomMember(options);
}

class RoomMember implements Member {
  readonly #options: MemberOptions;
  readonly #listeners = new Set<(event: MemberEvent) => void>();
  readonly #vault = new Vault();
  readonly #keys: RoomKeys;
  readonly #sigPk: Uint8Array;
  readonly #cipher: RoomCipher;
  readonly #state: RoomState;
  readonly #sender: Sender;
  readonly #connection: Connection;
  readonly #jobs = new JobQueue((error) => this.#bug(error));
  #nick: string;
  #place: Place | undefined;
  #entered = false;
  /** Letters may go out once the jobs of the newest place or resume have run: an older echo that waits must be seen before. */
  #flow = 0;
  #flowWanted = 1;
  #phase: View['phase'] = 'entering';
  #link: View['connection'] = 'online';
  #lostAt: number | undefined;
  #ended: View['ended'];
  #wiped = { keys: 0, bytes: 0 };
  #locked = false;
  readonly #timers = new Map<'cipher' | 'settled', Cancel>();
  readonly #flushed = new Set<(done: boolean) => void>();

  constructor(options: MemberOptions) {
    const { secret, nick, random, host, clock, connect, giveUpMs } = options;
    this.#options = options;
    this.#nick = nick;
    const seed: SecretBytes = this.#vault.hold(host?.seed ?? random(32));
    this.#keys = deriveRoomKeys(secret, this.#vault);
    this.#sigPk = signature.publicKey(seed.bytes);
    this.#cipher = makeCipher(secret.mode, { keys: this.#keys, seed, nick, random });
    this.#state = new RoomState({
      clock,
      hostFp: secret.hostFp,
      emit: (event) => this.#emit(event),
      greet: (conn) => this.#greet(conn),
      hostEnded: () => this.#end('host-ended'),
    });
    const send = (frame: Uint8Array): void => this.#connection.send(frame);
    this.#sender = new Sender({ clock, random, cipher: this.#cipher, run: this.#jobs.run, gate: () => this.#gate(), send });
    const open = host === undefined ? {} : { open: () => this.#openFrame() };
    const { roomId, cap } = this.#keys;
    this.#connection = new Connection({ roomId, cap, connect, clock, random, giveUpMs, ...open, emit: (event) => this.#heard(event) });
  }

  get view(): View {
    const { roster, log, typing, title, locked, confirmed } = this.#state;
    const members = roster.views;
    const self = members.find((member) => member.self) ?? this.#selfAlone();
    return {
      phase: this.#phase,
      connection: this.#link,
      mode: this.#cipher.mode,
      confirmed,
      title,
      locked,
      self,
      members: members.length === 0 ? [self] : members,
      items: log.items,
      typing: typing.writing,
      ended: this.#ended,
    };
  }

  get waiting(): number {
    return this.#sender.unacknowledged;
  }

  on(listener: (event: MemberEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  say({ text, style = 'said', replyTo }: Said): Parsed<string> {
    if (this.#ended !== undefined) return refuse('NOT_DELIVERED');
    if (text.trim() === '') return refuse('TEXT_EMPTY');
    if (text.length > limits.textBytes || encodeUtf8(text).length > limits.textBytes) return refuse('TEXT_TOO_LONG');
    if (this.#sender.length >= WAITING_MOST) return refuse('RATE');
    const reply = replyTo === undefined ? undefined : fromHex(replyTo);
    const body = encodeTextBody({ style, text, ...(reply?.length === 16 ? { replyTo: reply } : {}) });
    const id = this.#sender.say('text', body);
    this.#state.typing.ownSaid();
    this.#state.add({ type: 'message', id, from: this.view.self, style, text, ...(replyTo === undefined ? {} : { replyTo }), state: 'sending' });
    return parsed(id);
  }

  rename(text: string): Parsed<string> {
    const nick = parseNick(text.normalize('NFC').trim());
    if (!nick.ok) return refuse('NICK_BAD');
    const skeleton = nickSkeleton(nick.value);
    if (this.view.members.some((member) => !member.self && nickSkeleton(member.nick) === skeleton)) return refuse('NICK_TAKEN');
    this.#nick = nick.value;
    this.#cipher.rename(nick.value);
    if (this.#place === undefined || this.#ended !== undefined) return nick;
    this.#state.rename(this.view.self.id, nick.value);
    this.#sender.say('nick', encodeUtf8(nick.value));
    return nick;
  }

  typing(active: boolean): void {
    if (!this.#entered || !this.#connection.live || this.#state.roster.size > limits.typingMembers) return;
    const tell = this.#state.typing.own(active);
    if (tell !== undefined) this.#sender.say('typing', new Uint8Array([tell ? 1 : 0]));
  }

  probe(): void {
    this.#connection.probe();
  }

  flush(ms: number): Promise<boolean> {
    if (this.#sender.unacknowledged === 0) return Promise.resolve(true);
    if (this.#ended !== undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      const done = (all: boolean): void => {
        cancel();
        this.#flushed.delete(done);
        resolve(all);
      };
      const cancel = this.#options.clock.after(ms, () => done(false));
      this.#flushed.add(done);
    });
  }

  lock(locked: boolean): void {
    if (this.#options.host === undefined) return;
    this.#locked = locked;
    if (this.#connection.live) this.#connection.send(this.#openFrame());
  }

  async end(ms: number): Promise<void> {
    if (this.#options.host === undefined || !this.#entered || this.#ended !== undefined) return;
    this.#sender.say('end', new Uint8Array(0));
    await this.flush(ms);
  }

  leave(reason: EndReason = 'command'): void {
    this.#end(reason);
  }

  wipe(): { readonly keys: number; readonly bytes: number } {
    this.#end('command');
    this.#state.clear();
    return this.#wiped;
  }

  #heard(event: ConnectionEvent): void {
    switch (event.type) {
      case 'state':
        return this.#setLink(event.state);
      case 'ended':
        return this.#end(event.reason, event.code);
      case 'placed':
        return this.#flowAfter(() => this.#enter(event.place));
      case 'frame':
        return this.#job(() => this.#frame(event.frame));
      case 'resumed':
        return this.#job(() => Promise.resolve(this.#reconcile(event.here, event.away)));
      case 'caught-up':
        return this.#flowAfter(() => Promise.resolve(this.#sender.again()));
      case 'left':
        return this.#job(() => Promise.resolve(this.#left(event.conn)));
      case 'notice':
        return this.#notice(event.code, event.conn);
      case 'garbage':
        return this.#state.warn('MESSAGES_REFUSED', 'a frame could not be read');
      case 'refused':
        if (event.code === 'rate') this.#state.warn('RATE');
        return;
    }
  }

  async #enter(place: Place): Promise<void> {
    this.#place = place;
    this.#entered = false;
    this.#sender.restart();
    this.#state.roster.markStale();
    this.#state.put({ id: memberId(this.#sigPk), nick: this.#nick, conn: place.conn, sigPk: this.#sigPk }, true);
    if (this.#lostAt !== undefined) this.#state.add({ type: 'absent', ms: this.#options.clock.now() - this.#lostAt });
    this.#lostAt = undefined;
    this.#apply(await this.#cipher.enter(place, this.#options.clock.now()));
  }

  async #frame(frame: Frame): Promise<void> {
    const letter = this.#sender.acknowledge(frame.body);
    if (letter === undefined) return this.#apply(await this.#cipher.open(frame, this.#options.clock.now()));
    const item = this.#state.log.setState(toHex(letter.id), 'sent');
    if (item !== undefined) this.#emit({ type: 'item-changed', item });
    if (this.#sender.unacknowledged === 0) for (const done of this.#flushed) done(true);
    this.#sender.pump();
  }

  /** Cipher events in order; then what it wants said goes out, and its next wish is noted. */
  #apply(events: readonly CipherEvent[]): void {
    for (const event of events) {
      if (event.type === 'say') this.#sender.sayFirst(event.kind, event.body, event.to);
      else if (event.type === 'entered') this.#enteredRoom();
      else this.#state.apply(event);
    }
    const { clock } = this.#options;
    const { wakeAt } = this.#cipher;
    this.#timer('cipher', wakeAt === undefined ? undefined : wakeAt - clock.now(), () => {
      this.#job(async () => this.#apply(await this.#cipher.tick(clock.now())));
    });
    this.#sender.pump();
  }

  #enteredRoom(): void {
    this.#entered = true;
    this.#state.entered = true;
    const first = this.#phase === 'entering';
    this.#phase = 'joined';
    if (first) this.#emit({ type: 'joined' });
    const { host } = this.#options;
    if (first && host?.title !== undefined) {
      this.#state.setTitle(host.title);
      this.#sender.say('topic', encodeUtf8(host.title));
    }
    const { self } = this.view;
    if (first && self.shown !== self.nick) this.#state.warn('NICK_TAKEN', `you are shown as ${self.shown}`);
    this.#timer('settled', SETTLED_MS, () => this.#settled());
  }

  #settled(): void {
    if (!this.#state.confirmed) this.#state.warn('HOST_ABSENT');
    for (const member of this.#state.roster.stale) this.#state.remove(member);
  }

  #reconcile(here: readonly ConnId[], away: readonly ConnId[]): void {
    for (const member of this.#state.roster.notAt([...here, ...away])) this.#state.remove(member);
    for (const conn of here) this.#state.setAway(conn, false);
    for (const conn of away) this.#state.setAway(conn, true);
    this.#lostAt = undefined;
  }

  #left(conn: ConnId): void {
    this.#cipher.left(conn, this.#options.clock.now());
    const member = this.#state.roster.byConn(conn);
    if (member !== undefined) this.#state.remove(member);
  }

  #notice(code: string, conn: ConnId | undefined): void {
    if (code === 'exposed') this.#state.warn('LINK_EXPOSED');
    if (code === 'locked' || code === 'unlocked') this.#state.setLocked(code === 'locked');
    if ((code === 'away' || code === 'back') && conn !== undefined) this.#job(() => Promise.resolve(this.#state.setAway(conn, code === 'away')));
  }

  /** Newcomers learn the title from the host: there is no history. */
  #greet(conn: ConnId): void {
    const { host } = this.#options;
    if (host?.title !== undefined && this.#entered) this.#sender.say('topic', encodeUtf8(host.title), [conn]);
  }

  #setLink(link: View['connection']): void {
    if (link === 'reconnecting') {
      this.#flowWanted += 1;
      this.#lostAt ??= this.#options.clock.now();
    }
    this.#link = link;
    this.#emit({ type: 'changed' });
  }

  /** Keys go first; then the goodbye, then whoever waits is told. */
  #end(reason: EndReason, code?: ErrorCode): void {
    if (this.#ended !== undefined) return;
    this.#ended = { reason, ...(code === undefined ? {} : { code }) };
    this.#phase = 'ended';
    this.#connection.leave();
    this.#wiped = this.#vault.wipe();
    this.#jobs.stop();
    for (const cancel of this.#timers.values()) cancel();
    this.#state.typing.stop();
    for (const id of this.#state.log.unsent) {
      const item = this.#state.log.setState(id, 'failed');
      if (item !== undefined) this.#emit({ type: 'item-changed', item });
    }
    for (const done of this.#flushed) done(false);
    this.#sender.stop();
    this.#emit({ type: 'ended', ...this.#ended });
    this.#listeners.clear();
  }

  #bug(error: unknown): void {
    this.#end('error', 'BUG');
    throw error;
  }

  #gate(): 'closed' | 'entering' | 'open' {
    if (!this.#connection.live || this.#flow !== this.#flowWanted) return 'closed';
    return this.#entered ? 'open' : 'entering';
  }

  #flowAfter(job: () => Promise<void>): void {
    this.#flowWanted += 1;
    const flow = this.#flowWanted;
    this.#job(async () => {
      await job();
      this.#flow = flow;
      this.#sender.pump();
    });
  }

  #job(job: () => Promise<void>): void {
    this.#jobs.run(job);
  }

  #timer(name: 'cipher' | 'settled', ms: number | undefined, run: () => void): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
    if (ms !== undefined) this.#timers.set(name, this.#options.clock.after(Math.max(0, ms), run));
  }

  #openFrame(): Uint8Array {
    const max = this.#options.host?.maxMembers ?? limits.members;
    const capHash = capabilityHash(this.#keys.cap.bytes);
    return controlFrame('OPEN', { room: ids.bytes(this.#keys.roomId), capHash, max, locked: this.#locked });
  }

  #selfAlone(): ViewMember {
    const id = memberId(this.#sigPk);
    const role = this.#state.isHost(this.#sigPk) ? 'host' : 'guest';
    return { id, nick: this.#nick, shown: this.#nick, fingerprint: toHex(fingerprint(this.#sigPk)), role, self: true, away: false };
  }

  #emit(event: MemberEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const refuse = (code: ErrorCode): Parsed<never> => ({ ok: false, reason: code });
