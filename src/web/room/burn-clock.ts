/** Shows on every message that disappears how long it is still there: one timer for all of them. */
export class BurnClock {
  readonly #now: () => number;
  readonly #shown = new Map<Text, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The text node counts down to this moment, until it is not in the document any more. */
  watch(node: Text, until: number): void {
    this.#shown.set(node, until);
    this.#draw(node, until);
    this.#timer ??= setTimeout(() => this.#tick(), SECOND_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#shown.clear();
  }

  #tick(): void {
    this.#timer = undefined;
    for (const [node, until] of this.#shown) {
      if (node.isConnected) this.#draw(node, until);
      else this.#shown.delete(node);
    }
    if (this.#shown.size > 0) this.#timer = setTimeout(() => this.#tick(), SECOND_MS);
  }

  #draw(node: Text, until: number): void {
    const text = timeLeft(until - this.#now());
    if (node.data !== text) node.data = text;
  }
}

const SECOND_MS = 1_000;

/** `0:29`, `1:05:00`. */
export function timeLeft(ms: number): string {
  const all = Math.max(0, Math.ceil(ms / SECOND_MS));
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  const two = (number: number): string => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
