import { button } from '../element.js';
import { words } from '../words.js';

export const linesOf = (text: string): number => text.split('\n').length;

/** Shows the beginning of a text in `holder`, and the rest after a press. */
export function fold(holder: HTMLElement, text: HTMLElement): void {
  text.classList.add('folded');
  const more = button(
    { class: 'more' },
    () => {
      text.classList.remove('folded');
      const hadFocus = document.activeElement === more;
      more.remove();
      if (hadFocus) holder.closest<HTMLElement>('.message')?.focus({ preventScroll: true });
    },
    words.message.more,
  );
  holder.append(more);
}
