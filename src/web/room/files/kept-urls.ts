/** Addresses of bytes in this page's memory, each until it is dropped: nothing else would free what they stand for. */
export class KeptUrls {
  readonly #urls = new Set<string>();

  make(bytes: Uint8Array, mime: string): string {
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
    this.#urls.add(url);
    return url;
  }

  drop(url: string): void {
    if (this.#urls.delete(url)) URL.revokeObjectURL(url);
  }

  clear(): void {
    for (const url of this.#urls) this.drop(url);
  }
}
