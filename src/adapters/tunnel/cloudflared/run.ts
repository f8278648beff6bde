import type { Clock } from '../../../core/ports/clock.js';
import type { OpenTunnel, TunnelErrorCode, TunnelExit } from '../../../core/ports/tunnel.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { isExecutable } from '../find-on-path.js';
import { StateFeed } from '../state-feed.js';
import { Attempt, type AttemptOptions } from './attempt.js';
import { awaitVisible } from './await-visible.js';
import type { EdgeProtocol } from './command.js';
import { readHostname, readReady } from './metrics.js';
import type { ResolveHost } from './resolve-host.js';
import type { SpawnBudget } from './spawn-budget.js';
import { Wake } from './wake.js';

const OPEN_MS = 45_000;
/** Without an answer of the service for so long, this computer counts as offline. */
const ANSWER_MS = 20_000;
/** Connected within so long, or never by this protocol. */
const CONNECT_MS = 12_000;
const POLL_MS = 1_000;
const WATCH_MS = 5_000;

export interface RunOptions {
  readonly budget: SpawnBudget;
  readonly attempt: AttemptOptions;
  readonly resolve: ResolveHost;
  readonly unconfirmed: () => void;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** A process, and the URL it has got. */
interface Asked {
  readonly attempt: Attempt;
  readonly url: string;
}

/** Thrown where the run was when it was closed. */
class Closing extends Error {}

/** One quick tunnel, from the request for it to its end. */
export class CloudflaredRun implements OpenTunnel {
  readonly url: Promise<string>;
  readonly closed: Promise<TunnelExit>;
  readonly states = new StateFeed();
  readonly #options: RunOptions;
  readonly #clock: Clock;
  readonly #wake: Wake;
  readonly #closing = new AbortController();
  #settle: { resolve: (url: string) => void; reject: (error: ChatError) => void } = { resolve: () => {}, reject: () => {} };
  #attempt: Attempt | undefined;
  #deadline: number;
  /** Ends what is being asked for when this is closed, or takes too long to open. */
  readonly #asking: AbortSignal;
  readonly #inTime: () => void;
  #connected = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#clock = options.attempt.clock;
    this.#wake = new Wake(this.#clock);
    this.#deadline = this.#clock.now() + OPEN_MS;
    const late = new AbortController();
    this.#inTime = this.#clock.after(OPEN_MS, () => late.abort());
    this.#asking = AbortSignal.any([this.#closing.signal, late.signal]);
    this.url = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    // Who only reads the states must not end by a rejection that nobody has taken.
    this.url.catch(() => {});
    const close = (): void => void this.close();
    options.signal.addEventListener('abort', close, { once: true });
    if (options.signal.aborted) this.#closing.abort();
    this.closed = this.#live().finally(() => {
      this.#inTime();
      options.signal.removeEventListener('abort', close);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake.now();
    await this.closed;
  }

