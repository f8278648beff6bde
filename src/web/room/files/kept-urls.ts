import { browserClock } from '../../browser-clock.js';

/** A browser reads what it saves soon; then the bytes need no address any more. */
const SAVED_MS = 30_000;

/** Addresses of bytes in this page's memory, each until it is dropped: nothing else would free what they stand for. */
export class KeptUrls {
  readonly #urls = new Set<string>();

  make(bytes: Uint8Array, mime: string): string {
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
    this.#urls.add(url);
    return url;
  }

  /** The browser asks, or puts it where it puts what is saved. It is never opened here, whatever it says it is. */
  save(bytes: Uint8Array, name: string): void {
    const url = this.make(bytes, 'application/octet-stream');
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    browserClock.after(SAVED_MS, () => this.drop(url));
  }

  drop(url: string): void {
    if (this.#urls.delete(url)) URL.revokeObjectURL(url);
  }

  clear(): void {
    for (const url of this.#urls) this.drop(url);
  }
}
