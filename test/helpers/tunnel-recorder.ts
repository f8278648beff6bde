import type { OpenTunnel, TunnelState } from '../../src/core/ports/tunnel.js';

/** Reads the states of a tunnel as they come. */
export class TunnelRecorder {
  readonly states: TunnelState[] = [];
  /** Resolves when there will be no more. */
  readonly ended: Promise<void>;
  readonly #looks = new Set<() => void>();

  constructor(tunnel: OpenTunnel) {
    this.ended = this.#read(tunnel);
  }

  /** Their names. */
  get names(): readonly string[] {
    return this.states.map(({ state }) => state);
  }

  /** Resolves when the n-th state of that name has come. */
  until(name: TunnelState['state'], n = 1): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.names.filter((each) => each === name).length < n) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  async #read(tunnel: OpenTunnel): Promise<void> {
    for await (const state of tunnel.states) {
      this.states.push(state);
      for (const look of this.#looks) look();
    }
  }
}
