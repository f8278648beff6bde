import type { Member, MemberEvent } from '../../client/member-api.js';
import type { View, ViewItem } from '../../client/view.js';
import type { Cancel } from '../../core/ports/clock.js';
import { assertNever } from '../../protocol/parsed.js';
import { durationWords } from '../config/duration.js';
import { emojiLines } from '../output/emoji-lines.js';
import { historyLines } from '../output/history-lines.js';
import { happeningLine, messageLines, modeLine, rosterLine, topicLine } from '../output/member-lines.js';
import type { Reporter } from '../output/reporter.js';
import { safe, type SafeText } from '../terminal/safe-text.js';

/** An own message that is not in the room after this is shown as one that waits. */
const SOON_MS = 1_000;
/** Further lines of a message: nothing in it can stand where a line begins. */
const MESSAGE_HANG = 4;
/** As far in as what stands behind the bar. */
const HISTORY_HANG = 8;

const HOST_HERE = 'the host is here: its mark is the one in the link';
const VOUCHED = 'another member has confirmed that you are in one group';

type Message = Extract<ViewItem, { type: 'message' }>;

/** Shows a person what happens to a member, line by line: `heard` is the listener for `member.on`. */
export class LineView {
  readonly #member: Member;
  readonly #reporter: Reporter;
  readonly #giveUpMs: number;
  #connection: View['connection'];
  /** The room has another link, and this member is on its way there. */
  #moves = false;
  /** Own messages that are not in the room yet, and are not shown as such yet. */
  readonly #unshown = new Map<string, Cancel>();

  /** `giveUpMs`: how long the member tries to come back. */
  constructor(member: Member, reporter: Reporter, giveUpMs: number) {
    this.#member = member;
    this.#reporter = reporter;
    this.#giveUpMs = giveUpMs;
    this.#connection = member.view.connection;
  }

  readonly heard = (event: MemberEvent): void => {
    const { view } = this.#member;
    const { palette } = this.#reporter.screen;
    switch (event.type) {
      case 'joined':
        return this.#welcome(view);
      case 'confirmed':
        // Before that, the welcome says who is here.
        // Who has made the group is sure of it, and alone.
        return view.phase === 'joined' && view.members.length > 1
          ? this.#show(safe`${palette.good(safe`·`)} ${view.hosted ? HOST_HERE : VOUCHED}`)
          : undefined;
      case 'item':
        return this.#item(event.item, view);
      case 'item-changed':
        return event.item.type === 'message' ? this.#changed(event.item) : undefined;
      case 'changed':
        if (view.connection !== this.#connection && view.phase === 'joined') this.#connected(view.connection);
        return;
      case 'emoji':
        return this.#emoji(event);
      case 'ended':
        return this.#unshown.forEach((cancel) => cancel());
      default:
        return assertNever(event);
    }
  };

  #show(text: SafeText): void {
    this.#reporter.line(text, 2);
  }

  #welcome(view: View): void {
    const { screen } = this.#reporter;
    if (view.title !== undefined) this.#show(topicLine(view.title, screen));
    this.#show(rosterLine(view, screen));
    this.#reporter.note(modeLine(view.mode), view.mode === 'none' ? screen.palette.warn : screen.palette.faint);
    this.#reporter.note('You read what is said from now on. Nothing of it stays here; others may copy it. /help lists commands.');
  }

  #connected(connection: View['connection']): void {
    const words = {
      online: 'the connection is back',
      silent: 'the relay has not answered for a while …',
      reconnecting: `the connection broke; trying again for up to ${durationWords(this.#giveUpMs)}; Ctrl+C leaves`,
    };
    this.#connection = connection;
    const moved = this.#moves;
    this.#moves = moved && connection === 'reconnecting';
    if (moved && connection !== 'silent') return;
    this.#show(safe`${this.#reporter.screen.palette.faint(safe`·`)} ${words[connection]}`);
  }

  #item(item: ViewItem, view: View): void {
    const { screen, clock } = this.#reporter;
    if (item.type === 'warning') return this.#reporter.warning(item);
    if (item.type === 'link-changed') this.#moves = true;
    if (item.type !== 'message') {
      this.#show(happeningLine(item, view.members.length, screen));
      if (item.type === 'history') for (const line of historyLines(item, screen)) this.#reporter.line(line, HISTORY_HANG);
      return;
    }
    if (item.state === 'sent') this.#message(item);
    else if (view.connection !== 'online') this.#waits(item);
    else
      this.#unshown.set(
        item.id,
        clock.after(SOON_MS, () => this.#waits(item)),
      );
  }

  #emoji({ member, emoji }: Extract<MemberEvent, { type: 'emoji' }>): void {
    for (const line of emojiLines(member, emoji, this.#reporter.screen)) this.#show(line);
    if (emoji.state === 'different') this.#reporter.error({ code: 'CODE_DIFFERENT', why: member.shown });
  }

  /** An own message is shown when it is in the room, in the order that everybody sees. */
  #changed(item: Message): void {
    this.#unshown.get(item.id)?.();
    this.#unshown.delete(item.id);
    if (item.state === 'sent') this.#message(item);
  }

  /** Messages are what --quiet leaves. */
  #message(item: Message): void {
    const { screen } = this.#reporter;
    for (const line of messageLines(item, screen)) screen.always(line, MESSAGE_HANG);
  }

  #waits(item: Message): void {
    const { screen } = this.#reporter;
    this.#unshown.delete(item.id);
    const [first, ...more] = messageLines(item, screen);
    if (first === undefined) return;
    for (const line of [safe`${screen.ascii ? '~' : '…'} ${first}`, ...more]) screen.always(screen.palette.faint(line), MESSAGE_HANG);
  }
}
