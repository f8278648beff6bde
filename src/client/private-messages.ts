import type { MemberId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { assertNever, parsed, type Parsed } from '../protocol/parsed.js';
import { isCounted, type PayloadKind } from '../protocol/payload.js';
import type { CipherEvent, PrivateEvent, RoomCipher } from './cipher/room-cipher.js';
import { Comparisons, type ComparisonsOptions } from './comparisons.js';
import type { MemberEvent, Saying } from './member-api.js';
import { WAITING_MOST, type Letter } from './outbox.js';
import { PeerLedger, type Taken } from './peer-ledger.js';
import type { RoomState } from './room-state.js';
import { payloadOf, shownOf } from './messages/saying.js';
import { refuse } from './refuse.js';
import { Sender, type SenderOptions } from './sender.js';
import type { ViewItem, ViewMember } from './view.js';

/** Who has gone for so long does not come back: less may mean that the group of the room was made anew. */
const GRACE_MS = 5_000;
/** Counts of those who left are kept, for when they come back, up to so many. */
const KEPT_MOST = 4 * limits.membersMost;

export interface PrivateOptions extends Omit<SenderOptions, 'gate' | 'cipher'> {
  readonly cipher: Pick<RoomCipher, 'private'>;
  readonly state: RoomState;
  /** What is for the room goes out now. */
  readonly flowing: () => boolean;
  readonly apply: (events: readonly CipherEvent[]) => void;
  readonly emit: (event: MemberEvent) => void;
  /** Something that waited waits no longer. */
  readonly fewer: () => void;
}

/** With one member: what we say to it, and what has come of it. */
interface Talk {
  readonly sender: Sender;
  readonly ledger: PeerLedger;
}

/** What members say to each other alone. It is counted for each pair, for as long as both have their keys. */
export class PrivateMessages {
  readonly comparisons: Comparisons;
  readonly #options: PrivateOptions;
  readonly #talks = new Map<MemberId, Talk>();

  constructor(options: PrivateOptions) {
    this.#options = options;
    const { emit, state } = options;
    this.comparisons = new Comparisons({
      ...options,
      party: (id) => this.#party(id),
      say: (id, write) => this.#compare(id, write),
      changed: (member, emoji) => {
        const now = state.roster.get(member.id) ?? member;
        if (emoji.state === 'stopped' && emoji.reason === 'commitment')
          state.warn('MESSAGES_REFUSED', { reason: 'emoji', name: now.shown });
        emit({ type: 'emoji', member: now, emoji });
      },
    });
  }

  get unacknowledged(): number {
    return [...this.#talks.values()].reduce((sum, { sender }) => sum + sender.unacknowledged, 0);
  }

  tell(to: MemberId, message: Saying): Parsed<string> {
    const payload = payloadOf(message);
    if (!payload.ok) return payload;
    const { state } = this.#options;
    const member = state.roster.get(to);
    const { self } = state.roster;
    const id = this.send(to, payload.value.kind, payload.value.body);
    if (!id.ok || member === undefined || self === undefined) return id;
    state.messages.add({ ...shownOf(message), id: id.value, from: self, private: { with: member }, state: 'sending' });
    return id;
  }

  /** Something for this member alone; nothing of it is shown by itself. The value is its id. */
  send(to: MemberId, kind: PayloadKind, body: Uint8Array): Parsed<string> {
    const { cipher, state } = this.#options;
    if (cipher.private === undefined) return refuse('PRIVATE_NONE');
    const member = state.roster.get(to);
    if (member === undefined || member.self) return refuse(this.#hasLeft(to) ? 'MEMBER_LEFT' : 'MEMBER_UNKNOWN');
    if (this.unacknowledged >= WAITING_MOST) return refuse('RATE');
    const id = this.#talk(to).sender.say(kind, body);
    this.#begin(to);
    return parsed(id);
  }

  /** Wants to compare emoji with this member, or says yes to it. */
  compare(id: MemberId): Parsed<MemberId> {
    if (this.#options.cipher.private === undefined) return refuse('PRIVATE_NONE');
    if (this.#party(id) === undefined) return refuse('MEMBER_UNKNOWN');
    this.comparisons.begin(id);
    return parsed(id);
  }

  /** The letter whose frame has come back. */
  acknowledge(body: Uint8Array): Letter | undefined {
    for (const { sender } of this.#talks.values()) {
      const letter = sender.acknowledge(body);
      if (letter !== undefined) return letter;
    }
    return undefined;
  }

  apply(event: PrivateEvent): void {
    switch (event.type) {
      case 'private':
        return this.#heard(event);
      case 'private-open':
        if (event.greet) this.#talk(event.with).sender.sayFirst('here', new Uint8Array(0), []);
        return;
      case 'private-lost':
        return this.#anew(event.with);
      default:
        return assertNever(event);
    }
  }

  /** In the group of the room, and so in none of two: what has not come back goes out again. */
  entered(): void {
    for (const id of this.#talks.keys()) this.#anew(id);
  }

  /** The old place, and all that was missed has come. */
  again(): void {
    for (const [id, { sender }] of this.#talks) {
      sender.again();
      if (sender.length > 0) this.#begin(id);
    }
  }

  pump(): void {
    for (const { sender } of this.#talks.values()) if (sender.length > 0) sender.pump();
  }

  stop(): void {
    for (const { sender } of this.#talks.values()) sender.stop();
    this.comparisons.clear();
  }

  #begin(to: MemberId): void {
    const { cipher, clock, run, apply } = this.#options;
    run(async () => apply((await cipher.private?.begin(to, clock.now())) ?? []));
  }

  #anew(id: MemberId): void {
    const sender = this.#talks.get(id)?.sender;
    if (sender === undefined) return;
    this.comparisons.lost(id);
    sender.restart();
    if (sender.unacknowledged === 0) return;
    this.#begin(id);
    this.#options.clock.after(GRACE_MS, () =>
      this.#options.state.roster.get(id) === undefined ? this.#fail(id, sender) : this.#begin(id),
    );
  }

  #fail(id: MemberId, sender: Sender): void {
    const { state, fewer } = this.#options;
    const failed = sender.abandon();
    for (const letter of failed) state.messages.setState(letter, 'failed');
    if (failed.length > 0) state.add({ type: 'warning', code: 'MEMBER_LEFT', why: this.#nameOf(id) });
    fewer();
  }

  #party(id: MemberId): ReturnType<ComparisonsOptions['party']> {
    const { roster } = this.#options.state;
    const member = roster.get(id);
    const { self } = roster;
    const [own, peer] = [self, member].map((one) => (one === undefined ? undefined : roster.keyOf(one.id)));
    return member === undefined || member.self || own === undefined || peer === undefined ? undefined : { member, own, peer };
  }

  #compare(id: MemberId, write: (binding: Uint8Array) => Uint8Array | undefined): void {
    const { cipher } = this.#options;
    this.#talk(id).sender.sayWritten('sas', async () => {
      const binding = await cipher.private?.binding(id);
      return binding === undefined ? undefined : write(binding);
    });
    this.#begin(id);
  }

  #heard({ from, payload, encoded, binding }: Extract<PrivateEvent, { type: 'private' }>): void {
    const { state } = this.#options;
    const member = state.roster.get(from);
    const taken = this.#talk(from).ledger.take(payload, encoded, isCounted(payload.kind));
    if (member === undefined) return;
    this.#note(member, taken);
    if (binding !== undefined) return this.comparisons.heard(from, payload.body, binding);
    if (!taken.shown) return;
    if (!state.messages.heard(member, payload, member)) state.warn('MESSAGES_REFUSED', { reason: 'private' });
  }

  #note(member: ViewMember, { missing, forked }: Taken): void {
    const { state } = this.#options;
    if (missing > 0) state.add({ type: 'missing', member, count: missing });
    if (forked) state.warn('MESSAGES_REFUSED', { reason: 'private-fork', name: member.shown });
  }

  #talk(id: MemberId): Talk {
    const known = this.#talks.get(id);
    if (known !== undefined) return known;
    this.#forget();
    const { cipher, flowing } = this.#options;
    const seal = (encoded: Uint8Array): Promise<Uint8Array> =>
      cipher.private?.seal(id, encoded) ?? Promise.reject(new Error('no private messages'));
    const gate = (): 'closed' | 'open' => (flowing() && cipher.private?.isOpen(id) === true ? 'open' : 'closed');
    const ledger = new PeerLedger();
    // All that it ever says to us is for us: what is missing before the first that comes is missing.
    ledger.begin();
    const talk = { sender: new Sender({ ...this.#options, cipher: { seal }, gate }), ledger };
    this.#talks.set(id, talk);
    return talk;
  }

  #forget(): void {
    const { roster } = this.#options.state;
    for (const [id, { sender }] of this.#talks) {
      if (this.#talks.size < KEPT_MOST) return;
      if (roster.get(id) !== undefined || sender.unacknowledged > 0) continue;
      sender.stop();
      this.#talks.delete(id);
    }
  }

  #hasLeft(id: MemberId): boolean {
    return this.#options.state.log.items.some((item) => hasGone(item) && item.member.id === id);
  }

  #nameOf(id: MemberId): string {
    const item = this.#options.state.log.items.findLast((one) => hasGone(one) && one.member.id === id);
    return item !== undefined && hasGone(item) ? item.member.shown : '';
  }
}

const hasGone = (item: ViewItem): item is Extract<ViewItem, { type: 'member-left' | 'member-removed' }> =>
  item.type === 'member-left' || item.type === 'member-removed';
