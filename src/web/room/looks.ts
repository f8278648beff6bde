import { preferences, textSizes, themes } from './preferences.js';

/** What the document says for both colour schemes, before anything was chosen. */
const before = new WeakMap<HTMLMetaElement, string>();

/** Makes the page look as was chosen: a class for each, which the style sheet knows. */
export function applyLooks(): void {
  const root = document.documentElement;
  for (const theme of themes) root.classList.toggle(`theme-${theme}`, theme === preferences.theme);
  for (const size of textSizes) root.classList.toggle(`text-${size}`, size === preferences.size);
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) colour(meta, root);
  // What is being written needs more lines, or fewer.
  for (const field of document.querySelectorAll('textarea')) field.dispatchEvent(new Event('input'));
}

/** The browser's own bar, which otherwise follows the system. */
function colour(meta: HTMLMetaElement, root: HTMLElement): void {
  const usual = before.get(meta) ?? meta.content;
  before.set(meta, usual);
  meta.content = preferences.theme === 'system' ? usual : getComputedStyle(root).getPropertyValue('--ground').trim();
}
