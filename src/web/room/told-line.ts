import { element } from '../element.js';

const SHOWN_MS = 4_000;

/** A sentence in `box` on what was just done, or could not be; it goes by itself. */
export function createToldLine(box: HTMLElement): { say(text: string): void; attach(): void } {
  const node = element('p', { class: 'told', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  box.append(node);
  return {
    say(text) {
      clearTimeout(timer);
      node.textContent = text;
      timer = setTimeout(() => (node.textContent = ''), SHOWN_MS);
    },
    attach: () => box.append(node),
  };
}
