import type { Group } from '../../../crypto/group.js';
import type { RoomKeys } from '../../../crypto/key-schedule.js';
import { equal } from '../../../protocol/bytes.js';
import type { Frame } from '../../../protocol/frame.js';
import type { ConnId } from '../../../protocol/ids.js';
import { pad } from '../../../protocol/payload.js';
import { groupRefused, refused } from '../refused.js';
import type { CipherEvent, MemberCount, Place, RelayOrder, RoomCipher } from '../room-cipher.js';
import { syncOf } from './counts.js';
import { Deadlines, earliest } from './deadlines.js';
import { Entry } from './entry.js';
import { Former } from './former.js';
import { askForReset, found } from './founding.js';
import { hear } from './hearing.js';
import { Inside } from './inside.js';
import { askForLease } from './leaseholder.js';
import { Members, type Applied } from './members.js';
import { PrivateDoor } from './private-door.js';
import { roomCodeOf } from './room-code.js';
import { Ruling } from './ruling.js';
import { Scope, type MlsOptions } from './scope.js';

/** A package of ours that is used later than this is somebody's replay. */
const LATE_MS = 60_000;
const RESET_AGAIN_MS = 5_000;
const LEASE_ID = 16;

type Due = 'ask' | 'entered' | 'forget' | 'renew' | 'sync';

