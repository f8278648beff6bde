import type { Tunnel, TunnelState } from '../../../core/ports/tunnel.js';

/** A tunnel that may have to be fetched first. */
export interface Door {
  /** As in `--tunnel`. */
  readonly name: string;
  /** Who else is on the way, for people. */
  readonly honesty: string;
  /** Within so many milliseconds its driver ends in ready or failed. */
  readonly openMs: number;
  /** Makes the tunnel, once. `progress`: bytes of a download. Rejects with a ChatError of a TUNNEL_ code. */
  prepare(to: { readonly signal: AbortSignal; readonly progress: (done: number, all: number) => void }): Promise<Tunnel>;
}

export type DoorState =
  | { readonly state: 'closed' }
  | { readonly state: 'downloading'; readonly done: number; readonly all: number }
  | TunnelState;

export const isOpening = ({ state }: DoorState): boolean =>
  state === 'downloading' || state === 'resolving' || state === 'requesting' || state === 'registering';

/** Why it takes its time, when it says so. */
export const hintOf = (state: DoorState): string | undefined => ('hint' in state ? state.hint : undefined);