  async #live(): Promise<TunnelExit> {
    try {
      return await this.#open();
    } catch (error) {
      await this.#attempt?.stop();
      return this.#end(error);
    }
  }

  #end(error: unknown): TunnelExit {
    if (error instanceof Closing) {
      this.states.end();
      this.#settle.reject(new ChatError('TUNNEL_EXITED', 'It was closed before it was ready.'));
      return { by: 'us' };
    }
    const failure = error instanceof ChatError ? error : new ChatError('TUNNEL_EXITED', String(error), error);
    const code = failure.code as TunnelErrorCode;
    const why = failure.why ?? failure.message;
    this.states.push({ state: 'failed', code, why });
    this.#settle.reject(failure);
    return { by: 'itself', code, why };
  }

  async #open(): Promise<never> {
    this.states.push({ state: 'resolving' });
    const asked = (await this.#connect('http2')) ?? (await this.#connectOtherwise());
    this.#connected = true;
    await this.#visible(asked);
    this.#inTime();
    this.#deadline = Number.POSITIVE_INFINITY;
    return this.#serve(asked);
  }

  /** `undefined`: it got a URL, but no connection to Cloudflare. */
  async #connect(protocol: EdgeProtocol): Promise<Asked | undefined> {
    const asked = await this.#ask(protocol);
    this.states.push({ state: 'registering' });
    return (await this.#isConnected(asked)) ? asked : undefined;
  }

  /** By UDP where TCP did not get through: once, since each process asks for a new tunnel. */
  async #connectOtherwise(): Promise<Asked> {
    const before = this.#attempt?.edge;
    await this.#attempt?.stop();
    if (this.#options.budget.waitMs > 0) throw this.#blocked(before);
    try {
      const asked = await this.#connect('quic');
      if (asked !== undefined) return asked;
    } catch (error) {
      if (before === undefined || !(error instanceof ChatError)) throw error;
      throw new ChatError(error.code, `${error.why ?? error.message}; before, over http2: ${before}`, error);
    }
    throw this.#blocked(this.#attempt?.edge ?? before);
  }

  #blocked(edge: string | undefined): ChatError {
    if (edge === undefined) return new ChatError('TUNNEL_TIMEOUT', 'cloudflared got an address, but no connection to Cloudflare.');
    return new ChatError('TUNNEL_EDGE_BLOCKED', `Neither TCP nor UDP port 7844 lets it out: ${edge}`);
  }

  async #ask(protocol: EdgeProtocol): Promise<Asked> {
    this.#check(undefined);
    const { budget, attempt: options, port } = this.#options;
    if (budget.waitMs > 0) {
      const seconds = Math.ceil(budget.waitMs / 1_000);
      throw new ChatError('TUNNEL_RATE_LIMITED', `Two were asked for within a minute; the next may be asked for in ${seconds} s.`);
    }
    if (!isExecutable(options.path)) throw new ChatError('TUNNEL_BINARY_MISSING', `${options.path} is not a program that can be run.`);
    budget.spend();
    this.states.push({ state: 'requesting' });
    const attempt = new Attempt(options, port, protocol, () => this.#wake.now());
    this.#attempt = attempt;
    const until = this.#clock.now() + ANSWER_MS;
    while (attempt.url === undefined) {
      this.#check(attempt);
      const left = until - this.#clock.now();
      if (left <= 0) throw new ChatError('TUNNEL_OFFLINE', attempt.failure?.why ?? 'No answer of api.trycloudflare.com within 20 s.');
      await this.#wake.within(Math.min(left, this.#left()));
    }
    return { attempt, url: attempt.url };
  }

  async #isConnected(asked: Asked): Promise<boolean> {
    const until = this.#clock.now() + CONNECT_MS;
    for (;;) {
      if (await this.#answers(asked)) return true;
      this.#check(asked.attempt);
      const left = until - this.#clock.now();
      // When it says that it is connected, another protocol would not help.
      if (left <= 0 && !asked.attempt.registered) return false;
      await this.#pause(Math.min(POLL_MS, this.#left()), asked.attempt);
    }
  }

  async #answers({ attempt, url }: Asked): Promise<boolean> {
    const { metricsPort } = attempt;
    if (metricsPort === undefined) return false;
    if ((await readReady(metricsPort, this.#asking)) !== 'ready') return false;
    return (await readHostname(metricsPort, this.#asking)) === new URL(url).host;
  }

  async #visible({ attempt, url }: Asked): Promise<void> {
    const result = await awaitVisible(new URL(url).host, {
      clock: this.#clock,
      resolve: this.#options.resolve,
      signal: this.#closing.signal,
      pause: (ms) => this.#pause(ms, attempt),
      until: this.#deadline,
    });
    this.#check(attempt);
    if (result === 'not-there') throw new ChatError('TUNNEL_NOT_VISIBLE', `${new URL(url).host} is not known at 1.1.1.1.`);
    if (result === 'unknown') this.#options.unconfirmed();
  }

  async #serve({ attempt, url }: Asked): Promise<never> {
    let state: 'ready' | 'degraded' = 'ready';
    this.states.push({ state, url });
    this.#settle.resolve(url);
    for (;;) {
      await this.#pause(WATCH_MS, attempt);
      const next =
        attempt.metricsPort !== undefined && (await readReady(attempt.metricsPort, this.#closing.signal)) === 'ready'
          ? 'ready'
          : 'degraded';
      this.#check(attempt);
      if (next !== state) this.states.push({ state: next, url });
      state = next;
    }
  }

  /** Ends early only when the process has ended, or this is closed. */
  async #pause(ms: number, attempt: Attempt): Promise<void> {
    const until = this.#clock.now() + ms;
    for (let left = ms; left > 0; left = until - this.#clock.now()) {
      this.#check(attempt);
      await this.#wake.within(left);
    }
    this.#check(attempt);
  }

  #left(): number {
    return this.#deadline - this.#clock.now();
  }

  #check(attempt: Attempt | undefined): void {
    if (this.#closing.signal.aborted) throw new Closing();
    if (attempt?.exit !== undefined) throw attempt.end;
    if (this.#left() <= 0) throw this.#late(attempt);
  }

  #late(attempt: Attempt | undefined): ChatError {
    if (this.#connected) return new ChatError('TUNNEL_NOT_VISIBLE', 'It was connected too late to see whether others find its address.');
    if (attempt?.edge !== undefined && !attempt.registered) return this.#blocked(attempt.edge);
    const what =
      attempt?.registered === true ? 'cloudflared says that it is connected, but its metrics do not confirm it' : 'It was not connected';
    return new ChatError('TUNNEL_TIMEOUT', `${what} within 45 s.`);
  }
}
