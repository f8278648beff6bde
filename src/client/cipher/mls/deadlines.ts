/** Named points of time, of which the nearest is asked for. */
export class Deadlines<Name extends string> {
  readonly #at = new Map<Name, number>();

  get next(): number | undefined {
    return earliest(...this.#at.values());
  }

  get(name: Name): number | undefined {
    return this.#at.get(name);
  }

  /** `undefined`: never. */
  set(name: Name, at: number | undefined): void {
    if (at === undefined) this.#at.delete(name);
    else this.#at.set(name, at);
  }

  /** Unless it is due earlier already. */
  sooner(name: Name, at: number): void {
    this.#at.set(name, Math.min(at, this.#at.get(name) ?? at));
  }

  clear(...names: readonly Name[]): void {
    for (const name of names) this.#at.delete(name);
  }

  clearAll(): void {
    this.#at.clear();
  }

  /** The names that are due; each is told once. */
  take(now: number): readonly Name[] {
    const due = [...this.#at].filter(([, at]) => at <= now).map(([name]) => name);
    this.clear(...due);
    return due;
  }
}

/** The first of those that there are. */
export function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
