import type { Clock } from '../core/ports/clock.js';
import { fromHex } from '../protocol/bytes.js';
import type { MemberId } from '../protocol/ids.js';
import type { Access } from './access.js';
import type { CipherEvent, RoomCipher } from './cipher/room-cipher.js';
import type { RoomDoor } from './room-door.js';
import type { RoomState } from './room-state.js';
import type { Sender } from './sender.js';

export interface HostRuleOptions {
  readonly clock: Clock;
  readonly door: RoomDoor;
  readonly state: RoomState;
  readonly cipher: Pick<RoomCipher, 'ruling'>;
  readonly say: Sender['say'];
  /** One job after the other, with everything else that touches the cipher. */
  readonly run: (job: () => Promise<void>) => void;
  readonly apply: (events: readonly CipherEvent[]) => void;
  /** Another link of this room. */
  readonly next: () => Access;
  readonly move: (to: Access) => void;
  /** To the relay, when it can be reached now. */
  readonly send: (frame: Uint8Array) => void;
}

/** What the host does to its room. */
export class HostRule {
  readonly #options: HostRuleOptions;
  #rotates = false;
  /** Where the room goes on, once that has been announced. */
  #next: Access | undefined;
  /** Who is here when it is announced. */
  #told: ReadonlySet<MemberId> = new Set();

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

  /** First all who are to go are taken out; who is in then is told the next link, and comes along. */
  rotate(): boolean {
    const { cipher, run, apply, clock } = this.#options;
    const { ruling } = cipher;
    if (ruling === undefined) return false;
    this.#rotates = true;
    run(() => Promise.resolve(apply(ruling.renew(clock.now()))));
    return true;
  }

  /** The next room is open before anybody hears of it. */
  renewed(): void {
    if (!this.#rotates || this.#next !== undefined) return;
    const { door, next, send } = this.#options;
    this.#next = next();
    send(door.frame(this.#next.keys));
    this.#announce(this.#next);
  }

  /**
   * All who were in have been told, or are told when they come back to their places. Who has come in meanwhile could not read it. Nobody
   * else comes in here any more.
   */
  announced(): void {
    const { move, state } = this.#options;
    const next = this.#next;
    if (next === undefined) return;
    if (state.roster.views.some(({ id }) => !this.#told.has(id))) return this.#announce(next);
    this.#rotates = false;
    this.#next = undefined;
    this.lock(true);
    move(next);
  }

  #announce({ secret }: Access): void {
    const { state, say } = this.#options;
    this.#told = new Set(state.roster.views.map(({ id }) => id));
    say('rotate', secret.s.slice());
  }

  /** The connection was broken: what the relay was told may not have come. */
  again(): void {
    const { door, send } = this.#options;
    if (door.removes) send(door.frame());
  }
}
