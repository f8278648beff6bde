import { button, element } from '../element.js';
import { icon } from '../icon.js';
import { spoken } from '../language.js';
import { findMarks } from './find-marks.js';
import { showMarks, type FoundMark } from './found-marks.js';
import { roomIcon } from './room-icon.js';
import { searchWords } from './search-words.js';

/** More are not counted: who looks for a single letter need not wait for all of them. */
const MOST = 999;

export interface SearchBar {
  readonly element: HTMLElement;
  readonly wanted: string;
  /** `wanted`: what is searched, if anything is. */
  focus(wanted: string): void;
  close(): void;
}

export interface SearchOptions {
  /** What is searched, as it is now: another language makes it anew. */
  readonly log: () => Element | null;
  /** Lines that this page has had, and has no longer. */
  readonly dropped: () => boolean;
  readonly closed: () => void;
}

/** Searches what is shown, from the newest to the oldest, and goes on doing so while more is said. */
export function createSearchBar(options: SearchOptions): SearchBar {
  const search = new Search(options.log);
  const { bar, field, tell } = drawBar(search, options.dropped, () => close());
  const look = (): void => {
    search.look(field.value);
    tell();
  };
  const watch = new MutationObserver(() => {
    search.again(field.value);
    tell();
  });
  const box = options.log()?.parentElement;
  if (box) watch.observe(box, { childList: true, subtree: true });
  const close = (): void => {
    watch.disconnect();
    showMarks([], undefined);
    bar.remove();
    options.closed();
  };
  field.addEventListener('input', look);
  return {
    element: bar,
    get wanted() {
      return field.value;
    },
    focus(wanted) {
      if (wanted !== '') field.value = wanted;
      field.select();
      look();
    },
    close,
  };
}

interface DrawnBar {
  readonly bar: HTMLElement;
  readonly field: HTMLInputElement;
  /** Says what was found. */
  readonly tell: () => void;
}

function drawBar(search: Search, dropped: () => boolean, close: () => void): DrawnBar {
  const field = element('input', { type: 'search', 'aria-label': searchWords.field, placeholder: searchWords.field, ...PLAIN });
  const state = element('span', { class: 'search-state', role: 'status' });
  const older = element('p', { class: 'dim' });
  const tell = (): void => {
    state.textContent = field.value === '' ? '' : search.state;
    older.textContent = field.value !== '' && dropped() ? searchWords.older : '';
  };
  const step = (by: -1 | 1): void => {
    search.step(by);
    tell();
  };
  const presses = [
    button({ class: 'icon-button', 'aria-label': searchWords.previous }, () => step(-1), roomIcon('up')),
    button({ class: 'icon-button', 'aria-label': searchWords.next }, () => step(1), icon('down')),
    button({ class: 'icon-button', 'aria-label': searchWords.close }, close, icon('close')),
  ];
  const bar = element('div', { class: 'search', role: 'search', 'aria-label': searchWords.label }, field, state, ...presses, older);
  bar.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === field) step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
  });
  return { bar, field, tell };
}

const PLAIN = { autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', enterkeyhint: 'search', dir: 'auto' } as const;

/** What is found, and at which of it one stands. */
class Search {
  readonly #log: () => Element | null;
  #marks: readonly FoundMark[] = [];
  #more = false;
  #at = -1;

  constructor(log: () => Element | null) {
    this.#log = log;
  }

  get state(): string {
    if (this.#marks.length === 0) return searchWords.none;
    const number = new Intl.NumberFormat(spoken().locale);
    const sentence = this.#more ? searchWords.most : searchWords.place;
    return sentence.replace('{at}', number.format(this.#at + 1)).replace('{count}', number.format(this.#marks.length));
  }

  /** Begins at the newest. */
  look(wanted: string): void {
    this.#find(wanted);
    this.#at = this.#marks.length - 1;
    this.#show(true);
  }

  /** The log is another one by now; one stays where one is. */
  again(wanted: string): void {
    const now = this.#marks[this.#at]?.range;
    this.#find(wanted);
    const same = this.#marks.findIndex(({ range }) => now !== undefined && isSame(range, now));
    this.#at = same < 0 ? this.#marks.length - 1 : same;
    this.#show(false);
  }

  step(by: -1 | 1): void {
    const { length } = this.#marks;
    if (length > 0) this.#at = (this.#at + by + length) % length;
    this.#show(true);
  }

  #find(wanted: string): void {
    const log = this.#log();
    const { marks, more } = log === null ? { marks: [], more: false } : findMarks(log, wanted, MOST);
    this.#marks = marks;
    this.#more = more;
  }

  #show(isMoving: boolean): void {
    const now = this.#marks[this.#at];
    showMarks(this.#marks, now);
    if (!isMoving || now === undefined) return;
    // A long message is folded, and what was found may be in the part that is not seen.
    now.line.querySelector<HTMLElement>('.folded ~ .more')?.click();
    now.line.closest('.log')?.dispatchEvent(new Event('stay'));
    now.range.startContainer.parentElement?.scrollIntoView({ block: 'center' });
  }
}

const isSame = (one: Range, other: Range): boolean => one.startContainer === other.startContainer && one.startOffset === other.startOffset;
