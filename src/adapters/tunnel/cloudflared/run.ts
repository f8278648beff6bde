import type { Clock } from '../../../core/ports/clock.js';
import type { OpenTunnel, TunnelErrorCode } from '../../../core/ports/tunnel.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { isExecutable } from '../find-on-path.js';
import { OpenDoor } from '../open-door.js';
import { Attempt, type AttemptOptions } from './attempt.js';
import { awaitVisible } from './await-visible.js';
import type { EdgeProtocol } from './command.js';
import { readHostname, readReady } from './metrics.js';
import type { ResolveHost } from './resolve-host.js';
import type { SpawnBudget } from './spawn-budget.js';
import { verify } from './verify.js';
import { Wake } from './wake.js';

const OPEN_MS = 45_000;
/**
 * Without an answer of the service for so long, this computer counts as offline. A network that drops all packets says nothing, so only
 * this ends the wait: whoever starts a session is told within 20 s of the start of the program, which comes before that of the door.
 */
const ANSWER_MS = 15_000;
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

/** One quick tunnel, from the request for it to its end. */
export function runCloudflared(options: RunOptions): OpenTunnel {
  const run = new CloudflaredRun(options);
  void run.live();
  return run.door;
}

/** A process, and the URL it has got. */
interface Asked {
  readonly attempt: Attempt;
  readonly url: string;
}

class CloudflaredRun {
  readonly door: OpenDoor;
  readonly #options: RunOptions;
  readonly #clock: Clock;
  readonly #wake: Wake;
  /** Ends what is being asked when the door ends. */
  readonly #ended = new AbortController();
  readonly #until: number;
  #attempt: Attempt | undefined;
  #connected = false;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#clock = options.attempt.clock;
    this.#wake = new Wake(this.#clock);
    this.#until = this.#clock.now() + OPEN_MS;
    this.door = new OpenDoor({ clock: this.#clock, signal: options.signal, boundMs: OPEN_MS, late: () => this.#late() });
    this.door.closer.add('waiting', () => {
      this.#ended.abort();
      this.#wake.now();
    });
  }

  /** Resolves when the door has ended, or ends now. */
  async live(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      // When the door has ended already it takes no other end.
      const { code, why, message } = error instanceof ChatError ? error : new ChatError('TUNNEL_EXITED', String(error), error);
      this.door.fail(code as TunnelErrorCode, why ?? message);
    }
  }

  async #open(): Promise<never> {
    this.door.progress('resolving');
    const asked = (await this.#connect('http2')) ?? (await this.#connectOtherwise());
    this.#connected = true;
    await this.#visible(asked);
    this.door.ready(asked.url);
    return this.#watch(asked.attempt);
  }

  /** `undefined`: it got a URL, but no connection to Cloudflare. */
  async #connect(protocol: EdgeProtocol): Promise<Asked | undefined> {
    const asked = await this.#ask(protocol);
    this.door.progress('registering');
    return (await this.#isConnected(asked)) ? asked : undefined;
  }

  /** By UDP where TCP did not get through: once, since each process asks for a new tunnel. */
  async #connectOtherwise(): Promise<Asked> {
    const before = this.#attempt?.edge;
    await this.#attempt?.stop();
    const { waitMs } = this.#options.budget;
    if (waitMs > 0) throw blocked(before, `TCP port 7844 does not let it out; UDP can be tried ${inSeconds(waitMs)}`);
    try {
      const asked = await this.#connect('quic');
      if (asked !== undefined) return asked;
    } catch (error) {
      if (before === undefined || !(error instanceof ChatError)) throw error;
      throw new ChatError(error.code, `${error.why ?? error.message}; before, over http2: ${before}`, error);
    }
    throw blocked(this.#attempt?.edge ?? before);
  }

