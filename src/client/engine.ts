import type { Frame } from '../protocol/frame.js';
import type { ConnId } from '../protocol/ids.js';
import { limits } from '../protocol/limits.js';
import { Absence } from './absence.js';
import type { Access } from './access.js';
import type { CipherEvent, Place } from './cipher/room-cipher.js';
import type { ConnectionEvent } from './connection-event.js';
import type { EngineOptions } from './engine-options.js';
import { Flow } from './flow.js';
import type { Hosting } from './hosting.js';
import { JobQueue } from './job-queue.js';
import { makeHosting } from './make-hosting.js';
import type { Gate, Letter } from './outbox.js';
import { Post } from './post.js';
import { PrivateArrival } from './private-arrival.js';
import { RoomLine } from './room-line.js';
import { RoomState } from './room-state.js';
import type { Sender } from './sender.js';
import { Timers } from './timers.js';
import type { View } from './view.js';

/** How long after entering the host must have shown itself, and those of before a break must have come again. */
const SETTLED_MS = 5_000;

/** What runs a member: connection, cipher, sender and room state, one job after the other. */
export class Engine {
  readonly state: RoomState;
  readonly post: Post;
  readonly line: RoomLine;
  /** The host's own member only. */
  readonly hosting: Hosting | undefined;
  readonly #options: EngineOptions;
  readonly #jobs: JobQueue;
  readonly #flow = new Flow();
  readonly #arrival = new PrivateArrival();
  readonly #timers: Timers<'cipher' | 'settled' | 'moved'>;
  #place: Place | undefined;
  #entered = false;
  #joined = false;
  #link: View['connection'] = 'online';
  readonly #absence = new Absence(SETTLED_MS);
  /** We have moved: those who were with us are waited for. */
  #gathers = false;
  /** Of the group: not even a greeting can be sealed. */
  #out = false;

