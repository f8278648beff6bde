import { hostFingerprint } from '../crypto/fingerprint.js';
import { equal } from '../protocol/bytes.js';
import type { ConnId, MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { parseNick } from '../protocol/nick.js';
import { assertNever } from '../protocol/parsed.js';
import type { Payload } from '../protocol/payload.js';
import { decodeUtf8 } from '../protocol/utf8.js';
import type { CipherEvent, Identity, MemberCount, PrivateEvent } from './cipher/room-cipher.js';
import { HostWords } from './host-words.js';
import { Messages } from './messages/messages.js';
import type { Taken } from './peer-ledger.js';
import { PeerLedgers } from './peer-ledgers.js';
import { Removals } from './removals.js';
import type { RoomStateOptions } from './room-state-options.js';
import { Roster, type Heed } from './roster.js';
import { TypingBook } from './typing-book.js';
import type { ViewMember } from './view.js';
import { Warnings } from './warnings.js';
import type { NewItem, ViewLog } from './view-log.js';

/** Whoever said something just before it knew of us has said how far it has counted by then. */
const FRESH_MS = limits.syncMs + 5_000;

/** What a member knows of its room: who is here, what was said. Opened messages in, items and changes out. */
export class RoomState {
  readonly roster = new Roster();
  readonly messages: Messages;
  readonly removals = new Removals();
  readonly typing: TypingBook;
  title: string | undefined;
  locked = false;
  confirmed: boolean;
  /** Words that all members of our group see now; undefined out of it, and in modes without one. */
  code: Uint8Array | undefined;
  #entered = false;
  #freshUntil = 0;
  readonly #fresh = (): boolean => this.#options.clock.now() < this.#freshUntil;
  /** So long those who were away when the room moved are waited for. */
  #awaitUntil = 0;
  readonly #options: RoomStateOptions;
  readonly #words: HostWords;
  readonly #ledgers = new PeerLedgers((id) => this.roster.get(id) !== undefined);
  readonly #warnings = new Warnings(
    () => this.#options.clock.now(),
    (item) => this.add(item),
  );
  readonly warn = this.#warnings.warn;

  constructor(options: RoomStateOptions) {
    this.#options = options;
    this.confirmed = options.presenceConfirms && options.hostFp.length === 0;
    this.typing = new TypingBook(options.clock, () => this.#changed());
    const { clock, emit, file } = options;
    this.messages = new Messages({ clock, emit, file, warn: this.warn, self: () => this.roster.self, members: () => this.roster.views });
    this.#words = new HostWords({
      log: this.log,
      removals: this.removals,
      add: this.add,
      setTitle: (title) => this.setTitle(title),
      rotated: options.rotated,
      ended: options.hostEnded,
    });
  }

  apply(event: Exclude<CipherEvent, PrivateEvent | { type: 'say' | 'send' | 'sync' | 'out' | 'renewed' | 'entered' }>): void {
    switch (event.type) {
      case 'member':
        return this.put(event.member, false);
      case 'baseline':
        return this.#baseline(event);
      case 'payload':
        return this.#payload(event);
      case 'unmet':
        return this.add({ type: 'missing', member: this.roster.stranger(event.member), count: event.count });
      case 'gone': {
        const member = this.roster.get(event.id);
        return member === undefined ? undefined : this.remove(member, event.by);
      }
      case 'counts':
        return this.#counted(event.counts);
      case 'confirmed':
        return this.#confirm();
      case 'room-code':
        this.code = event.code;
        return this.#changed();
      case 'warn':
        return this.warn(event.code, event.why);
      case 'refused':
        return this.#warnings.refused(event.reason);
      default:
        return assertNever(event);
    }
  }

  put(identity: Identity, self: boolean): void {
    const host = this.isHost(identity.sigPk);
    const moved = !this.roster.at(identity.conn).some(({ id }) => id === identity.id);
    const before = this.roster.put(identity, { host, self });
    const member = this.roster.get(identity.id);
    if (member === undefined) return;
    if (before === undefined && !self && this.#entered) this.add({ type: 'member-joined', member });
    if (before !== undefined && before.nick !== member.nick) this.#renamed(member, before.shown);
    if (before?.away === true) this.add({ type: 'member-back', member });
    if (host && this.#options.presenceConfirms) this.#confirm();
    this.#changed();
    if (!self && moved) this.#options.greet(identity.conn);
  }

  /** In the group. Before that, who is met was here already: no item says that it came. */
  enter(): void {
    this.#entered = true;
    this.#freshUntil = this.#options.clock.now() + FRESH_MS;
  }

  get log(): ViewLog {
    return this.messages.log;
  }

  /** How far each of the others has counted here. */
  get counts(): readonly MemberCount[] {
    return this.#ledgers.counts;
  }

  /** The link names a host. */
  get hosted(): boolean {
    return this.#options.hostFp.length > 0;
  }

  /** A key is known to be the host's by the link alone. */
  isHost(sigPk: Uint8Array): boolean {
    return this.hosted && equal(hostFingerprint(sigPk), this.#options.hostFp);
  }

  /** `suspect`: who took it out, unannounced and though it had just been heard. */
  remove(member: ViewMember, suspect?: MemberId): void {
    if (this.roster.remove(member.id) === undefined) return;
    this.typing.set(member.id, false);
    const said = this.removals.take(member.id);
    const by = said ?? (suspect === undefined ? undefined : this.roster.get(suspect));
    const odd = said === undefined ? ({ unannounced: true } as const) : {};
    this.add(by === undefined ? { type: 'member-left', member } : { type: 'member-removed', member, by, ...odd });
    this.#changed();
  }

  /** The room has another link, and we are on the way there. Who is away comes along when it is back, as long as it can. */
  moved(): void {
    this.#awaitUntil = this.#options.clock.now() + limits.awayMs;
    this.add({ type: 'link-changed' });
    // However the room before was left.
    this.setLocked(false);
  }

  /** Those of before our break who have not come again. */
  removeStale(): void {
    const awaits = this.#options.clock.now() < this.#awaitUntil;
    for (const member of this.roster.stale) if (!awaits || !member.away) this.remove(member);
  }

  /** Answers whether somebody else here has this id. */
  mark(id: MemberId, verified: boolean): boolean {
    const before = this.roster.get(id);
    const member = this.roster.mark(id, verified);
    if (member === undefined || before?.verified === verified) return member !== undefined;
    this.add({ type: verified ? 'member-verified' : 'member-unverified', member });
    this.#changed();
    return true;
  }

  /** Answers whether somebody else here has this id. */
  heed(id: MemberId, heed: Heed): boolean {
    const known = this.roster.heed(id, heed);
    if (known) this.#changed();
    return known;
  }

  setAway(conn: ConnId, away: boolean): void {
    const changed = this.roster.setAway(conn, away);
    for (const member of changed) this.add({ type: away ? 'member-away' : 'member-back', member });
    if (changed.length > 0) this.#changed();
  }

  setLocked(locked: boolean): void {
    if (this.locked === locked) return;
    this.locked = locked;
    this.#changed();
  }

  rename(id: MemberId, nick: string): void {
    const before = this.roster.get(id);
    if (before === undefined || before.nick === nick) return;
    this.roster.rename(id, nick);
    const member = this.roster.get(id);
    if (member !== undefined) this.#renamed(member, before.shown);
    this.#changed();
  }

  /** A nick can say things too: who is ignored says nothing by it. The list of members has the new one. */
  #renamed(member: ViewMember, before: string): void {
    if (member.ignored !== true) this.add({ type: 'member-renamed', member, before });
  }

  setTitle(title: string): void {
    if (this.title === title) return;
    this.title = title;
    this.add({ type: 'topic', text: title });
    this.#changed();
  }

  readonly add = (item: Unplaced): void => {
    this.#options.emit({ type: 'item', item: this.log.add({ ...item, at: this.#options.clock.now() }) });
  };

  clear(): void {
    this.typing.stop();
    this.roster.clear();
    this.messages.clear();
    this.#ledgers.clear();
    this.title = undefined;
    this.code = undefined;
  }

  #payload({ from, payload, encoded, counted }: Extract<CipherEvent, { type: 'payload' }>): void {
    const taken = this.#ledgers.of(from).take(payload, encoded, counted, this.#fresh());
    const member = this.roster.get(from);
    if (member !== undefined) this.#note(member, taken);
    if (taken.shown && member !== undefined) this.#shown(member, payload);
  }

  /** A kind that is not used in this version is counted and not shown. */
  #shown(member: ViewMember, payload: Payload): void {
    switch (payload.kind) {
      case 'text':
      case 'burn':
      case 'offer':
      case 'react':
      case 'edit':
      case 'delete':
      case 'file':
        if (payload.kind !== 'react' && payload.kind !== 'file') this.typing.set(member.id, false);
        return this.messages.heard(member, payload) ? undefined : this.#warnings.refused('layout');
      case 'typing':
        return this.typing.set(member.id, payload.body[0] === 1 && member.ignored !== true);
      case 'nick': {
        const nick = parseNick(decodeUtf8(payload.body.subarray(0, 4 * limits.nickChars)) ?? '');
        return nick.ok ? this.rename(member.id, nick.value) : this.#warnings.refused('layout');
      }
      case 'topic':
      case 'history':
      case 'kick':
      case 'rotate':
      case 'end':
        return this.#words.heard(member, payload) ? undefined : this.#warnings.refused('layout');
      default:
        return undefined;
    }
  }

  /** Also of someone who has just come back and is not shown as here yet. */
  #baseline({ member, payload, rebase }: Extract<CipherEvent, { type: 'baseline' }>): void {
    const taken = this.#ledgers.of(member.id).baseline(payload, rebase);
    this.#note(this.roster.get(member.id) ?? this.roster.stranger(member), taken);
  }

  /** The group is to be entered anew, and has to be proven the room's anew. */
  doubt(): void {
    this.code = undefined;
    this.confirmed &&= this.#options.presenceConfirms;
    this.#changed();
  }

  #confirm(): void {
    if (this.confirmed) return;
    this.confirmed = true;
    this.#options.emit({ type: 'confirmed' });
    this.#changed();
  }

  /** Someone has seen more of somebody than we have. What is said of ourselves we know better. */
  #counted(counts: readonly MemberCount[]): void {
    for (const { id, n, p } of counts) {
      const member = this.roster.get(id);
      if (member !== undefined && !member.self) this.#note(member, this.#ledgers.of(id).told({ n, p }, this.#fresh()));
    }
  }

  #note(member: ViewMember, taken: Taken): void {
    if (taken.missing > 0) this.add({ type: 'missing', member, count: taken.missing });
    if (taken.forked) this.warn('MESSAGES_REFUSED', { reason: 'fork', name: member.shown });
  }

  #changed(): void {
    for (const member of this.roster.returned()) this.add({ type: 'member-anew', member });
    this.#options.emit({ type: 'changed' });
  }
}

type Unplaced = NewItem extends infer I ? (I extends { type: 'message' } ? never : I extends NewItem ? Omit<I, 'at'> : never) : never;