/** Mode `mls` (docs/protocol.md, "Mode 1"): RFC 9420, ordered by a relay that is believed for nothing. */
export class MlsCipher implements RoomCipher {
  readonly mode = 'mls';
  readonly presenceConfirms = false;
  readonly private: PrivateDoor;
  readonly ruling = new Ruling({ inside: () => this.#inside, move: (keys) => this.#move(keys) });
  #options: MlsOptions;
  readonly #members = new Members();
  readonly #due = new Deadlines<Due>();
  readonly #former = new Former();
  #nick: string;
  #scope: Scope | undefined;
  #entry: Entry | undefined;
  #inside: Inside | undefined;
  /** Highest generation whose group we made or joined: an older one is never believed again. */
  #highest = -1;

  constructor(options: MlsOptions & { readonly nick: string }) {
    this.#options = options;
    this.private = new PrivateDoor(options, () => this.#nick);
    this.#nick = options.nick;
  }

  get wakeAt(): number | undefined {
    return earliest(this.#due.next, this.private.wakeAt, this.#former.wakeAt);
  }

  async enter(place: Place, now: number): Promise<readonly CipherEvent[]> {
    this.#leaveGroup();
    this.#members.anew();
    this.#scope = new Scope(this.#options, place);
    this.#members.voices.only(place.taken, false);
    if (place.gen < this.#highest && !this.#isHost) return [groupRefused('a group that was given up')];
    if (this.#isHost || (place.first && !this.#scope.hosted)) return this.#create(this.#scope, now);
    this.#entry = new Entry(this.#scope, this.#options.seed);
    return this.#ask(now);
  }

  async seal(encoded: Uint8Array, to: readonly ConnId[]): Promise<Uint8Array> {
    if (this.#scope === undefined || this.#inside === undefined) throw new Error('seal outside of a group');
    const { message, epoch } = await this.#inside.group.seal(pad(encoded));
    this.#inside.renewal.counted();
    return this.#scope.seal('APP', epoch, message, to);
  }

  open(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    switch (frame.type) {
      case 'APP':
        return this.#app(frame, now);
      case 'COMMIT':
        return this.#commit(frame, now);
      case 'WELCOME':
        return this.#welcome(frame, now);
      case 'KEYPKG':
        return Promise.resolve(this.#package(frame));
      case 'DM':
        return this.private.open(frame, now);
      default:
        return Promise.resolve(refused('layout'));
    }
  }

  async order(order: RelayOrder, now: number): Promise<readonly CipherEvent[]> {
    const inside = this.#inside;
    if (inside === undefined || this.#scope === undefined || order.type !== 'LEASE') return [];
    // A commit did not come here: nobody could let anybody in.
    if (order.epoch > inside.group.epoch) return this.#again(now);
    const frames = await inside.leaseholder.answer(order, inside.group, inside.renewal.asked(now));
    return frames.map((frame) => ({ type: 'send', frame }));
  }

  syncBody(counts: readonly MemberCount[]): Uint8Array {
    const [scope, inside] = [this.#scope, this.#inside];
    return inside === undefined || scope === undefined ? new Uint8Array(0) : syncOf(counts, inside.group, scope);
  }

  async tick(now: number): Promise<readonly CipherEvent[]> {
    const events: CipherEvent[] = [];
    this.#former.tick(now);
    for (const due of this.#due.take(now)) events.push(...(await this.#do(due, now)));
    return events.concat(await this.private.tick(now));
  }

  /** Who can read is in the tree; the relay's word about places changes nothing. */
  came(): void {}
  catchUp(taken: readonly ConnId[]): void {
    this.#members.voices.only(taken, true);
    this.private.catchUp();
  }

  readonly outOfStep = async (now: number): Promise<readonly CipherEvent[]> =>
    this.#inside?.vouching.outOfStep() === true ? [{ type: 'warn', code: 'GROUP_SPLIT' }, ...(await this.#again(now))] : [];
  readonly left = (conn: ConnId): readonly CipherEvent[] => this.#members.left(conn);

  only(conns: readonly ConnId[], now: number): readonly CipherEvent[] {
    this.#members.voices.only(conns, false);
    // A package that was sent before the break waits no longer.
    if ((this.#entry !== undefined || this.#isHost) && this.#inside === undefined) this.#due.sooner('ask', now);
    // Nor does the answer that a newcomer was to get.
    this.#inside?.vouching.asked(now);
    this.#schedule(now);
    this.private.caughtUp(now);
    return [];
  }

  readonly head = () => this.#scope && this.#inside && { gen: this.#scope.place.gen, epoch: this.#inside.group.epoch };
  readonly rename = (nick: string): void => void (this.#nick = nick);
  readonly wipe = (): void => this.#leaveGroup();

  async #create(scope: Scope, now: number): Promise<readonly CipherEvent[]> {
    // The host's own group of this generation is lost: nobody else may make one, so all begin again.
    if (scope.place.gen <= this.#highest) return this.#reset(scope, now);
    return this.#in(await found(scope, this.#options, this.#nick), scope, now, true);
  }

  async #ask(now: number): Promise<readonly CipherEvent[]> {
    if (this.#scope === undefined) return [];
    if (this.#isHost) return this.#reset(this.#scope, now);
    this.#entry ??= new Entry(this.#scope, this.#options.seed);
    const frame = await this.#entry.ask(this.#nick);
    this.#due.set('ask', now + this.#entry.patienceMs);
    if (this.#inside !== undefined) return [{ type: 'send', frame }];
    const late = this.#entry.tries === 2 ? [{ type: 'warn', code: 'GROUP_WAITING' } as const] : [];
    return [...late, { type: 'send', frame }, ...(this.#entry.isStuck ? [askForReset(this.#scope)] : [])];
  }

  async #in(group: Group, scope: Scope, now: number, sure: boolean): Promise<readonly CipherEvent[]> {
    this.#inside = new Inside({ scope, group, bans: this.ruling.bans, random: this.#options.random, now, sure });
    this.#highest = Math.max(this.#highest, scope.place.gen);
    this.#schedule(now);
    this.#due.set('ask', sure ? undefined : now + (this.#entry?.doubtMs ?? 0));
    await this.private.entered(scope, group, now);
    const here: CipherEvent = { type: 'say', kind: 'here', body: group.authenticator.slice(), to: [] };
    return [await roomCodeOf(group), ...this.#members.all(group, scope), { type: 'entered' }, sure ? { type: 'confirmed' } : here];
  }

  /** Generations are counted for each link. */
  #move(keys: RoomKeys): void {
    this.#leaveGroup();
    this.#options = { ...this.#options, keys };
    this.#scope = undefined;
    this.#highest = -1;
  }

  #leaveGroup(): void {
    this.#former.wipe();
    this.#out();
    this.#forgetEntry();
    this.private.leave();
  }

  /** Something of the group is not as it must be, or we are not in it any more: ask to be let in again, at the same place. */
  async #again(now: number): Promise<readonly CipherEvent[]> {
    const scope = this.#scope;
    if (scope === undefined) return [];
    this.#out();
    return [{ type: 'out' }, ...(await this.#ask(now))];
  }

  /** Asks for another group; again, should that be lost. */
  #reset(scope: Scope, now: number): readonly CipherEvent[] {
    this.#due.set('ask', now + RESET_AGAIN_MS);
    return [askForReset(scope)];
  }

  #out(): void {
    this.#inside?.group.wipe();
    this.#inside = undefined;
    this.#due.clearAll();
    this.private.out();
  }

  async #app(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    const [scope, inside] = [this.#scope, this.#inside];
    if (scope === undefined || frame.gen !== scope.place.gen) return refused('place');
    // What was said before we came is not for us.
    if (inside === undefined || frame.epoch < inside.vouching.from) return this.#former.hear(frame, scope, this.#members, now);
    const heard = await hear(frame, { scope, inside, members: this.#members }, now);
    if (heard.split) return [...heard.events, ...(await this.#again(now))];
    if (inside.vouching.sure) this.#welcomed(now);
    this.#schedule(now);
    return heard.events;
  }

  async #commit(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    const [scope, inside] = [this.#scope, this.#inside];
    const inner = scope?.open('COMMIT', frame, frame.body.subarray(LEASE_ID));
    if (scope === undefined || inner === undefined) return refused('seal');
    this.#entry?.saw(inner);
    if (inside === undefined || frame.epoch < inside.group.epoch) return [];
    if (frame.epoch > inside.group.epoch) return this.#again(now);
    const own = inside.leaseholder.pending;
    const isOwn = own !== undefined && equal(own, inner);
    const processed = isOwn ? await inside.group.merge(inner) : await inside.group.apply(inner, scope.judge);
    if (processed.type === 'refused') return [groupRefused(processed.reason), ...(await this.#again(now))];
    return this.#applied(inside, scope, processed, now);
  }

  async #applied(inside: Inside, scope: Scope, done: Applied, now: number): Promise<readonly CipherEvent[]> {
    if (done.selfRemoved) return this.#removed(now);
    inside.leaseholder.used(done.commit.adds.map(({ reference }) => reference));
    inside.epoch(now);
    const renewed = inside.renewal.committed(done.commit, inside.group, now);
    this.#schedule(now);
    const lost = await this.private.epoch(inside.group, done.removed, now);
    const removing = inside.leaseholder.rest(inside.group);
    const rest = removing.length > 0 || renewed ? removing : this.ruling.rest();
    const last: readonly CipherEvent[] = renewed && rest.length === 0 ? [{ type: 'renewed' }] : rest;
    return [await roomCodeOf(inside.group), ...lost, ...this.#members.changed(done, inside.group, scope, now), ...last];
  }

  async #welcome(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    const [scope, inside] = [this.#scope, this.#inside];
    if (scope === undefined || this.#entry === undefined || inside?.vouching.sure === true) return [];
    const inner = scope.open('WELCOME', frame, frame.body);
    if (inner === undefined) return refused('seal');
    const welcomed = await this.#entry.welcome(inner);
    if (welcomed.type === 'not-ours') return [];
    if (welcomed.type === 'wrong') return [groupRefused(welcomed.why)];
    this.#inside?.group.wipe();
    return this.#in(welcomed.group, scope, now, false);
  }

  /** Sure of the group. A package that went out meanwhile may still be used: its answer is waited for. */
  #welcomed(now: number): void {
    this.#due.clear('ask');
    if (this.#entry !== undefined) this.#due.sooner('entered', now + LATE_MS);
  }

  #forgetEntry(): void {
    this.#entry?.wipe();
    this.#entry = undefined;
  }

  /** The Welcome for a package of ours that still waits follows at once; else somebody took us for gone. */
  #removed(now: number): Promise<readonly CipherEvent[]> {
    if (this.#entry === undefined) return this.#again(now);
    this.#former.keep(this.#inside, now);
    this.#inside = undefined;
    this.#out();
    this.#due.set('ask', now + this.#entry.patienceMs);
    return Promise.resolve([{ type: 'out' }]);
  }

  #package(frame: Frame): readonly CipherEvent[] {
    const inner = this.#scope?.open('KEYPKG', frame, frame.body);
    if (inner === undefined) return refused('seal');
    this.#inside?.leaseholder.keep(inner);
    return [];
  }

  async #do(due: Due, now: number): Promise<readonly CipherEvent[]> {
    const inside = this.#inside;
    if (due === 'ask') return this.#ask(now);
    if (due === 'entered') this.#forgetEntry();
    if (due === 'forget') inside?.forget(now);
    if (due === 'renew') inside?.renewal.ask(now);
    if (due === 'sync') inside?.vouching.said(now);
    this.#schedule(now);
    if (due === 'renew' && inside !== undefined) return [{ type: 'send', frame: askForLease(inside.group.epoch) }];
    return due === 'sync' && inside !== undefined ? [{ type: 'sync' }] : [];
  }

  #schedule = (now: number): void => this.#inside?.schedule(this.#due, now);

  get #isHost(): boolean {
    return this.#scope?.isHost(this.#scope.sigPk) === true;
  }
}
