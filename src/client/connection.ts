import type { Cancel } from '../core/ports/clock.js';
import type { Transport } from '../core/ports/transport.js';
import { parseControl, type Control } from '../protocol/control.js';
import { controlFrame } from '../protocol/control-frame.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { EndReason } from '../protocol/event.js';
import { parseFrame, type Frame } from '../protocol/frame.js';
import { isControl, type ControlType } from '../protocol/frame-type.js';
import { ids } from '../protocol/ids.js';
import { closeCodes } from '../protocol/relay-code.js';
import { meaningOfClose, type Reached } from './close-meaning.js';
import type { ConnectionOptions } from './connection-event.js';
import { Liveness } from './liveness.js';

/** From opening the socket to a place: more than a slow phone needs. */
const HANDSHAKE_MS = 15_000;
const BACKOFF_FIRST_MS = 250;
const BACKOFF_MOST_MS = 5_000;
/** Closes a connection that is taken for broken: any code but 1000 keeps the place. */
const BROKEN = 4000;

interface Held {
  readonly conn: Uint8Array;
  token: Uint8Array;
}

/** The way to the relay: opens it, takes a place, notices when it breaks and takes the same place again. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #liveness: Liveness;
  #transport: Transport | undefined;
  #live = false;
  #reached: Reached = 'nothing';
  #held: Held | undefined;
  /** What the relay has been asked and has not answered: an answer that nobody asked for is none. */
  #asked: 'place' | 'return' | undefined;
  /** RESUMED has come, and not yet the answer to the PING behind it. */
  #resumedAs: Control<'RESUMED'> | undefined;
  #seq = 0;
  #tries = 0;
  #lostAt: number | undefined;
  #timer: Cancel | undefined;
  #ended = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    if (options.moved === true) {
      this.#reached = 'place';
      this.#lostAt = options.clock.now();
    }
    this.#liveness = new Liveness(options.clock, {
      ask: () => this.#ask(),
      silent: () => options.emit({ type: 'state', state: 'silent' }),
      dead: () => this.#drop(),
    });
    this.#open();
  }

  /** Frames may be sent: there is a place and nothing is being caught up. */
  get live(): boolean {
    return this.#live;
  }

  send(frame: Uint8Array): void {
    this.#transport?.send(frame);
  }

  /** Does the other side still answer? When it is known to be gone: try again now. */
  probe(): void {
    if (this.#ended) return;
    if (this.#transport === undefined) this.#open();
    else this.#liveness.probe();
  }

  /** Says goodbye and closes; nothing is emitted after it. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#held !== undefined) this.send(controlFrame('LEFT', {}));
    this.#stop();
    this.#transport?.close(closeCodes.left);
  }

  #open(): void {
    this.#timer?.();
    const { clock, connect } = this.#options;
    this.#timer = clock.after(HANDSHAKE_MS, () => this.#drop());
    const transport: Transport = connect({
      open: () => this.#current(transport, () => this.#greet()),
      message: (bytes) => this.#current(transport, () => this.#message(bytes)),
      closed: (code) => this.#current(transport, () => this.#closed(code)),
    });
    this.#transport = transport;
  }

  /** Events of a transport that was given up are nobody's. */
  #current(transport: Transport, run: () => void): void {
    if (transport === this.#transport && !this.#ended) run();
  }

  #greet(): void {
    const { roomId, cap, open, ticket } = this.#options;
    const door = { room: ids.bytes(roomId), cap: cap.bytes };
    this.#asked = this.#held === undefined ? 'place' : 'return';
    if (this.#held !== undefined) {
      this.send(controlFrame('RESUME', { ...door, conn: this.#held.conn, token: this.#held.token, seq: this.#seq }));
      return;
    }
    if (open !== undefined) this.send(open());
    this.send(controlFrame('HELLO', ticket === undefined ? door : { ...door, ticket }));
  }

  #message(bytes: Uint8Array): void {
    if (this.#reached === 'nothing') this.#reached = 'relay';
    if (this.#liveness.heard()) this.#options.emit({ type: 'state', state: 'online' });
    const frame = parseFrame(bytes);
    if (!frame.ok) this.#options.emit({ type: 'garbage' });
    else if (isControl(frame.value.type)) this.#control(frame.value);
    else this.#member(frame.value);
  }

  #member(frame: Frame): void {
    if (this.#held === undefined) return;
    this.#seq = Math.max(this.#seq, frame.seq);
    this.#options.emit({ type: 'frame', frame });
  }

  #control(frame: Frame): void {
    const { emit } = this.#options;
    switch (frame.type) {
      case 'HELLO_OK':
        return this.#read(frame, 'HELLO_OK', (body) => this.#placed(body));
      case 'RESUMED':
        return this.#read(frame, 'RESUMED', (body) => this.#resumed(body));
      case 'PONG':
        return this.#caughtUp();
      case 'PING':
        return this.#read(frame, 'PING', (body) => this.send(controlFrame('PONG', body)));
      case 'LEFT':
        return this.#read(frame, 'LEFT', ({ conn }) => {
          if (conn !== undefined) emit({ type: 'left', conn: ids.conn(conn) });
        });
      case 'LEASE':
        return this.#read(frame, 'LEASE', (body) => emit({ type: 'order', order: { type: 'LEASE', ...body } }));
      case 'COMMIT_NO':
        return this.#read(frame, 'COMMIT_NO', (body) => emit({ type: 'order', order: { type: 'COMMIT_NO', ...body } }));
      case 'RESET':
        return this.#read(frame, 'RESET', () => this.#reset());
      case 'NOTICE':
        return this.#read(frame, 'NOTICE', ({ code, conn, bytes }) =>
          emit({ type: 'notice', code, conn: conn === undefined ? undefined : ids.conn(conn), bytes }),
        );
      case 'ERR':
        return this.#read(frame, 'ERR', (body) => this.#refused(body));
      default:
        return emit({ type: 'garbage' });
    }
  }

  #read<T extends Exclude<ControlType, 'OPEN' | 'HELLO' | 'RESUME' | 'PONG'>>(
    frame: Frame,
    type: T,
    take: (body: Control<T>) => void,
  ): void {
    const body = parseControl(type, frame.body);
    if (body.ok) take(body.value);
    else this.#options.emit({ type: 'garbage' });
  }

  #placed(body: Control<'HELLO_OK'>): void {
    if (this.#asked !== 'place') return this.#options.emit({ type: 'garbage' });
    this.#held = { conn: body.conn, token: body.token };
    this.#seq = body.seq;
    this.#up();
    this.#live = true;
    const { gen, epoch, first, n: others } = body;
    this.#options.emit({
      type: 'placed',
      place: { conn: ids.conn(body.conn), gen, epoch, first, others, taken: [...body.here, ...body.away] },
    });
  }

  /** The answer to this PING comes after all that was missed, and tells the relay that the fresh token has arrived. */
  #resumed(body: Control<'RESUMED'>): void {
    if (this.#held === undefined || this.#asked !== 'return') return this.#options.emit({ type: 'garbage' });
    this.#held.token = body.token;
    this.#resumedAs = body;
    this.#up();
    this.#options.emit({ type: 'resumed', taken: [...body.here, ...body.away] });
    this.#ask();
  }

  #caughtUp(): void {
    const resumed = this.#resumedAs;
    if (resumed === undefined) return;
    this.#resumedAs = undefined;
    this.#live = true;
    this.#options.emit({ type: 'caught-up', here: resumed.here, away: resumed.away, locked: resumed.locked });
  }

  /** The relay has forgotten our place. Whoever sends this can do no more than dropping us could. */
  #reset(): void {
    if (this.#held === undefined) return;
    this.#held = undefined;
    this.#live = false;
    this.#resumedAs = undefined;
    this.#lostAt ??= this.#options.clock.now();
    this.#options.emit({ type: 'reset' });
    this.#greet();
  }

  #up(): void {
    this.#reached = 'place';
    this.#asked = undefined;
    this.#tries = 0;
    this.#timer?.();
    this.#timer = undefined;
    this.#liveness.start();
    if (this.#lostAt !== undefined) this.#options.emit({ type: 'state', state: 'online' });
    this.#lostAt = undefined;
  }

  #refused(body: Control<'ERR'>): void {
    if (body.code === 'resume_gap' || body.code === 'resume_refused') {
      if (this.#asked !== 'return') return this.#options.emit({ type: 'garbage' });
      this.#held = undefined;
      return this.#greet();
    }
    this.#options.emit({ type: 'refused', code: body.code });
    // What came after the refused frame may have been taken: a resume tells what was.
    if (body.code === 'rate') this.#drop(body.retryMs);
    if (body.code === 'epoch') this.#drop(0);
  }

  #ask(): void {
    this.send(controlFrame('PING', { t: this.#options.clock.now() }));
  }

  #drop(waitMs?: number): void {
    const transport = this.#transport;
    if (transport === undefined || this.#ended) return;
    this.#lost(waitMs);
    transport.close(BROKEN);
  }

  #closed(code: number): void {
    const { hosted, ticket, moved } = this.#options;
    const moving = moved === true && this.#held === undefined;
    const meaning = meaningOfClose(code, this.#reached, { hosted, invited: ticket !== undefined, moving });
    if (meaning.type === 'again') this.#lost();
    else this.#end(meaning.reason, meaning.code);
  }

  #lost(waitMs?: number): void {
    const { clock, emit, giveUpMs } = this.#options;
    const now = clock.now();
    this.#stop();
    // Too many are coming at once: wait as told, and ask again.
    if (this.#reached !== 'place' && waitMs === undefined) return this.#end('unreachable', 'UNREACHABLE');
    if (this.#lostAt === undefined) emit({ type: 'state', state: 'reconnecting' });
    this.#lostAt ??= now;
    if (now - this.#lostAt >= giveUpMs) return this.#end('host-gone', 'HOST_GONE');
    const wait = Math.min(waitMs ?? this.#backoff(), this.#lostAt + giveUpMs - now);
    this.#timer = clock.after(wait, () => this.#open());
  }

  /** At once the first time; then twice as long each time, with a random part so that members do not come in step. */
  #backoff(): number {
    const most = Math.min(BACKOFF_MOST_MS, BACKOFF_FIRST_MS * 2 ** (this.#tries - 1));
    const [chance = 0] = this.#options.random(1);
    this.#tries += 1;
    return this.#tries === 1 ? 0 : most * (0.5 + chance / 512);
  }

  #stop(): void {
    this.#live = false;
    this.#resumedAs = undefined;
    this.#asked = undefined;
    this.#liveness.stop();
    this.#timer?.();
    this.#timer = undefined;
    if (!this.#ended) this.#transport = undefined;
  }

  #end(reason: EndReason, code: MemberErrorCode): void {
    if (this.#ended) return;
    this.#stop();
    this.#ended = true;
    this.#options.emit({ type: 'ended', reason, code });
  }
}
