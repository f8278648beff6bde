import { fromHex } from '../protocol/bytes.js';
import type { MemberId } from '../protocol/ids.js';
import type { CipherEvent, RoomCipher } from './cipher/room-cipher.js';
import type { RoomDoor } from './room-door.js';
import type { RoomState } from './room-state.js';
import type { Sender } from './sender.js';

export interface HostRuleOptions {
  readonly door: RoomDoor;
  readonly state: RoomState;
  readonly cipher: Pick<RoomCipher, 'ruling'>;
  readonly say: Sender['say'];
  /** One job after the other, with everything else that touches the cipher. */
  readonly run: (job: () => Promise<void>) => void;
  readonly apply: (events: readonly CipherEvent[]) => void;
  /** To the relay, when it can be reached now. */
  readonly send: (frame: Uint8Array) => void;
}

/** What the host does to its room. */
export class HostRule {
  readonly #options: HostRuleOptions;

  constructor(options: HostRuleOptions) {
    this.#options = options;
  }

  lock(locked: boolean): void {
    const { door, send } = this.#options;
    door.locked = locked;
    send(door.frame());
  }

  /** First the word, so that all know why; then the relay ends the place, and the group goes on without it. */
  kick(id: MemberId): boolean {
    const { door, state, cipher, say, run, apply, send } = this.#options;
    const identity = state.roster.identityOf(id);
    const self = state.roster.views.find((member) => member.self);
    if (identity === undefined || self === undefined || id === self.id) return false;
    state.removals.note(id, self);
    say('kick', fromHex(id) ?? new Uint8Array(0));
    door.remove(identity.conn);
    run(() => {
      send(door.frame());
      apply(cipher.ruling?.ban(identity) ?? []);
      return Promise.resolve();
    });
    return true;
  }

  /** The connection was broken: what the relay was told may not have come. */
  again(): void {
    const { door, send } = this.#options;
    if (door.removes) send(door.frame());
  }
}
