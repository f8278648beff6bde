import type { Clock } from '../../../core/ports/clock.js';
import { within } from '../../../core/within.js';
import type { ResolveHost } from './resolve-host.js';

/**
 * The record appears 3 to 6 s after the URL was printed, and whoever looks before remembers for 30 minutes that it is not there; so does
 * the server that is asked here. Hence no hurry.
 */
const FIRST_LOOK_MS = 4_000;
const EVERY_MS = 2_000;
const LOOK_MS = 3_000;
const ALL_MS = 30_000;

export interface VisibleOptions {
  readonly clock: Clock;
  readonly resolve: ResolveHost;
  readonly signal: AbortSignal;
  /** Rejects when there is nothing to wait for any more. */
  readonly pause: (ms: number) => Promise<void>;
  /** When the whole door must be open. */
  readonly until: number;
}

/** Until others find the name. `unknown`: nobody could be asked. */
export async function awaitVisible(host: string, options: VisibleOptions): Promise<'found' | 'not-there' | 'unknown'> {
  const { clock, resolve, signal, pause } = options;
  const until = Math.min(clock.now() + ALL_MS, options.until - LOOK_MS - EVERY_MS);
  await pause(FIRST_LOOK_MS);
  for (;;) {
    const looking = new AbortController();
    const stop = (): void => looking.abort();
    signal.addEventListener('abort', stop, { once: true });
    const answer = await within(
      clock,
      LOOK_MS,
      resolve(host, looking.signal).catch(() => 'unknown' as const),
    );
    signal.removeEventListener('abort', stop);
    stop();
    if (answer === 'found') return 'found';
    if (answer !== 'not-there') return 'unknown';
    if (clock.now() >= until) return 'not-there';
    await pause(EVERY_MS);
  }
}
