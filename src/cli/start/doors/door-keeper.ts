import type { OpenTunnel, Tunnel, TunnelErrorCode } from '../../../core/ports/tunnel.js';
import type { Cancel, Clock } from '../../../core/ports/clock.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { hintOf, isOpening, type Door, type DoorState } from './door.js';

/** So much more than it promises a driver gets: its own words for being late are better. Then it is closed. */
const GRACE_MS = 1_000;
/** A download that has given no byte for so long has no way out. */
const STALL_MS = 20_000;

export interface DoorKeeperOptions {
  readonly door: Door;
  /** Of the server, on 127.0.0.1. */
  readonly port: number;
  readonly clock: Clock;
  readonly heard: (state: DoorState) => void;
}

/** Opens one door, knows how it is, and closes it. */
export class DoorKeeper {
  readonly door: Door;
  readonly #options: DoorKeeperOptions;
  #state: DoorState = { state: 'closed' };
  #tunnel: Tunnel | undefined;
  #attempt: AbortController | undefined;
  #over: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: DoorKeeperOptions) {
    this.door = options.door;
    this.#options = options;
  }

  get state(): DoorState {
    return this.#state;
  }

  /** False when it is open or being opened already. */
  open(): boolean {
    const idle = this.#state.state === 'closed' || this.#state.state === 'failed';
    if (this.#closed || !idle) return false;
    const attempt = new AbortController();
    const before = this.#over;
    this.#attempt = attempt;
    this.#to({ state: 'resolving' });
    // What is left of the last attempt goes first.
    this.#over = before.then(() => this.#run(attempt.signal));
    return true;
  }

  /** For ever. Resolves when nothing of it runs. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#attempt?.abort();
    await this.#over;
    this.#state = { state: 'closed' };
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      this.#tunnel ??= await this.#prepare(signal);
      if (!signal.aborted) await this.#goThrough(this.#tunnel, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ChatError) || !isTunnelCode(error.code)) throw error;
      this.#to({ state: 'failed', code: error.code, why: error.why ?? '' });
    }
  }

  async #prepare(signal: AbortSignal): Promise<Tunnel> {
    const { clock, door } = this.#options;
    const stalled = new AbortController();
    const arm = (): Cancel => clock.after(STALL_MS, () => stalled.abort());
    let cancel = arm();
    const progress = (done: number, all: number): void => {
      cancel();
      cancel = arm();
      this.#to({ state: 'downloading', done, all });
    };
    try {
      return await door.prepare({ signal: AbortSignal.any([signal, stalled.signal]), progress });
    } catch (error) {
      if (!stalled.signal.aborted) throw error;
      throw new ChatError('TUNNEL_DOWNLOAD_FAILED', `nothing arrived for ${STALL_MS / 1_000} s`, error);
    } finally {
      cancel();
    }
  }

  async #goThrough(tunnel: Tunnel, signal: AbortSignal): Promise<void> {
    const { port, clock, door } = this.#options;
    const opened = tunnel.open({ port, signal });
    // The states say it too.
    opened.url.catch(() => {});
    let late = false;
    const cancel = clock.after(door.openMs + GRACE_MS, () => {
      late = true;
      void opened.close();
    });
    try {
      await this.#follow(opened, cancel);
    } finally {
      cancel();
    }
    const exit = await opened.closed;
    if (signal.aborted || this.#state.state === 'failed') return;
    if (late) this.#to({ state: 'failed', code: 'TUNNEL_TIMEOUT', why: `it took more than ${door.openMs / 1_000} s` });
    else if (exit.by === 'itself') this.#to({ state: 'failed', code: exit.code, why: exit.why });
  }

  async #follow(opened: OpenTunnel, settled: Cancel): Promise<void> {
    for await (const state of opened.states) {
      if (state.state === 'ready' || state.state === 'failed') settled();
      this.#to(state);
    }
  }

  #to(state: DoorState): void {
    if (this.#closed || isSame(state, this.#state)) return;
    this.#state = state;
    this.#options.heard(state);
  }
}

const isSame = (a: DoorState, b: DoorState): boolean =>
  a.state === b.state &&
  (('url' in a && 'url' in b && a.url === b.url) || (isOpening(a) && a.state !== 'downloading' && hintOf(a) === hintOf(b)));

const isTunnelCode = (code: string): code is TunnelErrorCode => code.startsWith('TUNNEL_');
