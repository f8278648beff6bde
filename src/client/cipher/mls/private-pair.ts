import { Group } from '../../../crypto/group.js';
import { GroupError } from '../../../crypto/group-error.js';
import { JoinKeys, readKeyPackage } from '../../../crypto/group-keys.js';
import type { GroupSetup } from '../../../crypto/group-types.js';
import type { SecretBytes } from '../../../crypto/secret-bytes.js';
import { labels } from '../../../crypto/labels.js';
import { equal, toHex } from '../../../protocol/bytes.js';
import { assertNever } from '../../../protocol/parsed.js';
import { holds } from './entry.js';
import type { PrivateInner } from './private-frame.js';
import type { PrivateSecrets } from './private-secrets.js';
import { pairId, pairSetup } from './private-setup.js';
import type { Scope } from './scope.js';

/** An answer may be late this much longer each time; then the next occasion is waited for. */
const PATIENCE_MS = [5_000, 10_000, 20_000];
/** To make a package or a group costs more than to ask for it. */
const ANSWER_EVERY_MS = 2_000;
const PACKAGES_MOST = 3;
const GROUPS_MOST = 3;
const REFERENCES_MOST = 64;
const BINDING_BYTES = 32;

export interface PairParts {
  readonly scope: Scope;
  readonly seed: SecretBytes;
  readonly secrets: PrivateSecrets;
  readonly nick: () => string;
  /** The other's key, as it stands in the tree of the room. */
  readonly peer: Uint8Array;
}

/** A group that was made or entered. `proven`: the other one has it too. */
interface Way {
  readonly group: Group;
  proven: boolean;
}

/** What a frame of the other led to. */
export interface PairHeard {
  /** Goes back to it. */
  readonly answer?: PrivateInner | undefined;
  /** The way is open, for the first time or anew: we entered a group, or the other has shown that it did. */
  readonly opened?: 'entered' | 'heard';
  readonly data?: Uint8Array;
  /** Of the group in which `data` came. */
  readonly binding?: () => Promise<Uint8Array>;
  readonly refused?: 'credential' | 'signature' | 'replay' | 'layout';
}

const NOTHING: PairHeard = {};

/** The group of two of one pair, and how it comes about: docs/protocol.md, "Private messages". An older one stays until a newer one is proven. */
export class PrivatePair {
  readonly #parts: PairParts;
  /** The one with the lower key makes the group. */
  readonly #makes: boolean;
  /** The newest last. */
  #ways: readonly Way[] = [];
  #packages: readonly JoinKeys[] = [];
  readonly #used = new Set<string>();
  #tries = 0;
  #dueAt: number | undefined;
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(parts: PairParts) {
    this.#parts = parts;
    this.#makes = isLower(parts.scope.sigPk, parts.peer);
  }

  get open(): boolean {
    return this.#ways.some(({ proven }) => proven);
  }

  /** When `retry` is due: something was asked for and has not come. */
  get dueAt(): number | undefined {
    return this.#dueAt;
  }

