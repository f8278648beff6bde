import { ChatError } from '../../protocol/chat-error.js';
import type { Settings } from '../config/schema.js';
import { durationWords } from '../config/duration.js';
import type { Life } from '../life/life.js';
import type { Reporter } from '../output/reporter.js';
import { doing, DoorReport } from './doors/door-report.js';
import type { Door, DoorState } from './doors/door.js';
import { Doors } from './doors/doors.js';
import type { DoorPlan } from './doors/plan-doors.js';
import { readsKeys } from './keys.js';
import type { Progress } from './live-list.js';
import type { OpenSession } from './open-session.js';
import { shareWay, showAtOnce, showFurther } from './share.js';
import { linkOnScreen } from './show-link.js';
import { Ways } from './ways.js';

export interface SharingOptions {
  readonly session: OpenSession;
  readonly plan: DoorPlan;
  readonly settings: Settings;
  readonly life: Life;
  readonly reporter: Reporter;
}

/** How a room is reached: its doors as they open and close, and the links that people are shown. */
export class Sharing {
  readonly ways: Ways;
  /** Called when `progress`, `canReopen` or `canOpenLan` may have changed. `often`: many times a second. */
  changed: (often: boolean) => void = () => {};
  readonly #options: SharingOptions;
  readonly #doors: Doors;
  readonly #report: DoorReport;
  /** Links that stand on the screen. */
  readonly #shown = new Set<string>();
  /** Links with which all was said: the code, how far it reaches, who sees what. */
  readonly #told = new Set<string>();
  #settled = false;
  #openedAt = 0;
  #lastFailure: ChatError | undefined;

  constructor(options: SharingOptions) {
    const { session, plan, settings, life, reporter } = options;
    this.#options = options;
    this.#doors = new Doors({ doors: plan.doors, port: session.port, clock: life.clock, heard: (door, state) => this.#heard(door, state) });
    this.ways = new Ways({
      key: session.key,
      local: session.local,
      lan: () => session.lan.origin,
      doors: () => this.#doors.addresses,
    });
    this.#report = new DoorReport({
      reporter,
      terse: readsKeys(settings, reporter),
      linkOf: (origin) => this.ways.linkOf(origin),
      isEnd: () => this.#isEnd(),
    });
  }

  /** What can be used at once; then the doors begin to open. */
  async begin(): Promise<void> {
    const { session, plan, settings, life, reporter } = this.#options;
    if (plan.lack !== undefined) reporter.warning(plan.lack);
    if (settings.lan && this.ways.lan === undefined)
      reporter.note('This computer has no address of its own in a network: --lan opens nothing.');
    this.#showAtOnce();
    if (plan.doors.length === 0) return this.#settle();
    this.#openedAt = life.clock.now();
    life.shutdown.closer.add('doors', () => this.#doors.close());
    // Newest first: who came through a door hears that the session has ended before the door goes.
    life.shutdown.closer.add('farewell', () => session.farewell());
    this.#doors.open();
  }

  /** The room has another link: all that stood on the screen leads nowhere, so it is shown anew. */
  async relink(): Promise<void> {
    this.#shown.clear();
    this.#told.clear();
    this.#showAtOnce();
    if (this.#settled) await this.#settle();
  }

  /** Resolves when the best way in is known and shown. False when the session ends instead. */
  async settle(): Promise<boolean> {
    const { life } = this.#options;
    if (this.#settled) return true;
    await this.#doors.settled;
    if (life.ending.aborted) return false;
    if (this.#isEnd()) {
      life.end({ reason: 'error', error: this.#lastFailure ?? new ChatError('BUG', 'a door failed without a reason') });
      return false;
    }
    await this.#settle();
    return !life.ending.aborted;
  }

  /** What is being opened, while it is. */
  get progress(): Progress | undefined {
    const { opening } = this.#doors;
    if (opening.length === 0) return undefined;
    const time = durationWords(this.#options.life.clock.now() - this.#openedAt);
    const parts = opening.map(({ name, state }) => `${name}: ${doing(state) ?? ''}`);
    return { text: `${parts.join(', ')}, ${time}`, short: `${opening.length} ${opening.length === 1 ? 'door' : 'doors'} opening, ${time}` };
  }

  get canReopen(): boolean {
    return this.#doors.failed;
  }

  /** Tries again what has failed. */
  reopen(): void {
    const { life, reporter } = this.#options;
    if (!this.canReopen) return reporter.note('There is no door to open again.');
    this.#openedAt = life.clock.now();
    reporter.note(`Trying again: ${this.#doors.reopen().join(', ')}.`);
  }

  get canOpenLan(): boolean {
    return !this.#options.settings.lan && this.ways.lan === undefined;
  }

  /** Opens the room to the network of this computer, as --lan does. */
  async openLan(): Promise<void> {
    const { session, settings, life, reporter } = this.#options;
    if (!this.canOpenLan) return this.#lanAgain();
    try {
      await session.lan.open();
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      return life.ending.aborted ? undefined : reporter.warning(error);
    }
    const { lan } = this.ways;
    if (life.ending.aborted || (lan !== undefined && this.#shown.has(lan.link))) return;
    if (lan === undefined) return reporter.note('This computer has no address of its own in a network: nothing was opened.');
    this.#shown.add(lan.link);
    this.#told.add(lan.link);
    reporter.note('In this network:');
    await shareWay({ way: lan, again: false, secret: session.key(), settings }, reporter);
    this.changed(false);
  }

  #lanAgain(): void {
    const { lan } = this.ways;
    const { reporter } = this.#options;
    if (lan === undefined)
      return reporter.note('This room is open to the network already (--lan), but this computer has no address in one.');
    reporter.note('The room is open to the network of this computer already:');
    linkOnScreen(lan.link, reporter);
  }

  #heard(door: Door, state: DoorState): void {
    if (this.#options.life.ending.aborted) return;
    if ('url' in state) this.#options.session.answerTo(state.url);
    if (state.state === 'failed') this.#lastFailure = new ChatError(state.code, state.why === '' ? undefined : state.why);
    this.#report.heard(door, state);
    if (this.#settled && state.state === 'ready') void this.#showNew();
    this.changed(state.state === 'downloading');
  }

  /** What needs no door. With --quiet there is one result, the best link. */
  #showAtOnce(): void {
    const { plan, settings, reporter } = this.#options;
    if (settings.quiet || (plan.doors.length === 0 && this.ways.lan === undefined)) return;
    showAtOnce(this.ways, reporter);
    for (const way of [this.ways.local, this.ways.lan]) if (way !== undefined) this.#shown.add(way.link);
  }

  /** No door is left, and this session was to have one. */
  #isEnd(): boolean {
    const { plan } = this.#options;
    return !this.#settled && !plan.optional && this.#doors.addresses.length === 0 && this.#doors.opening.length === 0;
  }

  async #settle(): Promise<void> {
    const { session, settings, reporter } = this.#options;
    const { best } = this.ways;
    this.#settled = true;
    const again = this.#shown.has(best.link);
    this.#shown.add(best.link);
    if (!this.#told.has(best.link)) await shareWay({ way: best, again, secret: session.key(), settings }, reporter);
    await this.#showNew();
  }

  /** Links that nobody has seen yet: of further doors, and of one that was opened again. */
  async #showNew(): Promise<void> {
    const { session, settings, reporter } = this.#options;
    const { best } = this.ways;
    for (const way of this.ways.public.filter(({ link }) => !this.#shown.has(link))) {
      this.#shown.add(way.link);
      if (way.link === best.link) await shareWay({ way, again: false, secret: session.key(), settings }, reporter);
      else showFurther(way, reporter);
    }
  }
}
