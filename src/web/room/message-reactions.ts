import type { Reaction } from '../../client/view.js';
import { button, element } from '../element.js';
import { spoken } from '../language.js';
import { messageWords } from './message-words.js';

/** Emoji below a message. Whoever presses one is answered by what holds the log. */
export interface MessageReactions {
  readonly element: HTMLElement;
  show(reactions: readonly Reaction[]): void;
}

/** They change under whoever reads: nobody is told of each. */
export function createMessageReactions(): MessageReactions {
  const node = element('div', { class: 'reactions', 'aria-live': 'off' });
  return {
    element: node,
    show(reactions) {
      const focused = document.activeElement;
      const emoji = focused instanceof HTMLElement && node.contains(focused) ? focused.dataset['emoji'] : undefined;
      node.replaceChildren(...reactions.map(chip));
      if (emoji !== undefined) focusOn(node, emoji);
    },
  };
}

function chip({ emoji, by }: Reaction): HTMLElement {
  const count = new Intl.NumberFormat(spoken().locale).format(by.length);
  const who = by.map(({ shown }) => `\u2068${shown}\u2069`).join(messageWords.and);
  const label = messageWords.reaction
    .replace('{emoji}', emoji)
    .replace('{count}', count)
    .replace('{who}', () => who);
  const attributes = {
    class: 'chip',
    'data-act': 'chip',
    'data-emoji': emoji,
    'aria-pressed': String(by.some(({ self }) => self)),
    'aria-label': label,
    title: label,
  };
  return button(attributes, () => undefined, element('span', {}, emoji), element('span', {}, count));
}

/** Who has pressed one stands there still; where it is gone, on the message. */
function focusOn(node: HTMLElement, emoji: string): void {
  const same = [...node.children].find((one) => one instanceof HTMLElement && one.dataset['emoji'] === emoji);
  (same instanceof HTMLElement ? same : node.closest<HTMLElement>('.message'))?.focus();
}
