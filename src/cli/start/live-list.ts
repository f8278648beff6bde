import type { Member, MemberEvent } from '../../client/member-api.js';
import type { View } from '../../client/view.js';
import type { Cancel } from '../../core/ports/clock.js';
import { countdown, durationWords } from '../config/duration.js';
import { happeningLine } from '../output/member-lines.js';
import type { Reporter } from '../output/reporter.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import type { Deadlines } from './deadlines.js';
import { statusLine, type StatusPart } from './status-line.js';

const REFRESH_MS = 50;

/** What is being opened, for how long. */
export type Progress = Required<Pick<StatusPart, 'text' | 'short'>>;

export interface LiveListOptions {
  readonly member: Member;
  readonly reporter: Reporter;
  readonly deadlines: Deadlines;
  /** Keys are read. */
  readonly keys: boolean;
  /** Shows the time that is left. */
  readonly countdown: boolean;
  /** How the room is reached: what is being opened, and what could be opened. */
  readonly sharing: { readonly progress: Progress | undefined; readonly canReopen: boolean; readonly canOpenLan: boolean };
}

/** Everyone but the host. */
export const guestCount = (view: View): number => view.members.filter(({ self }) => !self).length;

/** Joins and leaves as they happen, and below them who is here and what the keys do. No message is shown. */
export class LiveList {
  readonly #options: LiveListOptions;
  readonly #openedAt: number;
  readonly #off: () => void;
  #hadGuest = false;
  #messages = 0;
  #ended = false;
  #pending: Cancel | undefined;
  #ticking = false;

  constructor(options: LiveListOptions) {
    this.#options = options;
    this.#openedAt = options.reporter.clock.now();
    this.#off = options.member.on((event) => this.#heard(event));
    this.refresh();
  }

  /** Draws the line below again, and goes on doing so while a time in it changes. */
  refresh(): void {
    if (this.#ended) return;
    this.#options.reporter.screen.status(this.#options.keys ? this.#status() : undefined);
    if (this.#options.countdown || this.#options.sharing.progress !== undefined) this.#tick();
  }

  close(): void {
    this.#ended = true;
    this.#off();
    this.#options.reporter.screen.status(undefined);
  }

  #heard(event: MemberEvent): void {
    if (event.type === 'item') this.#item(event);
    if (event.type === 'item' || event.type === 'changed') this.refreshSoon();
  }

  #item({ item }: Extract<MemberEvent, { type: 'item' }>): void {
    const { reporter, member } = this.#options;
    if (item.type === 'message') {
      this.#messages += 1;
    } else if (item.type === 'warning') {
      reporter.warning(item);
    } else if (!('member' in item && item.member.self)) {
      reporter.line(happeningLine(item, member.view.members.length, reporter.screen), 2);
      if (item.type === 'member-joined') this.#firstGuest();
    }
  }

  #firstGuest(): void {
    if (this.#hadGuest) return;
    this.#hadGuest = true;
    const { reporter } = this.#options;
    reporter.line(reporter.screen.palette.faint(safe`first guest in ${durationWords(reporter.clock.now() - this.#openedAt)}`));
  }

  /** A busy room, or a download, does not make a busy terminal. */
  refreshSoon(): void {
    this.#pending ??= this.#options.reporter.clock.after(REFRESH_MS, () => {
      this.#pending = undefined;
      this.refresh();
    });
  }

  /** As much of it as the terminal is wide: what matters least goes first, how to end it last. */
  #status(): SafeText {
    const { member, reporter, deadlines, sharing } = this.#options;
    const { view } = member;
    const count = guestCount(view);
    const left = this.#options.countdown && deadlines.endsAt !== undefined ? deadlines.endsAt - reporter.clock.now() : undefined;
    const facts: readonly StatusPart[] = [
      ...(sharing.progress === undefined ? [] : [{ ...sharing.progress, worth: 8 }]),
      { text: `${count === 0 ? 'no' : count} ${count === 1 ? 'guest' : 'guests'}`, worth: 5 },
      { text: `${this.#messages} ${this.#messages === 1 ? 'message' : 'messages'}`, worth: 1 },
      ...(view.locked ? [{ text: 'locked', worth: 6 }] : []),
      ...(left === undefined ? [] : [{ text: `ends in ${countdown(left)}`, worth: 7 }]),
    ];
    const keys: readonly StatusPart[] = [
      { text: 'c copy', worth: 4 },
      { text: 'q QR', worth: 3 },
      { text: view.locked ? 'l unlock' : 'l lock', worth: 2 },
      ...(view.mode === 'mls' ? [{ text: 'R new link', worth: 2 }] : []),
      ...(sharing.canOpenLan ? [{ text: 'L open to network', worth: 2 }] : []),
      ...(sharing.canReopen ? [{ text: 't try again', worth: 4 }] : []),
      { text: 'Ctrl+C end', worth: 8 },
    ];
    return statusLine(facts, keys, reporter.screen);
  }

  #tick(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#options.reporter.clock.after(1_000, () => {
      this.#ticking = false;
      this.refresh();
    });
  }
}
