import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { MessageItem } from '../../client/view-log.js';
import type { Cancel } from '../../core/ports/clock.js';
import { assertNever } from '../../protocol/parsed.js';
import { receiverLine, transferLine } from '../output/file-lines.js';
import { editedLines, goneLine, messageLines, quoteLines, reactionLine } from '../output/message-lines.js';
import type { Reporter } from '../output/reporter.js';
import { TransferSteps } from '../output/transfer-steps.js';
import { safe } from '../terminal/safe-text.js';

/** An own message that is not in the room after this is shown as one that waits. */
const SOON_MS = 1_000;
/** Further lines of a message: nothing in it can stand where a line begins. */
const MESSAGE_HANG = 4;
/** A person hears of a file at each quarter. */
const PARTS = 4;

/** Shows messages, and what becomes of them, line by line. */
export class MessageView {
  readonly #member: Member;
  readonly #reporter: Reporter;
  readonly #steps = new TransferSteps(PARTS);
  /** Own messages that are not in the room yet, and are not shown as such yet. */
  readonly #unshown = new Map<number, Cancel>();

  constructor(member: Member, reporter: Reporter) {
    this.#member = member;
    this.#reporter = reporter;
  }

  add(item: MessageItem): void {
    if (item.state === 'sent') this.#message(item);
    else if (this.#member.view.connection !== 'online') this.#waits(item);
    else
      this.#unshown.set(
        item.key,
        this.#reporter.clock.after(SOON_MS, () => this.#waits(item)),
      );
  }

  change({ change, by }: Extract<MemberEvent, { type: 'item-changed' }>, item: MessageItem): void {
    switch (change) {
      case 'state':
        return this.#sent(item);
      case 'edited':
        return item.state === 'sent' ? this.#always(editedLines(item, this.#reporter.screen)) : undefined;
      case 'gone':
        return this.#gone(item, by);
      case 'reactions':
        return by === undefined ? undefined : this.#reporter.line(reactionLine(item, by, this.#reporter.screen), 2);
      case 'transfer':
        return this.#transfer(item);
      // The line that is answered, and its answer, are printed already.
      case 'quote':
        return;
      default:
        return assertNever(change);
    }
  }

  stop(): void {
    this.#unshown.forEach((cancel) => cancel());
  }

  /** An own message is shown when it is in the room, in the order that everybody sees. */
  #sent(item: MessageItem): void {
    this.#unshown.get(item.key)?.();
    this.#unshown.delete(item.key);
    if (item.state === 'sent') this.#message(item);
  }

  /** Messages are what --quiet leaves. */
  #message(item: MessageItem): void {
    const { screen } = this.#reporter;
    // It was taken back before it came.
    if (item.gone !== undefined) return this.#always([goneLine(item, undefined, screen)]);
    const quoted = this.#member.view.items.find(({ key }) => key === item.quote?.key);
    const lines = quoteLines(item, quoted?.type === 'message' ? quoted.no : undefined, screen);
    this.#always([...lines, ...messageLines(item, screen)]);
  }

  #always(lines: ReturnType<typeof messageLines>): void {
    for (const line of lines) this.#reporter.screen.always(line, MESSAGE_HANG);
  }

  #waits(item: MessageItem): void {
    const { screen } = this.#reporter;
    this.#unshown.delete(item.key);
    const [first, ...more] = messageLines(item, screen);
    if (first === undefined) return;
    const lines = [safe`${screen.ascii ? '~' : '…'} ${first}`, ...more];
    this.#always(lines.map((line) => screen.palette.faint(line)));
  }

  #gone(item: MessageItem, by: ViewMember | undefined): void {
    this.#steps.forget(item.key);
    this.#unshown.get(item.key)?.();
    this.#unshown.delete(item.key);
    if (item.state === 'sent') this.#always([goneLine(item, by, this.#reporter.screen)]);
  }

  #transfer(item: MessageItem): void {
    const { own, receivers } = this.#steps.news(item);
    const { screen } = this.#reporter;
    const line = own && item.file !== undefined ? transferLine(item, item.file, screen) : undefined;
    if (line !== undefined) this.#reporter.line(line, 2);
    for (const receiver of receivers) if (receiver.state === 'has') this.#reporter.line(receiverLine(item, receiver, screen), 2);
  }
}
