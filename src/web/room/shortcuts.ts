import { preferences } from './preferences.js';

export interface Shortcuts {
  readonly openSearch: () => void;
  readonly openKeys: () => void;
}

const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/** Keys by what they mean, not by where they are: so they are found on every keyboard. What a browser or a screen reader uses is left to them. */
export function listenToKeys({ openSearch, openKeys }: Shortcuts, signal: AbortSignal): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
      const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event;
      const isCommand = (ctrlKey || metaKey) && !altKey && !shiftKey;
      const isPlain = !ctrlKey && !metaKey && !altKey && !(target instanceof Element && target.matches(TYPED_INTO));
      if (isCommand && key.toLowerCase() === 'k') openSearch();
      else if (isPlain && preferences.plainKeys && (key === '?' || key === '؟' || key === '？')) openKeys();
      else return;
      event.preventDefault();
    },
    { signal },
  );
}
