import type { GroupLeaf } from '../../../crypto/group-types.js';
import type { Group } from '../../../crypto/group.js';
import { memberId } from '../../../crypto/fingerprint.js';
import { DecayingScore } from '../../../core/decaying-score.js';
import type { Frame } from '../../../protocol/frame.js';
import type { MemberId } from '../../../protocol/ids.js';
import { pad, parsePayload } from '../../../protocol/payload.js';
import { refused } from '../refused.js';
import type { CipherEvent, Identity, PrivateCipher } from '../room-cipher.js';
import { earliest } from './deadlines.js';
import { encodePrivate, parsePrivate, type PrivateInner } from './private-frame.js';
import { PrivatePair, type PairHeard } from './private-pair.js';
import type { PrivateSecrets } from './private-secrets.js';
import type { MlsOptions, Scope } from './scope.js';

/** Who is asked by everybody at once answers so many, and then three a second: anybody with the link can ask in any name. */
const ANSWERS = 20;

/** Private messages of mode `mls`: a group of two for each pair (docs/protocol.md, "Private messages"). */
export class PrivateGroups implements PrivateCipher {
  readonly #options: MlsOptions;
  readonly #nick: () => string;
  readonly #secrets: PrivateSecrets;
  readonly #pairs = new Map<MemberId, PrivatePair>();
  readonly #answers = new DecayingScore();
  #scope: Scope | undefined;
  /** The room's; undefined while we are not in it. */
  #room: Group | undefined;
  /** Everybody else in the tree of the room. */
  #others: ReadonlyMap<MemberId, Identity> = new Map();
  /** What was missed is coming: who is answered now would get something old. What waits for an answer, the last of each. */
  #later: Map<MemberId, PrivateInner> | undefined;
  #laterAt: number | undefined;

  /** `secrets`: of the room's epochs, kept by the caller. */
  constructor(options: MlsOptions, nick: () => string, secrets: PrivateSecrets) {
    this.#options = options;
    this.#nick = nick;
    this.#secrets = secrets;
  }

