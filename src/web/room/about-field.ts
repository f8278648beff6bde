import { createAboutBar } from './about-bar.js';
import { put } from './field-text.js';
import type { MemberLabels } from './member-labels.js';
import type { About } from './written.js';

/** What the field is about. While a message is written anew, what had been begun before waits. */
export class AboutField {
  readonly #field: HTMLTextAreaElement;
  readonly #bar: ReturnType<typeof createAboutBar>;
  #about: About | undefined;
  #waiting = '';

  constructor(field: HTMLTextAreaElement, labels: MemberLabels) {
    this.#field = field;
    this.#bar = createAboutBar(labels, () => this.begin(undefined));
  }

  get bar(): HTMLElement {
    return this.#bar.element;
  }

  get now(): About | undefined {
    return this.#about;
  }

  /** What is begun besides. */
  get begun(): string {
    return this.#about?.kind === 'edit' ? this.#waiting : this.#field.value;
  }

  get isEmpty(): boolean {
    return this.#about === undefined && this.#field.value === '';
  }

  begin(about: About | undefined): void {
    if (this.#about?.kind === 'edit') put(this.#field, this.#waiting);
    if (about?.kind === 'edit') {
      this.#waiting = this.#field.value;
      put(this.#field, about.item.text);
    }
    this.#about = about;
    this.show();
    this.#field.focus();
  }

  /** It was sent. */
  end(): void {
    if (this.#about?.kind === 'edit') put(this.#field, this.#waiting);
    this.#about = undefined;
    this.show();
  }

  show(): void {
    this.#bar.show(this.#about);
  }
}
