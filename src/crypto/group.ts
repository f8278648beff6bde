import { addHistoricalReceiverData, createGroup, type ClientState } from 'ts-mls/clientState.js';
import { createApplicationMessage } from 'ts-mls/createMessage.js';
import type { EpochReceiverData } from 'ts-mls/epochReceiverData.js';
import { mlsExporter } from 'ts-mls/keySchedule.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import { decryptSenderData, type PrivateMessage } from 'ts-mls/privateMessage.js';
import { processPrivateMessage } from 'ts-mls/processMessages.js';
import { emptyPskIndex } from 'ts-mls/pskIndex.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { equal } from '../protocol/bytes.js';
import { commitPart } from './commit-part.js';
import { judged, processCommit, type PendingCommit, type Step } from './group-commit.js';
import { GroupError } from './group-error.js';
import { enter, type ExpectedGroup } from './group-join.js';
import type { JoinKeys } from './group-keys.js';
import { leafAt, leavesOf } from './group-leaves.js';
import { clientConfig, readMessage } from './group-mls.js';
import { discard, retire, wipeEpoch, wipeState, zero } from './group-secrets.js';
import type { BuiltCommit, Changes, GroupLeaf, GroupSetup, JudgeCommit, Opened, OpenRefusal, Processed, Sealed } from './group-types.js';

/** One member's view of one MLS group. Calls take effect one after the other, in the order in which they were made. */
export class Group {
  readonly #setup: GroupSetup;
  #state: ClientState;
  #leaves: { readonly tree?: RatchetTree; readonly list: readonly GroupLeaf[] } = { list: [] };
  #pending: PendingCommit | undefined;
  #removed = false;
  #wiped = false;
  /** Two calls at once would use one key twice: the library's states are values, and both would begin with the same. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(state: ClientState, setup: GroupSetup) {
    this.#state = state;
    this.#setup = setup;
  }

  /** Alone in it, at leaf 0 of epoch 0. */
  static async create(groupId: Uint8Array, keys: JoinKeys, setup: GroupSetup): Promise<Group> {
    const { publicPackage, privatePackage } = keys.parts();
    return new Group(await createGroup(groupId, publicPackage, privatePackage, [], setup.suite, clientConfig(setup)), setup);
  }

  /**
   * Requires exactly one look-up of the PSK, suite 3, own leaf, plain and trusted leaves, keys of their own, and the group: a number is the
   * generation that its id begins with, bytes are the whole id. Rejects with GroupError, at `welcome`.
   */
  static async join(welcome: Uint8Array, keys: JoinKeys, setup: GroupSetup, group: ExpectedGroup): Promise<Group> {
    const state = await enter(welcome, keys, setup, group).catch((error: unknown) => {
      throw error instanceof GroupError ? error : new GroupError('welcome', messageOf(error));
    });
    return new Group(state, setup);
  }

  get id(): Uint8Array {
    return this.#state.groupContext.groupId;
  }

