/** What is done with a link waits while another one is made: the one that there is leads nowhere in a moment. */
export class HeldActs {
  #acts: (() => void)[] | undefined;

  hold(): void {
    this.#acts ??= [];
  }

  /** Now, or when there is the other link. */
  readonly act = (act: () => void): void => {
    if (this.#acts === undefined) act();
    else this.#acts.push(act);
  };

  release(): void {
    const acts = this.#acts ?? [];
    this.#acts = undefined;
    for (const act of acts) act();
  }
}