  async #ask(protocol: EdgeProtocol): Promise<Asked> {
    this.#check(undefined);
    const { budget, attempt: options, port } = this.#options;
    const { waitMs } = budget;
    if (waitMs > 0) throw new ChatError('TUNNEL_RATE_LIMITED', `Two a minute are allowed; the next may be asked for ${inSeconds(waitMs)}.`);
    if (!isExecutable(options.path)) throw new ChatError('TUNNEL_BINARY_MISSING', `${options.path} is not a program that can be run.`);
    // It was looked at when it was found, which may be hours ago.
    if (options.sha256 !== undefined) await verify(options.path, options.sha256, this.#ended.signal);
    this.#check(undefined);
    budget.spend();
    this.door.progress('requesting');
    const attempt = new Attempt(options, port, protocol, () => this.#wake.now());
    this.door.closer.add(`cloudflared, ${protocol}`, () => attempt.stop());
    this.#attempt = attempt;
    const until = this.#clock.now() + ANSWER_MS;
    while (attempt.url === undefined) {
      this.#check(attempt);
      const left = until - this.#clock.now();
      const silence = `No answer of api.trycloudflare.com within ${ANSWER_MS / 1_000} s.`;
      if (left <= 0) throw new ChatError('TUNNEL_OFFLINE', attempt.failure?.why ?? silence);
      await this.#wake.within(left);
    }
    return { attempt, url: attempt.url };
  }

  async #isConnected(asked: Asked): Promise<boolean> {
    const until = this.#clock.now() + CONNECT_MS;
    for (;;) {
      if (await this.#answers(asked)) return true;
      this.#check(asked.attempt);
      // When it says that it is connected, another protocol would not help.
      if (this.#clock.now() >= until && !asked.attempt.registered) return false;
      await this.#pause(POLL_MS, asked.attempt);
    }
  }

  async #answers({ attempt, url }: Asked): Promise<boolean> {
    return (await this.#isReady(attempt)) && (await readHostname(attempt.metricsPort ?? 0, this.#ended.signal)) === new URL(url).host;
  }

  async #isReady({ metricsPort }: Attempt): Promise<boolean> {
    return metricsPort !== undefined && (await readReady(metricsPort, this.#ended.signal)) === 'ready';
  }

  async #visible({ attempt, url }: Asked): Promise<void> {
    const { host } = new URL(url);
    const result = await awaitVisible(host, {
      clock: this.#clock,
      resolve: this.#options.resolve,
      signal: this.#ended.signal,
      pause: (ms) => this.#pause(ms, attempt),
      until: this.#until,
    });
    this.#check(attempt);
    if (result === 'not-there') throw new ChatError('TUNNEL_NOT_VISIBLE', `${host} is not known at 1.1.1.1.`);
    if (result === 'unknown') this.#options.unconfirmed();
  }

  async #watch(attempt: Attempt): Promise<never> {
    for (;;) {
      await this.#pause(WATCH_MS, attempt);
      const ready = await this.#isReady(attempt);
      this.#check(attempt);
      if (ready) this.door.restored();
      else this.door.degraded();
    }
  }

  /** Ends early only when the process or the door has ended. */
  async #pause(ms: number, attempt: Attempt): Promise<void> {
    const until = this.#clock.now() + ms;
    for (let left = ms; left > 0; left = until - this.#clock.now()) {
      this.#check(attempt);
      await this.#wake.within(left);
    }
    this.#check(attempt);
  }

  /** Throws when there is nothing to wait for any more. */
  #check(attempt: Attempt | undefined): void {
    if (this.door.ended) throw new Error('the door has ended');
    if (attempt?.exit === undefined) return;
    if (attempt.end.code === 'TUNNEL_RATE_LIMITED') this.#options.budget.refused();
    throw attempt.end;
  }

  #late(): { readonly code: TunnelErrorCode; readonly why: string } {
    if (this.#connected) return { code: 'TUNNEL_NOT_VISIBLE', why: 'It was connected too late to see whether others find its address.' };
    const { edge, registered = false } = this.#attempt ?? {};
    if (edge !== undefined && !registered) return { code: 'TUNNEL_EDGE_BLOCKED', why: `${NO_WAY_OUT}: ${edge}` };
    const what = registered ? 'cloudflared says that it is connected, but its metrics do not confirm it' : 'It was not connected';
    return { code: 'TUNNEL_TIMEOUT', why: `${what} within ${OPEN_MS / 1_000} s.` };
  }
}

const NO_WAY_OUT = 'Neither TCP nor UDP port 7844 lets it out';

const inSeconds = (ms: number): string => `in ${Math.ceil(ms / 1_000)} s`;

/** `edge`: what cloudflared said of it. */
const blocked = (edge: string | undefined, what = NO_WAY_OUT): ChatError => {
  if (edge === undefined) return new ChatError('TUNNEL_TIMEOUT', 'cloudflared got an address, but no connection to Cloudflare.');
  return new ChatError('TUNNEL_EDGE_BLOCKED', `${what}: ${edge}`);
};
