import { noticeLevels } from '../../client/notice.js';
import { openDialog } from '../dialog.js';
import { element } from '../element.js';
import { createLanguageMenu } from '../languages/language-menu.js';
import { words } from '../words.js';
import { askForNotices } from './desktop-notice.js';
import { applyLooks } from './looks.js';
import { preferences, textSizes, themes } from './preferences.js';
import { settingsWords } from './settings-words.js';
import { createSound } from './sound.js';

type Chosen = { readonly [N in keyof typeof preferences]: (typeof preferences)[N] extends string ? N : never }[keyof typeof preferences];
type Switch = { readonly [N in keyof typeof preferences]: (typeof preferences)[N] extends boolean ? N : never }[keyof typeof preferences];

/** What a reader can choose. It holds at once: there is nothing to confirm. */
export function openSettingsDialog(host: HTMLElement, closed: () => void): void {
  const { title, kept, looks, called, writing } = settingsWords;
  openDialog(
    host,
    title,
    [
      element('p', { class: 'dim' }, kept),
      group(
        looks,
        choice('theme', settingsWords.theme, themes, settingsWords.themes, applyLooks),
        choice('size', settingsWords.size, textSizes, settingsWords.sizes, applyLooks),
        row(element('span', { 'aria-hidden': 'true' }, words.language.label), createLanguageMenu()),
      ),
      group(called, choice('calls', settingsWords.calls, noticeLevels, settingsWords.levels), ...soundSwitch(), ...desktopSwitches()),
      group(writing, toggle('typing', settingsWords.typing), toggle('plainKeys', settingsWords.plainKeys)),
    ],
    closed,
  ).element.classList.add('settings');
}

const group = (legend: string, ...rows: readonly HTMLElement[]): HTMLElement =>
  element('fieldset', {}, element('legend', {}, legend), ...rows);

const row = (label: HTMLElement, control: HTMLElement): HTMLElement => element('div', { class: 'setting' }, label, control);

function choice<N extends Chosen>(
  name: N,
  label: string,
  values: readonly (typeof preferences)[N][],
  labels: Readonly<Record<(typeof preferences)[N], string>>,
  chosen: () => void = () => undefined,
): HTMLElement {
  const id = `settings-${name}`;
  const select = element('select', { id, autocomplete: 'off' });
  for (const value of values) select.append(new Option(labels[value], value, false, value === preferences[name]));
  select.addEventListener('change', () => {
    const value = values.find((one) => one === select.value);
    if (value !== undefined) preferences[name] = value;
    chosen();
  });
  return row(element('label', { for: id }, label), select);
}

function checkbox(id: string, label: string, checked: boolean): { readonly box: HTMLInputElement; readonly line: HTMLElement } {
  const box = element('input', { id, type: 'checkbox', class: 'check', autocomplete: 'off' });
  box.checked = checked;
  return { box, line: element('div', { class: 'setting switch' }, box, element('label', { for: id }, label)) };
}

function toggle(name: Switch, label: string): HTMLElement {
  const { box, line } = checkbox(`settings-${name}`, label, preferences[name]);
  box.addEventListener('change', () => (preferences[name] = box.checked));
  return line;
}

const answerLine = (): HTMLElement => element('p', { class: 'error', role: 'status' });

function soundSwitch(): readonly HTMLElement[] {
  const { box, line } = checkbox('settings-sound', settingsWords.sound, preferences.sound !== undefined);
  const answer = answerLine();
  box.addEventListener('change', () => {
    preferences.sound = box.checked ? createSound() : undefined;
    // So one hears what it will be; and nothing is heard where nothing can be.
    preferences.sound?.();
    answer.textContent = box.checked && preferences.sound === undefined ? settingsWords.soundless : '';
    box.checked = preferences.sound !== undefined;
  });
  return [line, answer];
}

/** Whoever sits here is asked only when this is switched on. */
function desktopSwitches(): readonly HTMLElement[] {
  const { box, line } = checkbox('settings-desktop', settingsWords.desktop, preferences.desktop);
  const answer = answerLine();
  const text = toggle('desktopText', settingsWords.desktopText);
  const change = async (): Promise<void> => {
    answer.textContent = '';
    const permission = box.checked ? await askForNotices() : undefined;
    if (permission === 'denied') answer.textContent = settingsWords.desktopDenied;
    if (permission === 'impossible') answer.textContent = settingsWords.desktopless;
    preferences.desktop = permission === 'granted';
    box.checked = preferences.desktop;
  };
  box.addEventListener('change', () => void change());
  return [line, answer, text];
}
