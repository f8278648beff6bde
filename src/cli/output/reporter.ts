import type { Clock } from '../../core/ports/clock.js';
import type { ChatError } from '../../protocol/chat-error.js';
import type { ChatEvent } from '../../protocol/event.js';
import type { Invocation } from '../invocation.js';
import type { Paint } from '../terminal/palette.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';
import { stackLines, troubleEvent, troubleLines, type Trouble } from './failure.js';
import { eventLine } from './ndjson.js';

export interface ReporterOptions {
  readonly screen: Screen;
  readonly invocation: Invocation;
  readonly clock: Clock;
  readonly json: boolean;
  readonly debug: boolean;
  /** Writes to stdout. */
  readonly result: (text: string) => void;
}

/** Says what happens: to programs on stdout, with --json, else to people on stderr. */
export class Reporter {
  readonly screen: Screen;
  readonly invocation: Invocation;
  readonly clock: Clock;
  readonly json: boolean;
  readonly #debug: boolean;
  readonly #result: (text: string) => void;

  constructor({ screen, invocation, clock, json, debug, result }: ReporterOptions) {
    this.screen = screen;
    this.invocation = invocation;
    this.clock = clock;
    this.json = json;
    this.#debug = debug;
    this.#result = result;
  }

  /** With --json only. `at`: when it happened, milliseconds since the epoch. */
  event(event: ChatEvent, at = this.clock.now()): void {
    if (this.json) this.#result(`${eventLine(event, at)}\n`);
  }

  /** The one result that is not JSON, on stdout. */
  result(text: string): void {
    this.#result(`${text}\n`);
  }

  /** For people only: nothing with --json. `hang` as in Screen. */
  line(text: SafeText, hang?: number): void {
    if (!this.json) this.screen.line(text, hang);
  }

  /** A sentence for people, broken between words where the terminal is narrow. */
  note(text: string, paint: Paint = this.screen.palette.faint): void {
    this.line(paint(safe`${text}`), 0);
  }

  error(trouble: Trouble): void {
    this.#trouble('error', trouble);
  }

  warning(trouble: Trouble): void {
    this.#trouble('warning', trouble);
  }

  /** What ends the program, with its stack when --debug was given. */
  failure(error: ChatError): void {
    this.error(error);
    if (this.#debug) for (const line of stackLines(error)) this.screen.always(line);
  }

  #trouble(kind: 'error' | 'warning', trouble: Trouble): void {
    if (this.json) return this.event(troubleEvent(kind, trouble, this.invocation));
    for (const line of troubleLines(kind, trouble, this.screen.palette, this.invocation)) this.screen.always(line, 2);
  }
}
