import { assertNever } from '../../../protocol/parsed.js';
import { durationWords } from '../../config/duration.js';
import type { Reporter } from '../../output/reporter.js';
import type { Paint } from '../../terminal/palette.js';
import { safe } from '../../terminal/safe-text.js';
import { hintOf, type Door, type DoorState } from './door.js';

export interface DoorReportOptions {
  readonly reporter: Reporter;
  /** Something else shows what a door is doing: only what came of it becomes a line. */
  readonly terse: boolean;
  readonly linkOf: (origin: string) => string;
  /** This failure ends the program, which tells it. */
  readonly isEnd: () => boolean;
}

const NAME_COLUMNS = 11;

/** What a door is doing, in a few words; `undefined` when there is nothing to wait for. */
export function doing(state: DoorState): string | undefined {
  switch (state.state) {
    case 'downloading':
      return `downloading, ${megabytes(state.done)} of ${megabytes(state.all)} MB`;
    case 'resolving':
      return 'looking for the way out';
    case 'requesting':
      return 'asking for an address';
    case 'registering':
      return 'waiting until it answers';
    case 'ready':
    case 'degraded':
    case 'failed':
    case 'closed':
      return undefined;
    default:
      return assertNever(state);
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

/** The state of a door that was told before. */
interface Last {
  readonly state: DoorState['state'];
  /** When it began to open. */
  readonly since: number;
  /** Where it was reached. */
  readonly url: string | undefined;
}

/** Tells programs every change of a door, and people what they can use. */
export class DoorReport {
  readonly #options: DoorReportOptions;
  readonly #last = new Map<Door, Last>();

  constructor(options: DoorReportOptions) {
    this.#options = options;
  }

  heard(door: Door, state: DoorState): void {
    const { reporter, linkOf } = this.#options;
    const last = this.#last.get(door);
    const began = last === undefined || last.state === 'failed' ? reporter.clock.now() : last.since;
    this.#last.set(door, { state: state.state, since: began, url: 'url' in state ? state.url : undefined });
    if (state.state === 'downloading' && last?.state === 'downloading') return;
    const url = 'url' in state ? { url: linkOf(state.url) } : {};
    if (state.state !== last?.state || 'url' in state) reporter.event({ event: 'tunnel', door: door.name, state: state.state, ...url });
    if (!reporter.json) this.#say(door, state, last, reporter.clock.now() - began);
    if (state.state === 'failed' && !this.#options.isEnd()) reporter.warning(state.why === '' ? { code: state.code } : state);
  }

  #say(door: Door, state: DoorState, before: Last | undefined, ms: number): void {
    const { good, warn, bad } = this.#options.reporter.screen.palette;
    switch (state.state) {
      case 'ready':
        if (before?.url === undefined) return this.#line(door, `open after ${durationWords(ms)}`, good);
        if (before.url === state.url) return this.#line(door, 'answers again', good);
        return this.#line(door, 'has another address now: the link that it had leads nowhere', warn);
      case 'degraded':
        return this.#line(door, 'does not answer at the moment; guests wait', warn);
      case 'failed':
        return this.#line(door, before?.url === undefined ? 'did not open' : 'is closed', bad);
      default: {
        // Why it takes its time is more than fits where progress is shown.
        const words = hintOf(state) ?? (this.#options.terse ? undefined : doing(state));
        if (words !== undefined) this.#line(door, words, (text) => text);
      }
    }
  }

  #line(door: Door, words: string, paint: Paint): void {
    this.#options.reporter.line(safe`${door.name.padEnd(NAME_COLUMNS)} ${paint(safe`${words}`)}`);
  }
}
