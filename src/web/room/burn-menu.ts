import { element } from '../element.js';
import { icon } from '../icon.js';
import { spoken } from '../language.js';
import { messageWords } from './message-words.js';

/** Seconds; none: what is said stays. */
const CHOICES = [0, 10, 30, 60, 300, 3_600] as const;

/** After how long what is said next disappears. It holds for all that follows, and shows that it does. */
export interface BurnMenu {
  readonly element: HTMLElement;
  /** Undefined: it stays. */
  readonly seconds: number | undefined;
  relabel(): void;
}

export function createBurnMenu(): BurnMenu {
  const select = element('select', { autocomplete: 'off' });
  const chosen = element('span', { class: 'burn-chosen', 'aria-hidden': 'true' });
  const node = element('label', { class: 'burn-menu' }, icon('clock'), chosen, select);
  const show = (): void => {
    chosen.textContent = select.value === '0' ? '' : spanName(Number(select.value));
    node.classList.toggle('on', select.value !== '0');
  };
  const relabel = (): void => {
    const { value } = select;
    select.setAttribute('aria-label', messageWords.burn.label);
    node.title = messageWords.burn.title;
    select.replaceChildren(...CHOICES.map(option));
    select.value = value === '' ? '0' : value;
    show();
  };
  relabel();
  select.addEventListener('change', show);
  return {
    element: node,
    get seconds() {
      return select.value === '0' ? undefined : Number(select.value);
    },
    relabel,
  };
}

function option(seconds: number): HTMLOptionElement {
  const node = element('option', {}, seconds === 0 ? messageWords.burn.off : spanName(seconds));
  node.value = String(seconds);
  return node;
}

function spanName(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : seconds < 3_600 ? [seconds / 60, 'minute'] : [seconds / 3_600, 'hour'];
  return new Intl.NumberFormat(spoken().locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}
