/**
 * Code that not every member needs. In Node, and in the page as one file, it is there; the page that is served fetches it when it is first
 * needed: its build puts something else in the place of each module whose name ends in `-part.ts` (docs/architecture.md, "How it is built").
 */
export interface Part<T> {
  /** What it holds, once it is there. */
  readonly now: T | undefined;
  /** Rejects when it cannot be had. It may be asked for again. */
  load(): Promise<T>;
}

export const there = <T>(content: T): Part<T> => ({ now: content, load: () => Promise.resolve(content) });

/** Several as one. */
export const together = (parts: readonly Part<unknown>[]): Part<true> => ({
  get now() {
    return parts.every(({ now }) => now !== undefined) ? true : undefined;
  },
  load: () => Promise.all(parts.map((part) => part.load())).then(() => true),
});
