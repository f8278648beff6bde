import { toHex } from '../protocol/bytes.js';
import type { Frame } from '../protocol/frame.js';
import type { MemberCount } from './cipher/room-cipher.js';
import type { MemberId } from '../protocol/ids.js';
import { parsed, type Parsed } from '../protocol/parsed.js';
import type { PayloadKind } from '../protocol/payload.js';
import { WAITING_MOST, type Letter } from './outbox.js';
import { Pace } from './pace.js';
import type { PrivateMessages, PrivateOptions } from './private-messages.js';
import { privatePart } from './private-part.js';
import { refuse } from './refuse.js';
import { Sender, type SenderOptions } from './sender.js';

export interface PostOptions extends Omit<PrivateOptions & SenderOptions, 'pace' | 'flowing' | 'fewer' | 'cipher'> {
  readonly cipher: PrivateOptions['cipher'] & SenderOptions['cipher'];
  /** This has its place in the order. */
  readonly arrived: (letter: Letter) => void;
  /** Everything that was said has been ordered. */
  readonly allSent: () => void;
}

/** All that a member sends: what is for the room, and what is for one. */
export class Post {
  readonly room: Sender;
  readonly #options: PostOptions;
  readonly #pace = new Pace();
  #private: PrivateMessages | undefined;

  constructor(options: PostOptions) {
    this.#options = options;
    this.room = new Sender({ ...options, pace: this.#pace });
  }

  /** Absent until its part is there. */
  get private(): PrivateMessages | undefined {
    if (this.#private !== undefined || privatePart.now === undefined) return this.#private;
    const { gate } = this.#options;
    const own = { pace: this.#pace, flowing: () => gate() === 'open', fewer: () => this.#fewer() };
    this.#private = new privatePart.now.PrivateMessages({ ...this.#options, ...own });
    return this.#private;
  }

  /** To the room, or to one member alone; nothing of it is shown by itself. `reason` is a MemberErrorCode. */
  say(kind: PayloadKind, body: Uint8Array, to: MemberId | undefined): Parsed<string> {
    if (to !== undefined) return this.private?.send(to, kind, body) ?? refuse('PART_MISSING');
    return this.room.length >= WAITING_MOST ? refuse('RATE') : parsed(this.room.say(kind, body));
  }

  /** Letters that nobody has acknowledged. */
  get unacknowledged(): number {
    return this.room.unacknowledged + (this.#private?.unacknowledged ?? 0);
  }

  /** Our own last, and what has come of the others. */
  get counts(): readonly MemberCount[] {
    const { state } = this.#options;
    const { self } = state.roster;
    return [...state.counts, ...(self === undefined ? [] : [{ id: self.id, ...this.room.count }])];
  }

  /** A frame has come: whether it was one of ours. */
  acknowledge(frame: Frame): boolean {
    const letter = (frame.type === 'DM' ? this.#private : this.room)?.acknowledge(frame.body);
    if (letter === undefined) return false;
    this.#options.arrived(letter);
    this.#options.state.messages.setState(toHex(letter.id), 'sent');
    this.#fewer();
    this.pump();
    return true;
  }

  /** The old place, and all that was missed has come: what has not come back has not arrived. */
  again(): void {
    this.room.again();
    this.#private?.again();
  }

  pump(): void {
    this.room.pump();
    this.#private?.pump();
  }

  stop(): void {
    this.room.stop();
    this.#private?.stop();
  }

  #fewer(): void {
    if (this.unacknowledged === 0) this.#options.allSent();
  }
}
