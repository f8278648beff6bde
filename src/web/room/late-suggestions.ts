import { element } from '../element.js';
import type { Suggestions, SuggestionsOptions } from './suggestions.js';
import { writingPart } from './writing-part.js';

/** What may begin something that can be completed; before that nothing is fetched. */
const BEGINS = /[/@:]/u;

/** The place of the suggestions: they come with the first sign that may begin one. Without them everything is typed by hand. */
export class LateSuggestions {
  readonly element = element('div');
  readonly #options: SuggestionsOptions;
  #there: Suggestions | undefined;

  constructor(options: SuggestionsOptions) {
    this.#options = options;
    const { field } = options;
    field.addEventListener('input', () => this.#there === undefined && BEGINS.test(field.value) && this.#fetch());
  }

  /** True: the key was for them. */
  keyed(event: KeyboardEvent): boolean {
    return this.#there?.keyed(event) ?? false;
  }

  close(): void {
    this.#there?.close();
  }

  #fetch(): void {
    const { field } = this.#options;
    void writingPart.load().then(
      ({ createSuggestions }) => {
        if (this.#there !== undefined || !field.isConnected) return;
        this.#there = createSuggestions(this.#options);
        this.element.append(...this.#there.nodes);
        if (document.activeElement === field) this.#there.look();
      },
      () => undefined,
    );
  }
}
