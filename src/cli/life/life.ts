import { createEventLog, type EventLog } from '../../core/event-log.js';
import type { Clock } from '../../core/ports/clock.js';
import { newSession, stepSession, type Session } from '../../core/session.js';
import { ChatError } from '../../protocol/chat-error.js';
import { bearBrokenStreams, isLostTerminal } from './broken-streams.js';
import { emptyCoreDumps } from './core-dump.js';
import type { EndRequest } from './end-request.js';
import { watchEndSignals, type AnySignal, type EndSignal } from './end-signals.js';
import { watchFatal } from './fatal.js';
import { leave } from './leave.js';
import { starters, watchParent } from './parent-watch.js';
import { Shutdown } from './shutdown.js';
import { holdTerminal } from './terminal.js';
import { watchReader } from './watch-reader.js';

export interface LifeOptions {
  readonly clock: Clock;
  /** Told when Ctrl+Z is refused, with the reason; absent: Ctrl+Z works. */
  readonly refuseStop?: (why: string) => void;
}

const NO_STOP = 'Ctrl+Z would freeze the room for everyone in it; Ctrl+C ends it. To go on in another window, use tmux or screen.';

/**
 * The life of a program that holds keys: every way it can end, from signals to bugs, becomes one request, and one way out follows.
 *
 *     const life = startLife({ clock, refuseStop });       // first of all
 *     try {
 *       const server = await createChatServer({ …, log: life.eventLog.log });
 *       life.shutdown.onSockets(() => server.endRelay());  // each on the line after what it ends
 *       life.shutdown.closer.add('server', () => server.close());
 *       …
 *       life.opened();
 *     } catch (error) {
 *       life.end({ reason: 'error', error: asChatError(error) });
 *     }
 *     const request = await life.ended;
 *     const end = await finishLife(life, request, …);      // finish-life.ts: shutdown, log question, receipt, exit code
 *     await life.leave(end.exitCode);
 */
export interface Life {
  readonly clock: Clock;
  readonly session: Session;
  readonly shutdown: Shutdown;
  readonly eventLog: EventLog;
  /** The first request to end. While it may come before the start is done, race the start with it. */
  readonly ended: Promise<EndRequest>;
  /** Aborted when the end was asked for. */
  readonly ending: AbortSignal;
  /** Aborted when the terminal hung up. */
  readonly hungUp: AbortSignal;
  /** What went wrong after the end had been asked for. */
  readonly lateErrors: readonly ChatError[];
  opened(): void;
  /** Later requests than the first change nothing. */
  end(request: EndRequest): void;
  /** Keys of a terminal in raw mode: Ctrl+C is SIGINT, Ctrl+Z is SIGTSTP. */
  receive(signal: AnySignal): void;
  wiped(): void;
  /** Ends the process when its output is written. */
  leave(exitCode: number): Promise<never>;
}

/** State shared by the ways to end. */
class LifeState implements Life {
  readonly clock: Clock;
  readonly shutdown: Shutdown;
  readonly eventLog: EventLog;
  readonly ended: Promise<EndRequest>;
  readonly lateErrors: ChatError[] = [];
  session = newSession;
  receive: (signal: AnySignal) => void = () => {};
  readonly #terminal = holdTerminal();
  /** Timers of the clock, and what is closed, keep no process alive; only the way out may end it. */
  readonly #hold = setInterval(() => {}, 3_600_000);
  readonly #ending = new AbortController();
  readonly #hungUp = new AbortController();
  #resolve: (request: EndRequest) => void = () => {};

  constructor(clock: Clock) {
    this.clock = clock;
    this.shutdown = new Shutdown(clock);
    this.eventLog = createEventLog(clock);
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    process.once('exit', () => this.#terminal.letGo());
  }

  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get hungUp(): AbortSignal {
    return this.#hungUp.signal;
  }

  opened(): void {
    this.session = stepSession(this.session, { type: 'opened', at: this.clock.now() });
    if (this.session.state === 'open') this.eventLog.log({ type: 'session-open' });
  }

  end(request: EndRequest): void {
    if (request.error !== undefined) this.eventLog.log({ type: 'error', code: request.error.code });
    if (this.#ending.signal.aborted) return this.#endAgain(request);
    this.session = stepSession(this.session, { type: 'ending', at: this.clock.now(), reason: request.reason });
    if (this.session.state === 'closing' && this.session.opened) this.eventLog.log({ type: 'session-closing' });
    this.#resolve(request);
    this.#ending.abort();
  }

  /** A bug on the way out: before the wipe it is kept for the exit code, after it nobody is there to look at it. */
  #endAgain({ error }: EndRequest): void {
    if (error === undefined) return;
    if (this.session.state === 'wiped') process.exit(error.exitCode);
    this.lateErrors.push(error);
  }

  wiped(): void {
    clearInterval(this.#hold);
    this.session = stepSession(this.session, { type: 'wiped', at: this.clock.now() });
  }

  hangUp(): void {
    this.#terminal.letGo();
    this.#hungUp.abort();
  }

  /** Not the way out, but the window: keys are overwritten, and what we started dies. */
  force(exitCode: number): never {
    this.shutdown.wipe();
    this.shutdown.footprint.erase();
    return process.exit(exitCode);
  }

  leave(exitCode: number): Promise<never> {
    return leave(exitCode);
  }
}

export function startLife({ clock, refuseStop }: LifeOptions): Life {
  emptyCoreDumps();
  const life = new LifeState(clock);
  const bySignal = (signal: EndSignal): void =>
    life.end(signal === 'SIGHUP' ? { reason: 'signal', unattended: true } : { reason: 'signal' });
  const signals = watchEndSignals(process, clock, {
    end: bySignal,
    force: (exitCode) => life.force(exitCode),
    hangUp: () => life.hangUp(),
    ...(refuseStop === undefined ? {} : { refuseStop: () => refuseStop(NO_STOP) }),
  });
  life.receive = (signal) => signals.receive(signal);
  watchFatal(process, (error) => {
    if (!isLostTerminal(error.cause)) life.end({ reason: 'error', error });
  });
  watchParent(
    process.env,
    clock,
    () => starters(process.ppid),
    () => life.end({ reason: 'signal', unattended: true }),
  );
  const readerGone = (): void => life.end({ reason: 'signal', unattended: true });
  watchReader(process.stdout.fd, readerGone);
  bearBrokenStreams(process, {
    readerGone,
    full: (cause) => life.end({ reason: 'error', error: new ChatError('OUTPUT_NOT_WRITTEN', cause.message, cause) }),
  });
  return life;
}
