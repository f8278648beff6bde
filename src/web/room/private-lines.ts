import type { MemberId } from '../../protocol/ids.js';
import type { ViewItem, ViewMember } from '../../client/view.js';
import { button, element, fill } from '../element.js';
import { counted } from '../language.js';
import { localTime } from '../local-time.js';
import type { MemberLabels } from './member-labels.js';
import { privateWords } from './private-words.js';

/** One after the other, with the same member. */
interface Run {
  readonly id: MemberId;
  readonly text: HTMLElement;
  count: number;
}

/**
 * Where the room's log tells that two talk alone: that they do, not what. Who reads it here would answer it here, before all.
 */
export class PrivateLines {
  readonly #labels: MemberLabels;
  readonly #open: (to: ViewMember) => void;
  #run: Run | undefined;

  constructor(labels: MemberLabels, open: (to: ViewMember) => void) {
    this.#labels = labels;
    this.#open = open;
  }

  /** Hears every item, in order. A line for what is private; nothing for what the line before tells of already. */
  line(item: ViewItem): HTMLElement | undefined {
    if (item.type !== 'message' || item.private === undefined) {
      this.#run = undefined;
      return undefined;
    }
    const { with: to } = item.private;
    if (this.#run?.id === to.id) {
      this.#run.count += 1;
      this.#draw(this.#run, to);
      return undefined;
    }
    const text = element('span', { class: 'line-text' });
    this.#run = { id: to.id, text, count: 1 };
    this.#draw(this.#run, to);
    const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, '=');
    const open = button({ class: 'private-open' }, () => this.#open(to), privateWords.open);
    // Who it is from is said by what counts them.
    return element('div', { class: 'line private-line', 'aria-live': 'off' }, sign, text, open, localTime(item.at));
  }

  /** The log is drawn from its beginning. */
  begin(): void {
    this.#run = undefined;
  }

  #draw({ text, count }: Run, to: ViewMember): void {
    text.replaceChildren(...fill(counted(privateWords.line, count), { who: this.#labels.nick(to) }));
  }
}
