import type { TransportEvents } from '../../src/core/ports/transport.js';

/** Writes down what a transport says, and lets a test wait for it. */
export class TransportRecorder implements TransportEvents {
  /** `open`, `message` and `closed`, in order. */
  readonly said: string[] = [];
  readonly messages: Uint8Array[] = [];
  closedWith: number | undefined;
  readonly #waiting = new Set<() => void>();

  open(): void {
    this.#note('open');
  }

  message(message: Uint8Array): void {
    this.messages.push(message);
    this.#note('message');
  }

  closed(code: number): void {
    this.closedWith = code;
    this.#note('closed');
  }

  /** Resolves when it holds, now or after something was said. */
  until(holds: (recorder: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  readonly isOpen = (): boolean => this.said.includes('open');
  readonly isClosed = (): boolean => this.closedWith !== undefined;

  #note(what: string): void {
    this.said.push(what);
    for (const check of this.#waiting) check();
  }
}
