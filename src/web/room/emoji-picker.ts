import { completeEmoji } from '../../client/text/emoji-names.js';
import { openDialog } from '../dialog.js';
import { button, element } from '../element.js';
import { isTouch } from '../pointer.js';
import { messageWords } from './message-words.js';

/** Shown before anything is searched. */
const COMMON = '👍 ❤️ 😂 🎉 😮 😢 🙏 👀 🔥 ✅ ❌ 💯 👏 🤔 😄 😅 🙂 😉 😍 🚀 👋 🤝 ☕ 🎂'.split(' ');
const FOUND_MOST = 48;

/** A dialog in `host` to choose one emoji from. */
export function openEmojiPicker(host: HTMLElement, choose: (emoji: string) => void): void {
  const { title, search, none } = messageWords.picker;
  const field = element('input', {
    type: 'text',
    enterkeyhint: 'search',
    class: 'emoji-search',
    'aria-label': search,
    placeholder: search,
    autocomplete: 'off',
  });
  const grid = element('div', { class: 'emoji-grid' });
  const status = element('p', { class: 'dim', role: 'status' });
  const show = (found: readonly { readonly emoji: string; readonly name?: string }[]): void => {
    status.textContent = found.length === 0 ? none : '';
    grid.replaceChildren(...found.map(({ emoji, name }) => cell(emoji, name, () => pick(emoji))));
  };
  const pick = (emoji: string): void => {
    dialog.close();
    choose(emoji);
  };
  const look = (): void => {
    const typed = field.value.trim().replaceAll(':', '').replaceAll(/\s+/gu, '_');
    show(typed === '' ? COMMON.map(common) : completeEmoji(typed, FOUND_MOST));
  };
  field.addEventListener('input', look);
  field.addEventListener('keydown', (event) => {
    const first = grid.querySelector('button');
    if (event.key !== 'Enter' || event.isComposing || first === null) return;
    event.preventDefault();
    first.click();
  });
  look();
  const dialog = openDialog(host, title, [field, status, grid]);
  if (!isTouch()) field.focus();
}

const common = (emoji: string): { readonly emoji: string } => ({ emoji });

const cell = (emoji: string, name: string | undefined, press: () => void): HTMLElement =>
  button({ class: 'emoji-cell', ...(name === undefined ? {} : { title: `:${name}:` }) }, press, emoji);
