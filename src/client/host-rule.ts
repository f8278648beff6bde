import type { Clock } from '../core/ports/clock.js';
import { fromHex } from '../protocol/bytes.js';
import type { MemberId } from '../protocol/ids.js';
import type { Access } from './access.js';
import type { CipherEvent, RoomCipher } from './cipher/room-cipher.js';
import type { RoomDoor } from './room-door.js';
import type { RoomState } from './room-state.js';
import type { Sender } from './sender.js';
import type { ViewMember } from './view.js';

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
  /** To the relay, before we leave: also while what was missed is still coming. */
  readonly sendLast: (frame: Uint8Array) => void;
}

/** What the host does to its room. */
export class HostRule {
  readonly #options: HostRuleOptions;
  #rotates = false;
  /** Where the room goes on. */
  #next: Access | undefined;
  /** Who was here when it was announced in this group; undefined: it was not. */
  #told: ReadonlySet<MemberId> | undefined;
  /** We have gone on to the next room, and wait for the others. */
  #waits = false;
  /** What was asked of the lock meanwhile. */
  #lockLater: boolean | undefined;

  constructor(options: HostRuleOptions) {
    this.#options = options;
  }

  /** False: not at once, for it would shut out those who are on their way to the next link. */
  lock(locked: boolean): boolean {
    const waits = this.#rotates || this.#waits;
    this.#lockLater = waits ? locked : undefined;
    if (!waits) this.#lock(locked);
    return !waits;
  }

  #lock(locked: boolean): void {
    const { door, send } = this.#options;
    door.locked = locked;
    send(door.frame());
  }

  /** First the word, so that all know why; then the relay ends the place, and the group goes on without it. */
  kick(id: MemberId): boolean {
    const { door, state, cipher, say, run, apply, send } = this.#options;
    const identity = state.roster.identityOf(id);
    const { self } = state.roster;
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
    if (this.#options.cipher.ruling === undefined) return false;
    this.#rotates = true;
    this.#begin();
    return true;
  }

  /** A group that is entered: others may have to come in as well before they can be told anything. */
  entered(): void {
    this.#told = undefined;
    this.#options.cipher.ruling?.close(false);
  }

  /** Who was here before is in the group again, or does not come. */
  settled(): void {
    if (this.#rotates && this.#told === undefined) return this.#begin();
    if (this.#rotates) return;
    this.#waits = false;
    if (this.#lockLater !== undefined) this.lock(this.#lockLater);
  }

  /** The next room is open before anybody hears of it, and nobody is let into this one who could not. */
  renewed(): void {
    if (!this.#rotates || this.#told !== undefined || this.#gathers) return;
    const { cipher, door, next, send } = this.#options;
    this.#next ??= next();
    cipher.ruling?.close(true);
    send(door.frame(this.#next.keys));
    this.#announce(this.#next);
  }

  /** All who are in have been told, or are told when they come back to their places. Nobody else comes in here any more. */
  announced(): void {
    const { door, move, state, sendLast } = this.#options;
    const [next, told] = [this.#next, this.#told];
    // Said for a group that was given up meanwhile: it is said again, when all are in this one.
    if (next === undefined || told === undefined || this.#gathers) return;
    const untold = state.roster.views.filter(({ id }) => !told.has(id));
    if (untold.length > 0) return this.#announce(next, untold);
    this.#rotates = false;
    this.#next = undefined;
    this.#waits = true;
    this.entered();
    door.locked = true;
    sendLast(door.frame());
    move(next);
  }

  /** Some are still on their way into the group. */
  get #gathers(): boolean {
    return this.#options.state.roster.returning;
  }

  #begin(): void {
    const { cipher, run, apply, clock } = this.#options;
    run(() => Promise.resolve(this.#gathers ? undefined : apply(cipher.ruling?.renew(clock.now()) ?? [])));
  }

  /** To some alone it is not counted: the others are gone, and would miss it. */
  #announce({ secret }: Access, to: readonly ViewMember[] = []): void {
    const { state, say } = this.#options;
    const { roster } = state;
    this.#told = new Set(roster.views.map(({ id }) => id));
    const conns = to.flatMap(({ id }) => roster.identityOf(id)?.conn ?? []);
    say('rotate', secret.s.slice(), conns);
  }

  /** The connection was broken: what the relay was told may not have come. */
  again(): void {
    const { door, send } = this.#options;
    if (door.removes) send(door.frame());
    if (this.#next !== undefined) send(door.frame(this.#next.keys));
  }
}
