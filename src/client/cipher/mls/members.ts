import { flagsOf } from '../../../crypto/commit-policy.js';
import type { GroupLeaf, Processed } from '../../../crypto/group-types.js';
import type { Group } from '../../../crypto/group.js';
import type { ConnId, MemberId } from '../../../protocol/ids.js';
import { limits } from '../../../protocol/limits.js';
import { parseNick } from '../../../protocol/nick.js';
import type { Payload } from '../../../protocol/payload.js';
import { decodeUtf8 } from '../../../protocol/utf8.js';
import type { CipherEvent, Identity } from '../room-cipher.js';
import type { Scope } from './scope.js';
import { Voices } from './voices.js';

export type Applied = Extract<Processed, { readonly type: 'applied' }>;

/** Nicks of those who left are kept for their return, up to so many. */
const NICKS_MOST = 4 * limits.membersMost;

/** Who is in the group's tree, as events: the list of members is the list of those who can read. */
export class Members {
  /** Everybody in the tree but ourselves. */
  readonly #known = new Map<MemberId, ConnId>();
  /** A leaf keeps the nick that it came with. */
  readonly #nicks = new Map<MemberId, string>();
  readonly voices = new Voices();

  /** Everybody, once more. */
  all(group: Group, scope: Scope): readonly CipherEvent[] {
    const before = [...this.#known.keys()];
    this.#known.clear();
    const here = group.leaves.filter((leaf) => leaf.index !== group.self.index);
    const events = here.map((leaf) => this.#come(leaf, scope));
    return [...before.filter((id) => !this.#known.has(id)).map((id): CipherEvent => ({ type: 'gone', id })), ...events];
  }

  /** At a fresh place, here or in another room: who has not come again yet has not gone. */
  anew(): void {
    this.#known.clear();
  }

  /** After a commit. Who was replaced by itself has not gone. */
  changed({ commit, removed, added }: Applied, group: Group, scope: Scope, now: number): readonly CipherEvent[] {
    const came = added.map((leaf) => this.#come(leaf, scope));
    const stays = new Set(added.map((leaf) => scope.identityOf(leaf).id));
    const gone = removed.filter((leaf) => !stays.has(scope.identityOf(leaf).id));
    const heard = (leaf: GroupLeaf): boolean => this.voices.has(scope.identityOf(leaf).conn, now);
    const flags = flagsOf(gone, commit, heard);
    const committer = group.leaves.find(({ index }) => index === commit.sender && index !== group.self.index);
    const events = gone.map((leaf): CipherEvent => {
      const { id } = scope.identityOf(leaf);
      this.#known.delete(id);
      const flagged = committer !== undefined && flags.some((flag) => flag.removed === leaf.index);
      return flagged ? { type: 'gone', id, by: scope.identityOf(committer).id } : { type: 'gone', id };
    });
    return [...events, ...came];
  }

  /** Who can read is in the tree; the relay's word changes nothing of it. */
  left(conn: ConnId): readonly CipherEvent[] {
    this.voices.left(conn);
    return [];
  }

  identityOf(leaf: GroupLeaf, scope: Scope): Identity {
    const identity = scope.identityOf(leaf);
    return { ...identity, nick: this.#nicks.get(identity.id) ?? identity.nick };
  }

  said(id: MemberId, payload: Payload): void {
    if (payload.kind !== 'nick') return;
    const nick = parseNick(decodeUtf8(payload.body.subarray(0, 4 * limits.nickChars)) ?? '');
    if (!nick.ok) return;
    this.#nicks.set(id, nick.value);
    for (const oldest of this.#nicks.keys()) {
      if (this.#nicks.size <= NICKS_MOST) break;
      this.#nicks.delete(oldest);
    }
  }

  #come(leaf: GroupLeaf, scope: Scope): CipherEvent {
    const member = this.identityOf(leaf, scope);
    this.#known.set(member.id, member.conn);
    return { type: 'member', member };
  }
}
