import { limits } from '../../protocol/limits.js';
import type { LogEvent } from '../log-event.js';
import type { RelayEffect } from './relay-effect.js';
import type { RelayEnv, RelayState } from './relay-state.js';

/** One step: the relay's state, time and chance, and what it wants done so far. */
export interface Step extends RelayEnv {
  readonly state: RelayState;
  readonly effects: RelayEffect[];
}

export function log(step: Step, event: LogEvent): void {
  step.effects.push({ type: 'log', event });
}

/** Something now waits for time to pass, `helloMs` at least; no tick is asked for later than that. What is due sooner arms by itself. */
export function wantTick(step: Step): void {
  if (step.state.armedAt === undefined) arm(step, step.now + limits.helloMs);
}

export function arm(step: Step, at: number): void {
  step.state.armedAt = at;
  step.effects.push({ type: 'arm', at });
}
