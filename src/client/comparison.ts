import {
  beginSas,
  lateSas,
  SAS_LATE_MS,
  stepSas,
  stopSas,
  type SasAbort,
  type SasParty,
  type SasState,
  type SasStep,
} from '../crypto/sas.js';
import type { SasEmoji } from '../crypto/sas-emoji.js';
import type { SasMessage } from '../crypto/sas-message.js';
import { toHex } from '../protocol/bytes.js';

/** Signature keys, 32 bytes each. */
export type SasKeys = Pick<SasParty, 'own' | 'peer'>;

type First = { readonly type: 'ask' } | { readonly type: 'commit'; readonly value: Uint8Array };

/** `commit` is made when it is sealed (`Comparison.commit`): only then is it known in which group it goes. */
export type ComparisonSend = 'commit' | SasMessage;

export type ComparisonStage =
  /** The other's person began, and ours is asked. */
  | { readonly state: 'asked' }
  | { readonly state: 'waiting' }
  | { readonly state: 'show'; readonly emoji: readonly SasEmoji[] }
  | { readonly state: 'stopped'; readonly reason: SasAbort };

type Stage =
  | { readonly state: 'offered'; readonly first: First; readonly binding: Uint8Array; readonly since: number }
  /** We began, and a `commit` has not gone out, or come: there is no binding yet. `heard`: the other began too. */
  | { readonly state: 'begun'; readonly heard: First | undefined; readonly since: number }
  | SasState;

/** What is compared with one member, from the first message on to the last: src/crypto/sas.ts, and who has asked whom. */
export class Comparison {
  readonly #keys: SasKeys;
  readonly #number: Uint8Array;
  #stage: Stage;

  private constructor(keys: SasKeys, number: Uint8Array, stage: Stage) {
    this.#keys = keys;
    this.#number = number;
    this.#stage = stage;
  }

  /** Our person begins. `number`: 32 random bytes, never used before. */
  static begun(keys: SasKeys, number: Uint8Array, now: number): Comparison {
    return new Comparison(keys, number, { state: 'begun', heard: undefined, since: now });
  }

  /** The other begins; `undefined` when it cannot begin so. `binding`: of the group in which the message came. */
  static asked(keys: SasKeys, number: Uint8Array, heard: SasMessage, binding: Uint8Array, now: number): Comparison | undefined {
    const first = firstOf(heard);
    if (first === undefined || (first.type === 'ask') !== isLower(keys)) return undefined;
    return new Comparison(keys, number, { state: 'offered', first, binding, since: now });
  }

  get stage(): ComparisonStage {
    const stage = this.#stage;
    switch (stage.state) {
      case 'offered':
        return { state: 'asked' };
      case 'shown':
        return { state: 'show', emoji: stage.emoji };
      case 'aborted':
        return { state: 'stopped', reason: stage.reason };
      default:
        return { state: 'waiting' };
    }
  }

  /** The first message of a side that began. */
  get opening(): ComparisonSend {
    return isLower(this.#keys) ? 'commit' : { type: 'ask' };
  }

  /** Our person says yes to the other's. */
  agree(now: number): ComparisonSend | undefined {
    const stage = this.#stage;
    if (stage.state !== 'offered') return undefined;
    if (this.#isLate(now)) return this.#abort('late');
    if (stage.first.type === 'commit') return this.#answer(stage.first, stage.binding, now);
    this.#stage = { state: 'begun', heard: stage.first, since: now };
    return 'commit';
  }

  /** The `commit`, as it is sealed now; again when it has to go out again. `undefined`: it is not wanted any more. */
  commit(binding: Uint8Array, now: number): SasMessage | undefined {
    const stage = this.#stage;
    if (stage.state !== 'begun' && stage.state !== 'committed') return undefined;
    const heard = stage.state === 'begun' ? stage.heard : undefined;
    const again = stage.state === 'committed' && stage.run.heard.includes('ask');
    const step = beginSas({ ...this.#keys, binding }, this.#number, now, again ? { type: 'ask' } : heard);
    this.#stage = step.state;
    return step.send;
  }

  /** What came of the other, `undefined` when it cannot be read, and `binding` of the group in which it came. */
  heard(message: SasMessage | undefined, binding: Uint8Array, now: number): ComparisonSend | undefined {
    const stage = this.#stage;
    if (message === undefined) return this.#abort('order');
    if (stage.state !== 'offered' && stage.state !== 'begun') return this.#took(stepSas(stage, message, now));
    if (message.type === 'stop') {
      this.#stage = { state: 'aborted', reason: 'peer' };
      return undefined;
    }
    if (this.#isLate(now)) return this.#abort('late');
    if (stage.state === 'offered') return this.#abort(message.type === stage.first.type ? 'repeated' : 'order');
    const first = firstOf(message);
    if (first === undefined || (first.type === 'ask') !== isLower(this.#keys)) return this.#abort('order');
    if (first.type === 'commit') return this.#answer(first, binding, now);
    if (stage.heard !== undefined) return this.#abort('repeated');
    this.#stage = { ...stage, heard: first };
    return undefined;
  }

  /** For a timer: what ends it when it has waited for too long. */
  late(now: number): ComparisonSend | undefined {
    const stage = this.#stage;
    if (stage.state === 'offered' || stage.state === 'begun') return this.#isLate(now) ? this.#abort('late') : undefined;
    const step = lateSas(stage, now);
    return step === undefined ? undefined : this.#took(step);
  }

  /** Our person leaves it, or has seen other emoji. */
  stop(): ComparisonSend | undefined {
    const stage = this.#stage;
    return stage.state === 'offered' || stage.state === 'begun' ? this.#abort('self') : this.#took(stopSas(stage));
  }

  #answer(first: First, binding: Uint8Array, now: number): ComparisonSend | undefined {
    return this.#took(beginSas({ ...this.#keys, binding }, this.#number, now, first));
  }

  #took({ state, send }: SasStep): ComparisonSend | undefined {
    this.#stage = state;
    return send;
  }

  #abort(reason: SasAbort): ComparisonSend {
    this.#stage = { state: 'aborted', reason };
    return { type: 'stop' };
  }

  #isLate(now: number): boolean {
    return 'since' in this.#stage && now - this.#stage.since > SAS_LATE_MS;
  }
}

function firstOf(message: SasMessage): First | undefined {
  if (message.type === 'ask') return { type: 'ask' };
  return message.type === 'commit' ? { type: 'commit', value: message.value } : undefined;
}

const isLower = ({ own, peer }: SasKeys): boolean => toHex(own) < toHex(peer);