  constructor(options: EngineOptions) {
    const { access, cipher, ended, next, emit, allSent, files } = options;
    const { random, host, clock } = options.member;
    this.#options = options;
    this.#timers = new Timers(clock);
    this.#jobs = new JobQueue((error) => {
      ended('error', 'BUG');
      throw error;
    });
    this.state = new RoomState({
      clock,
      hostFp: access.secret.hostFp,
      presenceConfirms: cipher.presenceConfirms,
      emit,
      file: files.said,
      greet: (conn) => void (this.#entered && this.hosting?.greeter.greet(conn)),
      rotated: (s) => (cipher.ruling === undefined ? undefined : this.#move(next(s))),
      hostEnded: () => ended('host-ended'),
    });
    const say: Sender['say'] = (kind, body, to) => this.post.room.say(kind, body, to);
    const [send, tell] = [(frame: Uint8Array) => this.line.send(frame), (frame: Uint8Array) => this.line.tell(frame)];
    const [gate, apply] = [() => this.#gate(), (events: readonly CipherEvent[]) => this.#apply(events)];
    const arrived = ({ kind }: Letter): void => (kind === 'rotate' ? this.hosting?.rule.announced() : undefined);
    this.post = new Post({ clock, random, cipher, run: this.#jobs.run, send, gate, state: this.state, apply, emit, arrived, allSent });
    const room = { items: () => this.state.log.items, state: this.state, cipher, say };
    const rule = { ...room, run: this.#jobs.run, apply, send: tell, sendLast: send };
    const hosting = makeHosting(host, { keys: access.keys, clock, next, move: (to) => this.#move(to), ...rule });
    this.hosting = hosting;
    const open = hosting === undefined ? {} : { open: () => hosting.door.frame() };
    const emits = { emit: (event: ConnectionEvent): void => (files.heard(event) ? undefined : this.#heard(event)) };
    this.line = new RoomLine({ ...options.member, access, hosted: this.state.hosted, ...open, ...emits });
  }

  /** Everybody who was here has answered, or had their time. */
  get joined(): boolean {
    return this.#joined;
  }

  get placed(): boolean {
    return this.#place !== undefined;
  }

  get link(): View['connection'] {
    return this.#link;
  }

  /** Letters go out now. */
  get flowing(): boolean {
    return this.#gate() === 'open';
  }

  /** Nothing happens after it. The cipher's secrets may be gone already. */
  stop(): void {
    this.line.leave();
    this.#jobs.stop();
    this.#timers.stop();
    this.state.typing.stop();
    this.post.stop();
  }

  /** All go on by another link, with the same keys of their own. What the relay has not ordered here goes out again there. */
  #move(to: Access): void {
    const { cipher, member, moved } = this.#options;
    cipher.ruling?.move(to.keys);
    this.hosting?.door.move(to.keys);
    this.#absence.moved(member.clock.now());
    this.line.move(to);
    moved(to);
    // What follows is no break: whoever looks on is told first.
    this.state.moved();
    this.#timers.set('moved', limits.awayMs, () => this.state.removeStale());
    this.#setLink('reconnecting');
  }

  #heard(event: ConnectionEvent): void {
    switch (event.type) {
      case 'state':
        return this.#setLink(event.state);
      case 'ended':
        // What came before the end is heard first: the host may have said why.
        return this.#job(() => Promise.resolve(this.#options.ended(event.reason, event.code)));
      case 'placed':
        return this.#flowAfter(() => this.#enter(event.place));
      case 'frame':
        return this.#arrived(event.frame);
      case 'resumed':
        return this.#job(() => Promise.resolve(this.#options.cipher.catchUp(event.taken)));
      case 'caught-up':
        return this.#flowAfter(() => Promise.resolve(this.#catchUp(event)));
      case 'order':
        return this.#job(async () => this.#apply(await this.#options.cipher.order(event.order, this.#options.member.clock.now())));
      case 'reset':
        return this.#setLink('reconnecting');
      case 'left':
        return this.#job(() => Promise.resolve(this.#left(event.conn)));
      case 'notice':
        return this.#notice(event.code, event.conn);
      case 'garbage':
        return this.state.warn('MESSAGES_REFUSED', { reason: 'frame' });
      case 'refused':
        // Before that, nothing of a person's has been sent.
        if (event.code === 'rate' && this.#entered) this.state.warn('RATE');
        if (event.code === 'epoch')
          this.#job(async () => this.#apply(await this.#options.cipher.outOfStep(this.#options.member.clock.now())));
        return;
    }
  }

  async #enter(place: Place): Promise<void> {
    this.#place = place;
    this.#entered = false;
    this.#out = false;
    this.state.doubt();
    this.post.room.restart();
    this.state.roster.markStale();
    if (this.#joined) this.#timers.set('settled', SETTLED_MS, this.#settled);
    this.state.put(this.#options.self(place), true);
    const now = this.#options.member.clock.now();
    this.#absence.anew(now);
    this.#apply(await this.#options.cipher.enter(place, now));
  }

  #arrived(frame: Frame): void {
    const missing = (): void => this.state.warn('PART_MISSING', { reason: 'private-came' });
    void this.#arrival.take(frame, () => this.#job(() => this.#frame(frame)), missing);
  }

  async #frame(frame: Frame): Promise<void> {
    if (!this.post.acknowledge(frame)) this.#apply(await this.#options.cipher.open(frame, this.#options.member.clock.now()));
  }

  /** Cipher events in order; then what it wants said goes out, and its next wish is noted. */
  #apply(events: readonly CipherEvent[]): void {
    for (const event of events) this.#take(event);
    const { clock } = this.#options.member;
    const { wakeAt } = this.#options.cipher;
    this.#timers.set('cipher', wakeAt === undefined ? undefined : wakeAt - clock.now(), () => {
      this.#job(async () => this.#apply(await this.#options.cipher.tick(clock.now())));
    });
    this.post.pump();
  }

  #take(event: CipherEvent): void {
    switch (event.type) {
      case 'say':
        return this.post.room.sayFirst(event.kind, event.body, event.to);
      case 'send':
        return this.line.send(event.frame);
      case 'sync':
        return this.post.room.sayFirst('sync', this.#options.cipher.syncBody(this.post.counts), []);
      case 'out':
        this.#entered = false;
        this.#out = true;
        this.state.doubt();
        this.#absence.begin(this.#options.member.clock.now());
        return;
      case 'renewed':
        return this.hosting?.rule.renewed();
      case 'entered':
        return this.#enteredRoom();
      case 'private':
      case 'private-open':
      case 'private-lost':
        return this.post.private?.apply(event);
      default:
        return this.state.apply(event);
    }
  }

  #enteredRoom(): void {
    const first = !this.#joined;
    const { clock } = this.#options.member;
    this.#gathers ||= this.#absence.moving;
    const lost = this.#absence.end(clock.now());
    if (!first && lost !== undefined) this.state.add({ type: 'absent', ms: lost });
    this.#out = false;
    this.#entered = true;
    this.#joined = true;
    this.state.enter();
    this.hosting?.rule.entered();
    this.post.private?.entered();
    if (first) this.#options.emit({ type: 'joined' });
    if (first) this.hosting?.entitle();
    const { self } = this.state.roster;
    if (first && self !== undefined && self.shown !== self.nick) this.state.warn('NICK_TAKEN', { reason: 'shown', name: self.shown });
    this.#timers.set('settled', SETTLED_MS, this.#settled);
  }

  readonly #settled = (): void => {
    if (!this.state.confirmed) this.state.warn(this.state.hosted ? 'HOST_ABSENT' : 'GROUP_UNCONFIRMED');
    if (this.#entered) this.state.removeStale();
    this.hosting?.rule.settled();
    this.#gathers = false;
    this.post.pump();
    this.#options.files.look();
  };

  /** Only now: who has left since may have said something that was missed. */
  #catchUp({ here, away, locked }: Extract<ConnectionEvent, { type: 'caught-up' }>): void {
    this.state.setLocked(locked);
    const taken = [...here, ...away];
    for (const conn of here) this.state.setAway(conn, false);
    for (const conn of away) this.state.setAway(conn, true);
    this.#absence.made();
    this.hosting?.rule.again();
    this.#apply(this.#options.cipher.only(taken, this.#options.member.clock.now()));
    this.post.again();
  }

  /** Nobody can take the host out of the group: whoever stays behind sees at least that it is not there. */
  #left(conn: ConnId): void {
    this.#apply(this.#options.cipher.left(conn, this.#options.member.clock.now()));
    if (this.state.roster.at(conn).some(({ role }) => role === 'host')) this.state.setAway(conn, true);
  }

  #notice(code: string, conn: ConnId | undefined): void {
    if (code === 'came' && conn !== undefined) this.#job(() => Promise.resolve(this.#options.cipher.came(conn)));
    if (code === 'exposed') this.state.warn('LINK_EXPOSED');
    if (code === 'locked' || code === 'unlocked') this.state.setLocked(code === 'locked');
    if ((code === 'away' || code === 'back') && conn !== undefined)
      this.#job(() => Promise.resolve(this.state.setAway(conn, code === 'away')));
  }

  #setLink(link: View['connection']): void {
    if (link === 'reconnecting') {
      this.#flow.close();
      this.#absence.begin(this.#options.member.clock.now());
    }
    this.#link = link;
    this.#options.emit({ type: 'changed' });
  }

  #gate(): Gate {
    if (!this.line.live || !this.#flow.open || this.#out) return 'closed';
    if (!this.#entered) return 'entering';
    return this.#gathers && this.state.roster.returning ? 'gathering' : 'open';
  }

  #flowAfter(job: () => Promise<void>): void {
    const token = this.#flow.close();
    this.#job(async () => {
      await job();
      this.#flow.reach(token);
      this.post.pump();
    });
  }

  /** Something that came over our line. */
  #job(job: () => Promise<void>): void {
    this.#jobs.run(this.line.still(() => job().then(this.#options.files.look)));
  }
}
