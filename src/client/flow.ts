/**
 * Whether letters may go out. A break closes the flow; it opens again only when the jobs of the newest place or resume have run: an echo
 * that still waits to be read must be seen before anything is sent again.
 */
export class Flow {
  #wanted = 1;
  #reached = 0;

  get open(): boolean {
    return this.#reached === this.#wanted;
  }

  /** Closed; answers what `reach` must be told to open it. */
  close(): number {
    this.#wanted += 1;
    return this.#wanted;
  }

  /** Opens it, unless it was closed again since. */
  reach(token: number): void {
    this.#reached = token;
  }
}
