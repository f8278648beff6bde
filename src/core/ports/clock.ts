/** Ends a timer; ending it twice, or after it ran, does nothing. */
export type Cancel = () => void;

/** Time as a port, so that tests drive it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after `ms`; never before the caller has returned. Must not keep a process alive by itself. */
  after(ms: number, run: () => void): Cancel;
}
