import { constants } from 'node:os';
import type { Clock } from '../../core/ports/clock.js';

/** npm, and the terminal itself, may both send the signal of one key press. */
const SAME_MS = 500;

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type EndSignal = (typeof END_SIGNALS)[number];
export type AnySignal = EndSignal | 'SIGTSTP';

export interface SignalEvents {
  /** The first signal. */
  end(signal: EndSignal): void;
  /** A second, later one: the program must exit with `code` (128 + n) at once. */
  force(code: number, signal: EndSignal): void;
  /** The terminal is gone. Comes before `end` or `force`, and before anything may be written. */
  hangUp(): void;
  /** Ctrl+Z, which is then not done. Absent: it does what it does everywhere. */
  refuseStop?(): void;
}

/** Where signals come from: `process`, or a test's emitter. */
export interface SignalSource {
  on(signal: AnySignal, listener: () => void): unknown;
  off(signal: AnySignal, listener: () => void): unknown;
}

export interface EndSignals {
  /** For keys that a terminal in raw mode does not turn into signals: Ctrl+C is SIGINT, Ctrl+Z is SIGTSTP. */
  receive(signal: AnySignal): void;
  stop(): void;
}

export const watchEndSignals = (source: SignalSource, clock: Clock, events: SignalEvents): EndSignals => {
  let first: { readonly signal: EndSignal; readonly at: number } | undefined;

  const isSame = (signal: EndSignal, from: { signal: EndSignal; at: number }): boolean =>
    signal === from.signal &&
    // A terminal that closes may hang up twice, seconds apart: once itself, once when its shell has gone. Nobody is there to insist.
    (signal === 'SIGHUP' || clock.now() - from.at < SAME_MS);

  const receive = (signal: AnySignal): void => {
    if (signal === 'SIGTSTP') return events.refuseStop?.();
    if (signal === 'SIGHUP') events.hangUp();
    if (first === undefined) {
      first = { signal, at: clock.now() };
      events.end(signal);
    } else if (!isSame(signal, first)) {
      events.force(128 + constants.signals[signal], signal);
    }
  };

  const signals: readonly AnySignal[] = events.refuseStop === undefined ? END_SIGNALS : [...END_SIGNALS, 'SIGTSTP'];
  const listeners = signals.map((signal) => ({ signal, listener: () => receive(signal) }));
  for (const { signal, listener } of listeners) source.on(signal, listener);
  return {
    receive,
    stop: () => {
      for (const { signal, listener } of listeners) source.off(signal, listener);
    },
  };
};
