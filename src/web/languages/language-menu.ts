import { element } from '../element.js';
import { icon } from '../icon.js';
import { spoken } from '../language.js';
import { words } from '../words.js';
import { chooseLanguage, isLanguageMissing } from './choice.js';
import { languages } from './languages.js';

/** Every language under its own name, on every screen. */
export function createLanguageMenu(): HTMLElement {
  const select = element('select', { 'aria-label': words.language.label, autocomplete: 'off' });
  for (const [code, { name }] of Object.entries(languages)) {
    const option = element('option', { lang: code }, name);
    option.value = code;
    select.append(option);
  }
  const answer = element('span', { class: 'error', role: 'status' }, isLanguageMissing() ? words.language.missing : '');
  const choose = async (): Promise<void> => {
    answer.textContent = '';
    if (await chooseLanguage(select.value)) return;
    select.value = spoken().code;
    answer.textContent = words.language.missing;
  };
  select.value = spoken().code;
  select.addEventListener('change', () => void choose());
  return element('div', { class: 'language' }, icon('language'), select, answer);
}