  /** Asks for a group, unless there is one, or it was asked for. */
  async begin(now: number): Promise<PrivateInner | undefined> {
    if (this.open || this.#dueAt !== undefined) return undefined;
    this.#tries = 0;
    return this.retry(now);
  }

  /** Asks once more. */
  async retry(now: number): Promise<PrivateInner> {
    const patience = PATIENCE_MS[this.#tries];
    this.#tries += 1;
    this.#dueAt = patience === undefined ? undefined : now + patience;
    return this.#makes ? this.#ask() : this.#package(now);
  }

  /** The connection is back: what was asked for before, or answered, may be lost. */
  hurry(now: number): void {
    this.#answeredAt = Number.NEGATIVE_INFINITY;
    if (this.#dueAt === undefined) return;
    this.#dueAt = now;
    this.#tries = Math.max(0, this.#tries - 1);
  }

  async heard(inner: PrivateInner, now: number): Promise<PairHeard> {
    switch (inner.kind) {
      case 'ask':
        return this.#makes ? { refused: 'layout' } : this.#asked(inner, now);
      case 'package':
        return this.#makes ? this.#make(inner, now) : { refused: 'layout' };
      case 'welcome':
        return this.#makes ? { refused: 'layout' } : this.#enter(inner);
      case 'message':
        return this.#open(inner, now);
      default:
        return assertNever(inner.kind);
    }
  }

  /** The newest group that the other is known to have. */
  async seal(data: Uint8Array): Promise<PrivateInner> {
    return { kind: 'message', epoch: 0, bytes: (await this.#proven().seal(data)).message };
  }

  /** Of the group that would be used now. */
  binding(): Promise<Uint8Array> {
    return bindingOf(this.#proven());
  }

  wipe(): void {
    for (const { group } of this.#ways) group.wipe();
    for (const keys of this.#packages) keys.wipe();
    this.#ways = [];
    this.#packages = [];
    this.#dueAt = undefined;
  }

  #ask(): PrivateInner {
    return { kind: 'ask', epoch: this.#parts.secrets.newest, bytes: new Uint8Array(0) };
  }

  async #asked({ epoch }: PrivateInner, now: number): Promise<PairHeard> {
    // Of an epoch that is gone: somebody's recording.
    if (this.#parts.secrets.of(epoch) === undefined || !this.#mayAnswer(now)) return NOTHING;
    return { answer: await this.#package(now) };
  }

  /** A fresh one each time; the answer to an earlier one may be on its way. */
  async #package(now: number): Promise<PrivateInner> {
    const { scope, seed, secrets, nick } = this.#parts;
    this.#answeredAt = now;
    const keys = await JoinKeys.make(scope.credential(nick(), 'dm'), seed, scope.setup);
    for (const old of this.#packages.slice(0, 1 - PACKAGES_MOST)) old.wipe();
    this.#packages = [...this.#packages, keys].slice(-PACKAGES_MOST);
    return { kind: 'package', epoch: secrets.newest, bytes: keys.encoded };
  }

  async #make({ epoch, bytes }: PrivateInner, now: number): Promise<PairHeard> {
    const { scope, seed, nick, peer } = this.#parts;
    if (!this.#mayAnswer(now)) return NOTHING;
    const setup = this.#setup(epoch);
    // It was under way for too long: a fresh one will do.
    if (setup === undefined) return this.#answer(this.#ask(), now);
    const info = await readKeyPackage(bytes, setup);
    if (info === undefined || !equal(info.sigPk, peer)) return { refused: 'credential' };
    const reference = toHex(info.reference);
    if (this.#used.has(reference)) return NOTHING;
    this.#used.add(reference);
    for (const oldest of this.#used) {
      if (this.#used.size <= REFERENCES_MOST) break;
      this.#used.delete(oldest);
    }
    const keys = await JoinKeys.make(scope.credential(nick(), 'dm'), seed, setup);
    const group = await Group.create(pairId(scope, peer), keys, setup).catch(unlessRefused);
    keys.wipe();
    const built = await group?.commit({ removes: [], adds: [bytes] }, () => undefined).catch(unlessRefused);
    if (group === undefined || built === undefined) {
      group?.wipe();
      return NOTHING;
    }
    await group.merge(built.commit);
    if (built.welcome === undefined) throw new Error('an addition without a welcome');
    this.#add({ group, proven: false });
    return this.#answer({ kind: 'welcome', epoch, bytes: built.welcome }, now);
  }

  async #enter({ epoch, bytes }: PrivateInner): Promise<PairHeard> {
    const keys = this.#packages.find(({ reference }) => holds(bytes, reference));
    const setup = this.#setup(epoch);
    if (keys === undefined || setup === undefined) return NOTHING;
    const { scope, peer } = this.#parts;
    const group = await Group.join(bytes, keys, setup, pairId(scope, peer)).catch(unlessRefused);
    if (group === undefined) return { refused: 'signature' };
    if (group.leaves.length !== 2) {
      group.wipe();
      return { refused: 'signature' };
    }
    const at = this.#packages.indexOf(keys);
    for (const old of this.#packages.slice(0, at + 1)) old.wipe();
    this.#packages = this.#packages.slice(at + 1);
    this.#dueAt = undefined;
    this.#add({ group, proven: true });
    return { opened: 'entered' };
  }

  async #open({ bytes }: PrivateInner, now: number): Promise<PairHeard> {
    let replayed = false;
    for (const way of this.#ways.toReversed()) {
      const opened = await way.group.open(bytes);
      if (opened.type === 'opened') return this.#prove(way, opened.data);
      replayed ||= opened.reason === 'replay' || opened.reason === 'self';
    }
    if (replayed) return { refused: 'replay' };
    // The other believes that there is a group.
    if (!this.open) return { answer: await this.begin(now) };
    return { refused: 'signature' };
  }

  /** The other has this one: what is older is not used any more. */
  #prove(way: Way, data: Uint8Array): PairHeard {
    const first = !way.proven;
    way.proven = true;
    const at = this.#ways.indexOf(way);
    for (const { group } of this.#ways.slice(0, at)) group.wipe();
    this.#ways = this.#ways.slice(at);
    if (first) this.#dueAt = undefined;
    const heard = { data, binding: () => bindingOf(way.group) };
    return first ? { ...heard, opened: 'heard' } : heard;
  }

  #proven(): Group {
    const way = this.#ways.findLast(({ proven }) => proven);
    if (way === undefined) throw new Error('a private message without a group');
    return way.group;
  }

  #add(way: Way): void {
    this.#ways = [...this.#ways, way];
    const used = this.#ways.findLast(({ proven }) => proven);
    const oldest = this.#ways.find((one) => one !== used);
    if (this.#ways.length <= GROUPS_MOST || oldest === undefined) return;
    oldest.group.wipe();
    this.#ways = this.#ways.filter((one) => one !== oldest);
  }

  #mayAnswer(now: number): boolean {
    return now - this.#answeredAt >= ANSWER_EVERY_MS;
  }

  #answer(answer: PrivateInner, now: number): PairHeard {
    this.#answeredAt = now;
    return { answer };
  }

  #setup(epoch: number): GroupSetup | undefined {
    const secret = this.#parts.secrets.of(epoch);
    return secret === undefined ? undefined : pairSetup(this.#parts.scope, this.#parts.peer, epoch, secret);
  }
}

/** No commit is ever taken: one group, one epoch. */
const bindingOf = (group: Group): Promise<Uint8Array> => group.exporter(labels.sasBinding, new Uint8Array(0), BINDING_BYTES);

function isLower(own: Uint8Array, other: Uint8Array): boolean {
  const at = own.findIndex((byte, i) => byte !== other[i]);
  return (own[at] ?? 0) < (other[at] ?? 0);
}

const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof GroupError)) throw error;
  return undefined;
};
