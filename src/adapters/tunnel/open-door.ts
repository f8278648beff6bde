import { Closer } from '../../core/closer.js';
import type { Clock } from '../../core/ports/clock.js';
import type { OpenTunnel, TunnelErrorCode, TunnelExit, TunnelState } from '../../core/ports/tunnel.js';
import { ChatError } from '../../protocol/chat-error.js';
import { oneLine } from './bounded-lines.js';
import { StateFeed } from './state-feed.js';

export interface DoorOptions {
  readonly clock: Clock;
  /** Aborting it is `close`. */
  readonly signal: AbortSignal;
  /** How long it may take to be ready. */
  readonly boundMs: number;
  /** What it is when it was not ready in time. */
  readonly late?: () => { readonly code: TunnelErrorCode; readonly why: string };
}

/** How far a door has come, before it is ready for the first time. */
type Phase = 'opening' | 'ready' | 'degraded' | 'ended';

const notReady = (): { code: TunnelErrorCode; why: string } => ({ code: 'TUNNEL_TIMEOUT', why: 'it did not say that it is ready' });

/**
 * The side of a door that the seam shows. A driver says how it goes, and registers with `closer` how each thing that it makes is released;
 * everything is released before the end is told, whoever brought it about.
 */
export class OpenDoor implements OpenTunnel {
  readonly url: Promise<string>;
  readonly closed: Promise<TunnelExit>;
  readonly closer: Closer;
  readonly #feed = new StateFeed();
  #resolveUrl!: (url: string) => void;
  #rejectUrl!: (error: ChatError) => void;
  #resolveClosed!: (exit: TunnelExit) => void;
  #phase: Phase = 'opening';
  #step: TunnelState['state'] | undefined;
  #address = '';
  #release: Promise<void> | undefined;
  readonly #dropBound: () => void;
  readonly #dropSignal: () => void;

  constructor({ clock, signal, boundMs, late = notReady }: DoorOptions) {
    this.closer = new Closer(clock);
    this.url = new Promise((resolve, reject) => {
      this.#resolveUrl = resolve;
      this.#rejectUrl = reject;
    });
    // Whoever only reads the states must not meet it as an unhandled rejection.
    this.url.catch(() => undefined);
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#dropBound = clock.after(boundMs, () => {
      const { code, why } = late();
      this.fail(code, why);
    });
    const abort = (): void => void this.close();
    signal.addEventListener('abort', abort, { once: true });
    this.#dropSignal = () => signal.removeEventListener('abort', abort);
    if (signal.aborted) abort();
  }

  get states(): AsyncIterable<TunnelState> {
    return this.#feed;
  }

  /** Nothing that is said any more matters. */
  get ended(): boolean {
    return this.#phase === 'ended';
  }

  /** Saying the same again does nothing, but with a hint. */
  progress(state: 'resolving' | 'requesting' | 'registering', hint?: string): void {
    if (this.#phase !== 'opening' || (state === this.#step && hint === undefined)) return;
    this.#step = state;
    this.#feed.push(hint === undefined ? { state } : { state, hint });
  }

  /** Saying the same again does nothing. Another address takes the place of the first. */
  ready(url: string): void {
    if (this.#phase === 'ended' || (this.#phase === 'ready' && this.#address === url)) return;
    this.#dropBound();
    this.#phase = 'ready';
    this.#address = url;
    this.#feed.push({ state: 'ready', url });
    this.#resolveUrl(url);
  }

  degraded(): void {
    if (this.#phase !== 'ready') return;
    this.#phase = 'degraded';
    this.#feed.push({ state: 'degraded', url: this.#address });
  }

  /** It has come back. */
  restored(): void {
    if (this.#phase === 'degraded') this.ready(this.#address);
  }

  /** `words` may be text from outside, of any length. */
  fail(code: TunnelErrorCode, words: string): void {
    const why = oneLine(words);
    const exit = { by: 'itself', code, why } as const;
    void this.#end(exit, () => {
      this.#feed.push({ state: 'failed', code, why });
      this.#rejectUrl(new ChatError(code, why));
    });
  }

  close(): Promise<void> {
    return this.#end({ by: 'us' }, () => {
      this.#feed.end();
      this.#rejectUrl(new ChatError('TUNNEL_EXITED', 'it was closed before it was ready'));
    });
  }

  #end(exit: TunnelExit, tell: () => void): Promise<void> {
    if (this.#release !== undefined) return this.#release;
    this.#phase = 'ended';
    this.#dropBound?.();
    this.#dropSignal?.();
    this.#release = this.closer.close().then(() => {
      tell();
      this.#resolveClosed(exit);
    });
    return this.#release;
  }
}
