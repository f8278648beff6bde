import { fingerprint, memberId } from '../crypto/fingerprint.js';
import type { LinkSecret } from '../crypto/link.js';
import { signature } from '../crypto/signature.js';
import { Vault } from '../crypto/vault.js';
import { toHex } from '../protocol/bytes.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { EndReason } from '../protocol/event.js';
import type { MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { parsed, type Parsed } from '../protocol/parsed.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { accessBy, type Access } from './access.js';
import type { RoomCipher } from './cipher/room-cipher.js';
import { codesPart } from './codes-part.js';
import { Engine } from './engine.js';
import { FileDesk } from './file-desk.js';
import { makeCipher } from './make-cipher.js';
import type { Codes, Files, Member, MemberEvent, MemberOptions, Saying } from './member-api.js';
import { OwnActs } from './messages/own-acts.js';
import { payloadOf, shownOf } from './messages/saying.js';
import { nickAmong } from './nick-among.js';
import { WAITING_MOST } from './outbox.js';
import { refuse } from './refuse.js';
import type { EmojiState, View, ViewMember } from './view.js';
import { Waiters } from './waiters.js';

/** Connects at once. Listeners hear nothing before the caller's turn has ended. */
export function createMember(options: MemberOptions): Member {
  return new RoomMember(options);
}

class RoomMember implements Member {
  readonly #options: MemberOptions;
  readonly #listeners = new Set<(event: MemberEvent) => void>();
  readonly #vault = new Vault();
  readonly #sigPk: Uint8Array;
  #access: Access;
  readonly #cipher: RoomCipher;
  readonly #engine: Engine;
  readonly #acts: OwnActs;
  readonly #files: FileDesk;
  readonly #flushed = new Waiters();
  #codes: Codes | undefined;
  #nick: string;
  #ended: View['ended'];
  #allSent = false;
  #wiped = { keys: 0, bytes: 0 };

  constructor(options: MemberOptions) {
    const { secret, nick, random, host } = options;
    this.#options = options;
    this.#nick = nick;
    const seed = this.#vault.hold(host?.seed ?? random(32));
    this.#access = accessBy(secret, this.#vault);
    const { keys } = this.#access;
    this.#sigPk = signature.publicKey(seed.bytes);
    this.#cipher = makeCipher(secret.mode, { keys, seed, nick, random, hostFp: secret.hostFp });
    this.#files = new FileDesk({ ...options, cipher: this.#cipher, office: () => this.#engine });
    this.#engine = new Engine({
      member: options,
      files: this.#files,
      access: this.#access,
      cipher: this.#cipher,
      next: (s = random(32)) => accessBy({ ...secret, s }, this.#vault),
      moved: (to) => this.#moved(to),
      self: ({ conn }) => ({ id: memberId(this.#sigPk), nick: this.#nick, conn, sigPk: this.#sigPk }),
      emit: (event) => this.#emit(event),
      allSent: () => this.#flushed.tell(true),
      ended: (reason, code) => this.#end(reason, code),
    });
    const { state, post } = this.#engine;
    this.#acts = new OwnActs({
      messages: state.messages,
      say: (kind, body, to) => (this.#ended === undefined ? post.say(kind, body, to) : refuse('NOT_DELIVERED')),
    });
  }

  get view(): View {
    const { roster, log, typing, title, locked, confirmed, hosted } = this.#engine.state;
    const members = roster.views;
    const self = members.find((member) => member.self) ?? this.#selfAlone();
    return {
      phase: this.#ended !== undefined ? 'ended' : this.#engine.joined ? 'joined' : 'entering',
      connection: this.#engine.link,
      mode: this.#cipher.mode,
      hosted,
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

  get secret(): LinkSecret {
    return this.#access.secret;
  }

  get waiting(): number {
    return this.#engine.post.unacknowledged;
  }

  get codes(): Codes {
    this.#codes ??= this.#makeCodes();
    return this.#codes;
  }

  get files(): Files {
    const { files } = this.#files;
    if (files === undefined) throw new Error('files without their part');
    return files;
  }

  on(listener: (event: MemberEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  say(message: Parameters<Member['say']>[0]): Parsed<string> {
    if (this.#ended !== undefined) return refuse('NOT_DELIVERED');
    const payload = payloadOf(message);
    if (!payload.ok) return payload;
    const { post, state } = this.#engine;
    if (post.room.length >= WAITING_MOST) return refuse('RATE');
    const id = post.room.say(payload.value.kind, payload.value.body);
    state.typing.ownSaid();
    state.messages.add({ ...shownOf(message), id, from: this.view.self, state: 'sending' });
    return parsed(id);
  }

  tell(to: MemberId, message: Saying): Parsed<string> {
    if (this.#ended !== undefined) return refuse('NOT_DELIVERED');
    return this.#engine.post.private?.tell(to, message) ?? refuse('PART_MISSING');
  }

  react(key: number, emoji: string | undefined): Parsed<string> {
    return this.#acts.react(key, emoji);
  }

  edit(key: number, text: string): Parsed<string> {
    return this.#acts.edit(key, text);
  }

  remove(key: number): Parsed<string> {
    return this.#acts.remove(key);
  }

  ignore(id: MemberId, ignored: boolean): boolean {
    return this.#engine.state.heed(id, { ignored });
  }

  mute(id: MemberId, muted: boolean): boolean {
    return this.#engine.state.heed(id, { muted });
  }

  rename(text: string): Parsed<string> {
    const nick = nickAmong(text, this.view.members);
    if (!nick.ok) return nick;
    this.#nick = nick.value;
    this.#cipher.rename(nick.value);
    if (!this.#engine.placed || this.#ended !== undefined) return nick;
    this.#engine.state.rename(this.view.self.id, nick.value);
    this.#engine.post.room.say('nick', encodeUtf8(nick.value));
    return nick;
  }

  mark(id: MemberId, verified: boolean): boolean {
    return this.#ended === undefined && this.#engine.state.mark(id, verified);
  }

  compare(id: MemberId): Parsed<MemberId> {
    if (this.#ended !== undefined) return refuse('NOT_DELIVERED');
    return this.#engine.post.private?.compare(id) ?? refuse('PART_MISSING');
  }

  emoji(id: MemberId): EmojiState | undefined {
    return this.#engine.post.private?.comparisons.get(id);
  }

  answer(id: MemberId, same: boolean | undefined): void {
    const comparisons = this.#engine.post.private?.comparisons;
    if (same !== undefined && comparisons?.answer(id, same) === true) this.mark(id, same);
    else if (same !== true) comparisons?.stop(id);
  }

  typing(active: boolean): void {
    if (!this.#engine.flowing || this.#engine.state.roster.size > limits.typingMembers) return;
    const tell = this.#engine.state.typing.own(active);
    if (tell !== undefined) this.#engine.post.room.say('typing', new Uint8Array([tell ? 1 : 0]));
  }

  probe(): void {
    this.#engine.line.probe();
  }

  flush(ms: number): Promise<boolean> {
    if (this.#ended !== undefined) return Promise.resolve(this.#allSent);
    if (this.#engine.post.unacknowledged === 0) return Promise.resolve(true);
    return this.#flushed.wait(this.#options.clock, ms);
  }

  lock(locked: boolean): boolean {
    return this.#engine.hosting?.rule.lock(locked) ?? false;
  }

  kick(id: MemberId): boolean {
    return this.#ended === undefined && this.#engine.hosting?.rule.kick(id) === true;
  }

  rotate(): boolean {
    return this.#ended === undefined && this.#engine.hosting?.rule.rotate() === true;
  }

  async end(ms: number): Promise<void> {
    if (this.#options.host === undefined || !this.#engine.joined || this.#ended !== undefined) return;
    this.#engine.post.room.say('end', new Uint8Array(0));
    await this.flush(ms);
  }

  leave(reason: EndReason = 'command'): void {
    this.#end(reason);
  }

  wipe(): { readonly keys: number; readonly bytes: number } {
    this.#end('command');
    this.#engine.state.clear();
    return this.#wiped;
  }

  #moved(to: Access): void {
    this.#vault.end(this.#access.held);
    this.#access = to;
  }

  /** The goodbye needs no key; then the keys go, then whoever waits is told. */
  #end(reason: EndReason, code?: MemberErrorCode): void {
    if (this.#ended !== undefined) return;
    this.#ended = { reason, ...(code === undefined ? {} : { code }) };
    this.#allSent = this.#engine.post.unacknowledged === 0;
    this.#engine.stop();
    this.#files.stop();
    this.#cipher.wipe();
    this.#wiped = this.#vault.wipe();
    const { messages } = this.#engine.state;
    for (const id of messages.unsent) messages.setState(id, 'failed');
    this.#flushed.tell(false);
    this.#emit({ type: 'ended', ...this.#ended });
    this.#listeners.clear();
  }

  #makeCodes(): Codes {
    const own = this.#sigPk;
    const { state } = this.#engine;
    const isOwn = (id: MemberId): boolean => id === memberId(own);
    if (codesPart.now === undefined) throw new Error('codes without their part');
    return new codesPart.now.RoomCodes({ own, isOwn, keyOf: (id) => (isOwn(id) ? own : state.roster.keyOf(id)), room: () => state.code });
  }

  #selfAlone(): ViewMember {
    const id = memberId(this.#sigPk);
    const role = this.#engine.state.isHost(this.#sigPk) ? 'host' : 'guest';
    const print = toHex(fingerprint(this.#sigPk));
    return { id, nick: this.#nick, shown: this.#nick, fingerprint: print, role, self: true, away: false, verified: false };
  }

  #emit(event: MemberEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
