import type { OpenTunnel, Tunnel, TunnelErrorCode, TunnelExit, TunnelState } from '../../src/core/ports/tunnel.js';
import type { Door } from '../../src/cli/start/doors/door.js';
import { StateFeed } from '../../src/adapters/tunnel/state-feed.js';
import { ChatError } from '../../src/protocol/chat-error.js';

/** One opening of a fake tunnel, in the hands of a test. */
export interface FakeOpening {
  readonly port: number;
  readonly isClosed: boolean;
  say(state: TunnelState): void;
  /** Ends by itself. */
  fail(code: TunnelErrorCode, why?: string): void;
}

export interface FakeDoor extends Door {
  readonly openings: readonly FakeOpening[];
  readonly last: FakeOpening;
}

/** A door whose tunnel does what a test says, and keeps to the seam. */
export function createFakeDoor(name: string, prepared: () => Promise<void> = async () => {}): FakeDoor {
  const openings: FakeOpening[] = [];
  const tunnel: Tunnel = {
    door: name,
    open: ({ port, signal }) => {
      const opening = new Opening(port);
      signal.addEventListener('abort', () => void opening.close());
      openings.push(opening);
      return opening;
    },
  };
  return {
    name,
    honesty: `by ${name}`,
    openMs: 45_000,
    openings,
    get last() {
      const last = openings.at(-1);
      if (last === undefined) throw new Error(`${name} was not opened`);
      return last;
    },
    prepare: async () => {
      await prepared();
      return tunnel;
    },
  };
}

class Opening implements OpenTunnel, FakeOpening {
  readonly port: number;
  readonly states = new StateFeed();
  readonly url: Promise<string>;
  readonly closed: Promise<TunnelExit>;
  isClosed = false;
  #end: (exit: TunnelExit) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(port: number) {
    this.port = port;
    this.url = new Promise((_resolve, reject) => (this.#reject = reject));
    this.closed = new Promise((resolve) => (this.#end = resolve));
  }

  say(state: TunnelState): void {
    this.states.push(state);
  }

  fail(code: TunnelErrorCode, why = ''): void {
    this.states.push({ state: 'failed', code, why });
    this.#reject(new ChatError(code, why));
    this.#end({ by: 'itself', code, why });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.states.end();
    this.#reject(new ChatError('TUNNEL_EXITED', 'closed'));
    this.#end({ by: 'us' });
  }
}
