import { openDialog } from '../dialog.js';
import { button, element } from '../element.js';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What changes nothing. */
  readonly keep: string;
  readonly go: string;
}

/** Asks in `host` before something is done that cannot be undone. The focus is on what changes nothing. */
export function openQuestion(host: HTMLElement, { title, text, keep, go }: Question, act: () => void): void {
  const stay = button({ class: 'secondary' }, () => dialog.close(), keep);
  const press = (): void => {
    dialog.close();
    act();
  };
  const actions = element('div', { class: 'actions' }, stay, button({ class: 'primary danger' }, press, go));
  const dialog = openDialog(host, title, [element('p', {}, text), actions]);
  stay.focus();
}
