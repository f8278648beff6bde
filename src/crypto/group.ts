import type { JoinKeys } from './group-keys.js';
import type { BuiltCommit, Changes, GroupLeaf, GroupSetup, JudgeCommit, Opened, Processed, Sealed } from './group-types.js';

const later = (..._: readonly unknown[]): never => {
  throw new Error('not written yet');
};

/** One member's view of one MLS group. All calls go one after the other. */
export class Group {
  get id(): Uint8Array {
    return later();
  }
  get epoch(): number {
    return later();
  }
  get self(): GroupLeaf {
    return later();
  }
  get leaves(): readonly GroupLeaf[] {
    return later();
  }
  /** epoch_authenticator: 32 bytes. */
  get authenticator(): Uint8Array {
    return later();
  }

  static create(groupId: Uint8Array, keys: JoinKeys, setup: GroupSetup): Promise<Group> {
    return later(groupId, keys, setup);
  }

  /** Requires exactly one look-up of the PSK, suite 3, own leaf, every leaf trusted, unique keys and `gen` in the group id. Rejects with GroupError. */
  static join(welcome: Uint8Array, keys: JoinKeys, setup: GroupSetup, gen: number): Promise<Group> {
    return later(welcome, keys, setup, gen);
  }

  exporter(label: string, context: Uint8Array, length: number): Promise<Uint8Array> {
    return later(label, context, length);
  }

  seal(data: Uint8Array): Promise<Sealed> {
    return later(data);
  }

  /** Also of the kept old epochs. Never rejects. */
  open(message: Uint8Array): Promise<Opened> {
    return later(message);
  }

  /** At most one commit an epoch is ever built: a second call gives the same bytes. The PSK goes in iff there is an Add. Rejects with GroupError. */
  commit(changes: Changes, judge: JudgeCommit): Promise<BuiltCommit> {
    return later(changes, judge);
  }

  /** One's own commit has come back. */
  merge(commit: Uint8Array): Promise<Processed> {
    return later(commit);
  }

  /** Another's commit; a refused one changes nothing. Never rejects. */
  apply(commit: Uint8Array, judge: JudgeCommit): Promise<Processed> {
    return later(commit, judge);
  }

  /** Drops the keys of epochs before this one; at most 2 old ones are kept anyway. */
  forgetBelow(epoch: number): void {
    later(epoch);
  }

  /** Best effort over every secret in the state. */
  wipe(): void {
    later();
  }
}
