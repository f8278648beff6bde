import type { MessageItem } from './view-log.js';

/** What was said while nobody looked. */
export class Unread {
  #isLooking = true;
  /** Something has come since somebody looked last. */
  #isOpen = false;
  #count = 0;
  #mentions = 0;
  #before: number | undefined;

  /** Messages of members whose messages are a reason to call whoever sits here. */
  get count(): number {
    return this.#count;
  }

  /** Of these, those that name us. */
  get mentions(): number {
    return this.#mentions;
  }

  /** The key of the first message that nobody saw come: the divider stands before it, and stays until there is another, or an answer. */
  get before(): number | undefined {
    return this.#before;
  }

  /** Whether somebody looks at the end of the log now. */
  look(isLooking: boolean): void {
    this.#isLooking = isLooking;
    if (isLooking) this.#read();
  }

  heard({ key, from, mentioned }: MessageItem): void {
    if (from.self) return this.forget();
    if (this.#isLooking) return;
    if (!this.#isOpen) this.#before = key;
    this.#isOpen = true;
    if (from.muted === true) return;
    this.#count += 1;
    if (mentioned === true) this.#mentions += 1;
  }

  /** Who says something has read what stands before it; and what is cleared has no divider. */
  forget(): void {
    this.#before = undefined;
    this.#read();
  }

  #read(): void {
    this.#isOpen = false;
    this.#count = 0;
    this.#mentions = 0;
  }
}
