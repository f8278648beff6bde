import type { GroupLeaf } from '../../../crypto/group-types.js';
import type { Group } from '../../../crypto/group.js';
import { labels } from '../../../crypto/labels.js';
import type { Frame } from '../../../protocol/frame.js';
import type { MemberId } from '../../../protocol/ids.js';
import { privatePart } from '../../private-part.js';
import type { CipherEvent, PrivateCipher } from '../room-cipher.js';
import { earliest } from './deadlines.js';
import type { PrivateGroups } from './private-groups.js';
import { PrivateSecrets } from './private-secrets.js';
import type { MlsOptions, Scope } from './scope.js';

const SECRET_BYTES = 32;

/** Where private messages begin: until somebody says something to one alone, only what that will need is kept. */
export class PrivateDoor implements PrivateCipher {
  readonly #options: MlsOptions;
  readonly #nick: () => string;
  readonly #secrets = new PrivateSecrets();
  #groups: PrivateGroups | undefined;
  #scope: Scope | undefined;
  #room: Group | undefined;
  #behind = false;

  constructor(options: MlsOptions, nick: () => string) {
    this.#options = options;
    this.#nick = nick;
  }

  get wakeAt(): number | undefined {
    return earliest(this.#secrets.expiresAt, this.#groups?.wakeAt);
  }

  /** In the room's group: what was before is over, for the others too. */
  async entered(scope: Scope, room: Group, now: number): Promise<void> {
    this.leave();
    this.#scope = scope;
    this.#groups?.entered(scope);
    await this.epoch(room, [], now);
  }

  /** An epoch of the room begins. Who was removed, even to come back at once, has none of the groups any more. */
  async epoch(room: Group, removed: readonly GroupLeaf[], now: number): Promise<readonly CipherEvent[]> {
    this.#room = room;
    this.#secrets.add(room.epoch, await room.exporter(labels.dmSecret, new Uint8Array(0), SECRET_BYTES), now);
    return this.#groups?.epoch(room, removed) ?? [];
  }

  /** Out of the room's group, to come back: nothing goes out. */
  out(): void {
    this.#room = undefined;
    this.#groups?.out();
  }

  leave(): void {
    this.#groups?.leave();
    this.#secrets.wipe();
    this.#scope = undefined;
    this.#room = undefined;
    this.#behind = false;
  }

  catchUp(): void {
    this.#behind = true;
    this.#groups?.catchUp();
  }

  caughtUp(now: number): void {
    this.#behind = false;
    this.#groups?.caughtUp(now);
  }

  isOpen(to: MemberId): boolean {
    return this.#groups?.isOpen(to) === true;
  }

  begin(to: MemberId, now: number): Promise<readonly CipherEvent[]> {
    return this.#needed().begin(to, now);
  }

  seal(to: MemberId, encoded: Uint8Array): Promise<Uint8Array> {
    return this.#needed().seal(to, encoded);
  }

  binding(to: MemberId): Promise<Uint8Array> {
    return this.#needed().binding(to);
  }

  /** A DM frame. */
  open(frame: Frame, now: number): Promise<readonly CipherEvent[]> {
    return this.#needed().open(frame, now);
  }

  async tick(now: number): Promise<readonly CipherEvent[]> {
    this.#secrets.expire(now);
    return (await this.#groups?.tick(now)) ?? [];
  }

  /** Whoever calls has seen to it that the part is there. */
  #needed(): PrivateGroups {
    if (this.#groups !== undefined) return this.#groups;
    if (privatePart.now === undefined) throw new Error('private messages without their part');
    const groups = new privatePart.now.PrivateGroups(this.#options, this.#nick, this.#secrets);
    this.#groups = groups;
    if (this.#scope !== undefined) groups.entered(this.#scope);
    if (this.#room !== undefined) groups.epoch(this.#room, []);
    if (this.#behind) groups.catchUp();
    return groups;
  }
}