  get wakeAt(): number | undefined {
    const due = [...this.#pairs.values()].map(({ dueAt }) => dueAt);
    return earliest(this.#laterAt, ...(this.#silent ? [] : due));
  }

  entered(scope: Scope): void {
    this.#scope = scope;
  }

  /** An epoch of the room begins, and its secret is there. */
  epoch(room: Group, removed: readonly GroupLeaf[]): readonly CipherEvent[] {
    this.#room = room;
    const scope = this.#in();
    const others = room.leaves.filter(({ index }) => index !== room.self.index).map((leaf) => scope.identityOf(leaf));
    this.#others = new Map(others.map((identity) => [identity.id, identity]));
    return removed.map(({ sigPk }) => this.#lost(memberId(sigPk)));
  }

  /** Out of the room's group, to come back: nothing goes out. */
  out(): void {
    this.#room = undefined;
  }

  leave(): void {
    for (const pair of this.#pairs.values()) pair.wipe();
    this.#pairs.clear();
    this.#others = new Map();
    this.#room = undefined;
    this.#later = undefined;
    this.#laterAt = undefined;
  }

  catchUp(): void {
    this.#later ??= new Map();
    this.#laterAt = undefined;
  }

  caughtUp(now: number): void {
    this.#laterAt = now;
    for (const pair of this.#pairs.values()) pair.hurry(now);
  }

  isOpen(to: MemberId): boolean {
    return this.#room !== undefined && this.#pairs.get(to)?.open === true;
  }

  async begin(to: MemberId, now: number): Promise<readonly CipherEvent[]> {
    const member = this.#others.get(to);
    if (member === undefined || this.#silent) return [];
    return this.#answer(member, await this.#pair(member).begin(now));
  }

  async seal(to: MemberId, encoded: Uint8Array): Promise<Uint8Array> {
    const member = this.#others.get(to);
    if (member === undefined) throw new Error('a private message to nobody');
    return this.#frame(member, await this.#open(to).seal(pad(encoded)));
  }

  binding(to: MemberId): Promise<Uint8Array> {
    return this.#open(to).binding();
  }

  /** A DM frame. What is not for us, or of nobody in the room, is nobody's fault. */
  async open(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    const scope = this.#scope;
    if (scope === undefined || frame.gen !== scope.place.gen || frame.to.length !== 1 || frame.to[0] !== scope.place.conn) return [];
    const inner = scope.open('DM', frame, frame.body);
    if (inner === undefined) return refused('seal');
    const said = parsePrivate(inner);
    if (!said.ok) return refused('layout');
    const from = this.#others.get(said.value.from);
    if (from === undefined) return [];
    const { kind } = said.value;
    if (this.#later === undefined || kind === 'welcome' || kind === 'message') return this.#heard(from, said.value, now);
    this.#later.set(from.id, said.value);
    return [];
  }

  async tick(now: number): Promise<readonly CipherEvent[]> {
    const events: CipherEvent[] = [];
    if (this.#laterAt !== undefined && this.#laterAt <= now) events.push(...(await this.#answerLate(now)));
    if (this.#silent) return events;
    for (const [id, pair] of this.#pairs) {
      const member = this.#others.get(id);
      if (member === undefined || pair.dueAt === undefined || pair.dueAt > now) continue;
      events.push(...this.#answer(member, await pair.retry(now)));
    }
    return events;
  }

  get #silent(): boolean {
    return this.#room === undefined || this.#later !== undefined;
  }

  async #answerLate(now: number): Promise<readonly CipherEvent[]> {
    const later = this.#later;
    this.#later = undefined;
    this.#laterAt = undefined;
    const events: CipherEvent[] = [];
    for (const [id, inner] of later ?? []) {
      const from = this.#others.get(id);
      if (from !== undefined) events.push(...(await this.#heard(from, inner, now)));
    }
    return events;
  }

  async #heard(from: Identity, inner: PrivateInner, now: number): Promise<readonly CipherEvent[]> {
    const pair = this.#pair(from);
    if (inner.kind !== 'message' && !this.#mayAnswer(pair, inner, now)) return [];
    return this.#told(from, await pair.heard(inner, now));
  }

  /** What we asked for ourselves is always taken. */
  #mayAnswer(pair: PrivatePair, { kind }: PrivateInner, now: number): boolean {
    if (kind === 'welcome' || (kind === 'package' && pair.dueAt !== undefined)) return true;
    if (this.#answers.msUntil(ANSWERS, now) > 0) return false;
    this.#answers.add(1, now);
    return true;
  }

  async #told(from: Identity, { answer, opened, data, binding, refused: reason }: PairHeard): Promise<readonly CipherEvent[]> {
    const events: CipherEvent[] = [...this.#answer(from, answer)];
    if (opened !== undefined) events.push({ type: 'private-open', with: from.id, greet: opened === 'entered' });
    const content = data === undefined ? undefined : parsePayload(data);
    if (content?.ok === true) {
      const bound = content.value.payload.kind === 'sas' ? await binding?.() : undefined;
      events.push({ type: 'private', from: from.id, ...content.value, binding: bound });
    }
    const fault = content?.ok === false ? 'layout' : reason;
    return fault === undefined ? events : [...events, ...refused(fault)];
  }

  #answer(to: Identity, inner: PrivateInner | undefined): readonly CipherEvent[] {
    return inner === undefined || this.#silent ? [] : [{ type: 'send', frame: this.#frame(to, inner) }];
  }

  #frame(to: Identity, inner: PrivateInner): Uint8Array {
    const scope = this.#in();
    return scope.seal('DM', this.#room?.epoch ?? 0, encodePrivate(memberId(scope.sigPk), inner), [to.conn]);
  }

  #open(to: MemberId): PrivatePair {
    const pair = this.#pairs.get(to);
    if (pair === undefined) throw new Error('a private message to nobody');
    return pair;
  }

  #pair({ id, sigPk }: Identity): PrivatePair {
    const known = this.#pairs.get(id);
    if (known !== undefined) return known;
    const pair = new PrivatePair({ scope: this.#in(), seed: this.#options.seed, secrets: this.#secrets, nick: this.#nick, peer: sigPk });
    this.#pairs.set(id, pair);
    return pair;
  }

  #lost(id: MemberId): CipherEvent {
    this.#pairs.get(id)?.wipe();
    this.#pairs.delete(id);
    this.#later?.delete(id);
    return { type: 'private-lost', with: id };
  }

  #in(): Scope {
    if (this.#scope === undefined) throw new Error('private messages outside of a room');
    return this.#scope;
  }
}
