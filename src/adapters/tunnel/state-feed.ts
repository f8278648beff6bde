import type { TunnelState } from '../../core/ports/tunnel.js';

/** Turns states as they happen into the `states` of a tunnel: none is lost before its one reader comes; ended once, for ever. */
export class StateFeed implements AsyncIterable<TunnelState> {
  readonly #waiting: TunnelState[] = [];
  #wake: () => void = () => {};
  #ended = false;

  /** Nothing is taken after `failed` or `end`. */
  push(state: TunnelState): void {
    if (this.#ended) return;
    this.#waiting.push(state);
    if (state.state === 'failed') this.#ended = true;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TunnelState, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
