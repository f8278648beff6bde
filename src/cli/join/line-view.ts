import type { Member, MemberEvent } from '../../client/member-api.js';
import type { View, ViewItem } from '../../client/view.js';
import { assertNever } from '../../protocol/parsed.js';
import { durationWords } from '../config/duration.js';
import { emojiLines } from '../output/emoji-lines.js';
import { historyLines } from '../output/history-lines.js';
import { happeningLine, modeLine, rosterLine, topicLine } from '../output/member-lines.js';
import type { Reporter } from '../output/reporter.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { Bell } from './bell.js';
import { MessageView } from './message-view.js';

/** As far in as what stands behind the bar. */
const HISTORY_HANG = 8;

const HOST_HERE = 'the host is here: its mark is the one in the link';
const VOUCHED = 'another member has confirmed that you are in one group';

/** What a terminal was given is the terminal's: this program can only ask it to erase that (/clear). */
const WELCOME =
  'You read what is said from now on. Nothing is stored, but the terminal keeps what it shows; others may copy it. /help lists commands.';

/** Shows a person what happens to a member, line by line: `heard` is the listener for `member.on`. */
export class LineView {
  readonly #member: Member;
  readonly #reporter: Reporter;
  readonly #giveUpMs: number;
  #connection: View['connection'];
  /** The room has another link, and this member is on its way there. */
  #moves = false;
  readonly #messages: MessageView;
  readonly #bell: Bell;

  /** `giveUpMs`: how long the member tries to come back. */
  constructor(member: Member, reporter: Reporter, giveUpMs: number, bell = new Bell(reporter.screen)) {
    this.#member = member;
    this.#reporter = reporter;
    this.#giveUpMs = giveUpMs;
    this.#connection = member.view.connection;
    this.#messages = new MessageView(member, reporter);
    this.#bell = bell;
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
        return event.item.type === 'message' ? this.#messages.change(event, event.item) : undefined;
      case 'changed':
        if (view.connection !== this.#connection && view.phase === 'joined') this.#connected(view.connection);
        return;
      case 'emoji':
        return this.#emoji(event);
      case 'ended':
        return this.#messages.stop();
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
    this.#reporter.note(WELCOME);
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
    const { screen } = this.#reporter;
    if (item.type === 'warning') return this.#reporter.warning(item);
    if (item.type === 'link-changed') this.#moves = true;
    if (item.type === 'message') {
      this.#bell.heard(item);
      return this.#messages.add(item);
    }
    this.#show(happeningLine(item, view.members.length, screen));
    if (item.type === 'history') for (const line of historyLines(item, screen)) this.#reporter.line(line, HISTORY_HANG);
  }

  #emoji({ member, emoji }: Extract<MemberEvent, { type: 'emoji' }>): void {
    for (const line of emojiLines(member, emoji, this.#reporter.screen)) this.#show(line);
    if (emoji.state === 'different') this.#reporter.error({ code: 'CODE_DIFFERENT', why: member.shown });
  }
}
