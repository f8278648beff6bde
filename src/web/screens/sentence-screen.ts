import { button } from '../element.js';
import type { Screen } from '../stage.js';
import { createCard, paragraph } from './card.js';

export interface Choice {
  readonly label: string;
  readonly press: () => void;
}

/** A heading, sentences, and what can be done now; the first choice stands out. */
export function createSentenceScreen(title: string, sentences: readonly string[], choices: readonly Choice[] = []): Screen {
  const buttons = choices.map(({ label, press }, index) => button({ class: index === 0 ? 'primary' : 'secondary' }, press, label));
  return createCard(title, ...sentences.map((text, index) => paragraph(text, index === 0 ? 'text' : 'hint')), ...buttons);
}