  get epoch(): number {
    return Number(this.#state.groupContext.epoch);
  }

  get self(): GroupLeaf {
    const { ratchetTree, privatePath } = this.#state;
    return leafAt(ratchetTree, privatePath.leafIndex) as GroupLeaf;
  }

  get leaves(): readonly GroupLeaf[] {
    const { ratchetTree } = this.#state;
    // Asked for at every message; a tree is never changed in place.
    if (this.#leaves.tree !== ratchetTree) this.#leaves = { tree: ratchetTree, list: leavesOf(ratchetTree) };
    return this.#leaves.list;
  }

  /** The epoch_authenticator: 32 bytes, the same for all who agree on everything so far. */
  get authenticator(): Uint8Array {
    this.#alive();
    return this.#state.keySchedule.epochAuthenticator.slice();
  }

  /** A secret of the current epoch, `length` bytes. */
  exporter(label: string, context: Uint8Array, length: number): Promise<Uint8Array> {
    return this.#next((state) => mlsExporter(state.keySchedule.exporterSecret, label, context, length, this.#setup.suite));
  }

  /** An application message. Rejects with GroupError once one has been removed. */
  seal(data: Uint8Array): Promise<Sealed> {
    return this.#next(async (state) => {
      if (this.#removed) throw new GroupError('seal', 'removed from the group');
      const { suite, aad } = this.#setup;
      const { newState, privateMessage, consumed } = await createApplicationMessage(state, data, suite, aad);
      this.#replace(newState, consumed);
      return { message: encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage }), epoch: this.epoch };
    });
  }

  /** An application message of this epoch or of one that is kept. Rejects after `wipe` only. */
  open(message: Uint8Array): Promise<Opened> {
    return this.#next(async (state) => {
      const sealed = readMessage(message, 'mls_private_message')?.privateMessage;
      if (sealed?.contentType !== 'application') return refused('broken');
      const epoch = this.#epochOf(sealed, state);
      if (typeof epoch === 'string') return refused(epoch);
      try {
        return await this.#openFrom(epoch, sealed, state);
      } catch {
        return refused('broken');
      }
    });
  }

  /**
   * At most one commit an epoch is ever built (two would share a key): a second call gives the same bytes. The PSK goes in iff there is an Add.
   * It counts once `merge` gets it back. Rejects with GroupError, at `commit`.
   */
  async commit(changes: Changes, judge: JudgeCommit): Promise<BuiltCommit> {
    const { buildCommit } = commitPart.now ?? (await commitPart.load().catch(partMissing));
    return this.#next(async (state) => {
      if (this.#removed) throw new GroupError('commit', 'removed from the group');
      if (this.#pending !== undefined) return this.#pending;
      const built = await buildCommit(state, changes, this.#setup).catch((error: unknown) => {
        throw error instanceof GroupError ? error : new GroupError('commit', messageOf(error));
      });
      const verdict = judged(built.step, judge);
      if (verdict.type === 'refused') throw new GroupError('commit', verdict.reason);
      this.#pending = built;
      return built;
    }).then(({ commit, welcome }) => ({ commit, welcome }));
  }

  /** One's own commit has come back, byte for byte. */
  merge(commit: Uint8Array): Promise<Processed> {
    return this.#next(async (state) => {
      const pending = this.#pending;
      if (pending === undefined || !equal(pending.commit, commit)) return { type: 'refused', reason: 'not the commit that was sent' };
      // The library froze the old epoch when the commit was built; messages that came since would open a second time.
      const [historicalReceiverData] = addHistoricalReceiverData(state);
      this.#pending = undefined;
      this.#enter({ ...pending.step, next: { ...pending.step.next, historicalReceiverData } });
      return judged(pending.step, () => undefined);
    });
  }

  /** Another's commit. A refused one changes nothing; one's own of the same epoch has lost to it. Rejects after `wipe` only. */
  apply(commit: Uint8Array, judge: JudgeCommit): Promise<Processed> {
    return this.#next(async (state) => {
      const message = readMessage(commit, 'mls_private_message')?.privateMessage;
      if (message?.contentType !== 'commit') return { type: 'refused', reason: 'not a commit of a member' };
      if (this.#removed) return { type: 'refused', reason: 'removed from the group' };
      const epoch = this.#epochOf(message, state);
      if (epoch !== state) return { type: 'refused', reason: typeof epoch === 'string' ? epoch : 'epoch' };
      try {
        const from = await decryptSenderData(message, state.keySchedule.senderDataSecret, this.#setup.suite);
        if (from?.leafIndex === state.privatePath.leafIndex) return { type: 'refused', reason: 'self' };
        const step = await processCommit(state, message, from?.leafIndex ?? -1, this.#setup);
        const verdict = judged(step, judge);
        if (verdict.type === 'applied') this.#enter(step);
        return verdict;
      } catch (error) {
        return { type: 'refused', reason: messageOf(error) };
      }
    });
  }

  /** Drops the keys of epochs before this one; at most 2 old ones are kept anyway. */
  forgetBelow(epoch: number): void {
    this.#turn = this.#turn.then(() => {
      for (const [kept, data] of this.#state.historicalReceiverData) {
        if (kept >= BigInt(epoch)) continue;
        wipeEpoch(data);
        this.#state.historicalReceiverData.delete(kept);
      }
    });
  }

  /** Overwrites every secret it can reach. Whatever is under way rejects, and everything after. */
  wipe(): void {
    this.#wiped = true;
    if (this.#pending !== undefined) discard(this.#pending.step.next, this.#state);
    this.#pending = undefined;
    wipeState(this.#state);
  }

  #next<T>(job: (state: ClientState) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      this.#alive();
      const result = await job(this.#state);
      // What was made while the keys became zeros must not leave.
      this.#alive();
      return result;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #alive(): void {
    if (this.#wiped) throw new GroupError('wiped', 'the group was wiped');
  }

  #replace(state: ClientState, consumed: readonly Uint8Array[]): void {
    if (this.#wiped) {
      wipeState(state);
      this.#alive();
    }
    this.#state = state;
    zero(consumed);
  }

  #enter({ next, selfRemoved, consumed }: Step): void {
    const before = this.#state;
    this.#removed = selfRemoved;
    this.#replace(next, consumed);
    if (this.#pending !== undefined) discard(this.#pending.step.next, next);
    this.#pending = undefined;
    if (!selfRemoved) retire(before, next);
  }

  /** Where the keys of a message are, or why there are none. */
  #epochOf(message: PrivateMessage, state: ClientState): ClientState | EpochReceiverData | OpenRefusal {
    const { groupId, epoch } = state.groupContext;
    if (!equal(message.groupId, groupId)) return 'group';
    if (!equal(message.authenticatedData, this.#setup.aad)) return 'aad';
    if (message.epoch > epoch) return 'epoch';
    return message.epoch === epoch ? state : (state.historicalReceiverData.get(message.epoch) ?? 'old');
  }

  async #openFrom(epoch: ClientState | EpochReceiverData, sealed: PrivateMessage, state: ClientState): Promise<Opened> {
    const { suite } = this.#setup;
    const secret = 'keySchedule' in epoch ? epoch.keySchedule.senderDataSecret : epoch.senderDataSecret;
    const from = await decryptSenderData(sealed, secret, suite);
    const sender = from === undefined ? undefined : leafAt(epoch.ratchetTree, from.leafIndex);
    if (from === undefined || sender === undefined) return refused('broken');
    if (sender.index === state.privatePath.leafIndex) return refused('self');
    const ratchet = epoch.secretTree[2 * sender.index]?.application;
    const used = ratchet !== undefined && from.generation < ratchet.generation && ratchet.unusedGenerations[from.generation] === undefined;
    if (used) return refused('replay');
    const result = await processPrivateMessage(state, sealed, emptyPskIndex, suite);
    if (result.kind !== 'applicationMessage') return refused('broken');
    this.#replace(result.newState, result.consumed);
    return { type: 'opened', sender, generation: from.generation, epoch: Number(sealed.epoch), data: result.message };
  }
}

const refused = (reason: OpenRefusal): Opened => ({ type: 'refused', reason });

/** The library's messages are constants; nothing of a message stands in them. In the page they are left out. */
const messageOf = (error: unknown): string =>
  error instanceof GroupError ? error.reason : error instanceof Error ? error.message || error.name : 'unknown';

const partMissing = (): never => {
  throw new GroupError('commit', 'the part that builds commits did not come');
};
