import type { View } from '../../client/view.js';
import { limits } from '../../protocol/limits.js';
import { element, setText } from '../element.js';
import { counted } from '../language.js';
import { words } from '../words.js';

const silent = (): string => counted(words.waiting.silent, Math.round(limits.giveUpMs / 60_000));

/** Says calmly that nothing comes through at the moment; empty, and without height, when all is well. */
export function createStatusBar(): { readonly element: HTMLElement; show(connection: View['connection']): void } {
  const node = element('p', { class: 'status-bar', role: 'status' });
  return {
    element: node,
    show(connection) {
      setText(node, connection === 'online' ? '' : navigator.onLine ? silent() : words.waiting.offline);
    },
  };
}
