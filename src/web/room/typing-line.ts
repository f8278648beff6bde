import type { View } from '../../client/view.js';
import { element, fill } from '../element.js';
import { counted } from '../language.js';
import { words } from '../words.js';
import type { MemberLabels } from './member-labels.js';

/** Who writes now; too restless to be announced. */
export function createTypingLine(labels: MemberLabels): { readonly element: HTMLElement; show(view: View): void } {
  const node = element('p', { class: 'typing', 'aria-live': 'off' });
  let shown = '';
  return {
    element: node,
    show({ typing, members }) {
      const writers = members.filter(({ id, self }) => !self && typing.includes(id));
      const now = writers.map(({ id, shown: name }) => `${id} ${name}`).join('\n');
      if (now === shown) return;
      shown = now;
      const [who, other] = writers.map((member) => labels.nick(member));
      const { typingOne, typingTwo, typingMany } = words.composer;
      const template = writers.length === 1 ? typingOne : writers.length === 2 ? typingTwo : counted(typingMany, writers.length);
      const parts = { who: who ?? '', other: other ?? '' };
      node.replaceChildren(...(writers.length === 0 ? [] : fill(template, parts)));
    },
  };
}
