import type { ErrorCode } from '../../protocol/error-code.js';

/** What a door is doing. `ready` may come again after `degraded`; nothing follows `failed`. */
export type TunnelState =
  /** `hint`: why it takes its time, in our own words; the state itself may come again only to say it. */
  | { readonly state: 'resolving' | 'requesting' | 'registering'; readonly hint?: string }
  /** `url`: an origin, `https://host`, that answers now. */
  | { readonly state: 'ready'; readonly url: string }
  /** It was ready, and does not answer now; it may again, by the same URL. */
  | { readonly state: 'degraded'; readonly url: string }
  /** `why`: what was found, in words of the door; text from outside. */
  | { readonly state: 'failed'; readonly code: TunnelErrorCode; readonly why: string };

export type TunnelErrorCode = Extract<ErrorCode, `TUNNEL_${string}`>;

/** How a tunnel has ended: closed by us, or by itself. */
export type TunnelExit = { readonly by: 'us' } | { readonly by: 'itself'; readonly code: TunnelErrorCode; readonly why: string };

/** A door that is being opened, is open, or has failed. */
export interface OpenTunnel {
  /** The first URL that answers. Rejects with a ChatError of the failure's code; never after `closed`. */
  readonly url: Promise<string>;
  /** Every state from the first on, for one reader; ends after `failed` and after `close`. */
  readonly states: AsyncIterable<TunnelState>;
  /** Never rejects. Nothing of the tunnel runs when it resolves. */
  readonly closed: Promise<TunnelExit>;
  /** Idempotent; resolves when nothing of it runs and nobody can come through. */
  close(): Promise<void>;
}

/**
 * A door (docs/cli.md, "Doors"). A driver MUST report `ready` only for a URL that leads to the port, MUST end by itself within
 * 45 s in `ready` or `failed` (tor: 180 s, for a tor of our own first fetches the network's directory), and MUST leave no process and no
 * file behind after `close`, abort, or failure. It MUST NOT read settings, print, or ask.
 */
export interface Tunnel {
  /** As in `--tunnel`: cloudflared, ssh:…, tor. */
  readonly door: string;
  /** `port`: of the server on 127.0.0.1. `signal`: aborting it is `close`. */
  open(to: { readonly port: number; readonly signal: AbortSignal }): OpenTunnel;
}
