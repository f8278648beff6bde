import { SAS_LATE_MS } from '../crypto/sas.js';
import { encodeSasMessage, parseSasMessage } from '../crypto/sas-message.js';
import type { Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import type { MemberId } from '../protocol/ids.js';
import { Comparison, type ComparisonSend, type ComparisonStage, type SasKeys } from './comparison.js';
import { Timers } from './timers.js';
import type { EmojiState, ViewMember } from './view.js';

/** So often within a minute a member may ask: each calls our person. */
const ASKS_MOST = 3;
const ASKS_MS = 60_000;

export interface ComparisonsOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Who it is, our key and the other's. `undefined`: nobody else here has this id. */
  readonly party: (id: MemberId) => (SasKeys & { readonly member: ViewMember }) | undefined;
  /** For one alone. `write` is called when it is sealed, with the binding of the group in which it goes; `undefined`: not wanted any more. */
  readonly say: (id: MemberId, write: (binding: Uint8Array) => Uint8Array | undefined) => void;
  readonly changed: (member: ViewMember, state: EmojiState) => void;
}

/** One of them, and whom it is with, as that was seen when it began. */
interface Running {
  readonly comparison: Comparison;
  readonly member: ViewMember;
}

/** The emoji that are compared now, at most once with each member: docs/protocol.md, "Verification". */
export class Comparisons {
  readonly #options: ComparisonsOptions;
  readonly #running = new Map<MemberId, Running>();
  readonly #late: Timers<MemberId>;
  /** When each has asked lately. */
  readonly #asks = new Map<MemberId, readonly number[]>();

  constructor(options: ComparisonsOptions) {
    this.#options = options;
    this.#late = new Timers(options.clock);
  }

  get(id: MemberId): EmojiState | undefined {
    const running = this.#running.get(id);
    return running === undefined ? undefined : stateOf(running.comparison.stage);
  }

  /** Our person wants to compare, or says yes. */
  begin(id: MemberId): void {
    const { clock, random, party } = this.#options;
    const running = this.#running.get(id);
    if (running !== undefined) return this.#next(running, (one) => one.agree(clock.now()));
    const keys = party(id);
    if (keys === undefined) return;
    const begun = this.#add(keys.member, Comparison.begun(keys, random(32), clock.now()));
    this.#say(begun, begun.comparison.opening);
  }

  /** What our person saw. False: nothing is shown that could be the same, or different. */
  answer(id: MemberId, same: boolean): boolean {
    const running = this.#running.get(id);
    if (running?.comparison.stage.state !== 'show') return false;
    this.#end(id);
    if (!same) this.#say(running, running.comparison.stop());
    this.#options.changed(running.member, { state: same ? 'same' : 'different' });
    return true;
  }

  /** Our person says no, or leaves it. */
  stop(id: MemberId): void {
    const running = this.#running.get(id);
    if (running !== undefined) this.#next(running, (one) => one.stop());
  }

  heard(id: MemberId, body: Uint8Array, binding: Uint8Array): void {
    const { clock, random, party } = this.#options;
    const parsed = parseSasMessage(body);
    const message = parsed.ok ? parsed.value : undefined;
    const running = this.#running.get(id);
    if (running !== undefined) return this.#next(running, (one) => one.heard(message, binding, clock.now()));
    const keys = party(id);
    if (message === undefined || keys === undefined || keys.member.ignored === true) return;
    const asked = Comparison.asked(keys, random(32), message, binding, clock.now());
    if (asked !== undefined && this.#mayAsk(id)) this.#add(keys.member, asked);
  }

  /** The group of two is gone: its member has left, or both begin anew. */
  lost(id: MemberId): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#end(id);
    this.#options.changed(running.member, { state: 'stopped', reason: 'gone' });
  }

  clear(): void {
    this.#late.stop();
    this.#running.clear();
    this.#asks.clear();
  }

  #mayAsk(id: MemberId): boolean {
    const now = this.#options.clock.now();
    for (const [one, times] of this.#asks) if (times.every((at) => now - at >= ASKS_MS)) this.#asks.delete(one);
    const lately = (this.#asks.get(id) ?? []).filter((at) => now - at < ASKS_MS);
    if (lately.length >= ASKS_MOST) return false;
    this.#asks.set(id, [...lately, now]);
    return true;
  }

  #add(member: ViewMember, comparison: Comparison): Running {
    const running = { comparison, member };
    this.#running.set(member.id, running);
    this.#watch(running);
    this.#options.changed(member, stateOf(comparison.stage));
    return running;
  }

  #next(running: Running, step: (comparison: Comparison) => ComparisonSend | undefined): void {
    const { comparison, member } = running;
    const before = comparison.stage.state;
    const send = step(comparison);
    const { stage } = comparison;
    if (stage.state === 'stopped') this.#end(member.id);
    else this.#watch(running);
    this.#say(running, send);
    if (stage.state !== before) this.#options.changed(member, stateOf(stage));
  }

  /** From the last step on; people may compare for as long as they like. */
  #watch(running: Running): void {
    const { clock } = this.#options;
    const ms = running.comparison.stage.state === 'show' ? undefined : SAS_LATE_MS + 1;
    this.#late.set(running.member.id, ms, () => this.#next(running, (one) => one.late(clock.now())));
  }

  #say(running: Running, send: ComparisonSend | undefined): void {
    if (send === undefined) return;
    const { clock, say } = this.#options;
    const { comparison, member } = running;
    say(member.id, (binding) => {
      const wanted = this.#running.get(member.id) === running;
      if (!wanted && (send === 'commit' || send.type !== 'stop')) return undefined;
      const message = send === 'commit' ? comparison.commit(binding, clock.now()) : send;
      if (send === 'commit') this.#watch(running);
      return message === undefined ? undefined : encodeSasMessage(message);
    });
  }

  #end(id: MemberId): void {
    this.#late.set(id, undefined, () => undefined);
    this.#running.delete(id);
  }
}

function stateOf(stage: ComparisonStage): EmojiState {
  if (stage.state !== 'stopped') return stage;
  return { state: 'stopped', reason: stage.reason === 'repeated' ? 'order' : stage.reason };
}
