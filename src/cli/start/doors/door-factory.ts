import type { Tunnel } from '../../../core/ports/tunnel.js';
import type { Door } from './door.js';

/** What a download would bring, so that one can be asked before. */
export interface Download {
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly url: string;
  /** Fetches and verifies it, and makes the tunnel. ChatError TUNNEL_DOWNLOAD_FAILED, TUNNEL_BINARY_REFUSED. */
  readonly fetch: Door['prepare'];
}

export type FoundCloudflared =
  | { readonly state: 'found'; readonly tunnel: () => Promise<Tunnel> }
  /** Without `download`: there is none for this computer. */
  | { readonly state: 'missing'; readonly download?: Download };

/** What makes tunnels: the drivers, or the doubles of a test. */
export interface DoorFactory {
  /** `signal` ends the search. */
  findCloudflared(signal: AbortSignal): Promise<FoundCloudflared>;
  /** `destination`: `[user@]host[:port]`. `publicUrl`: an origin, for one's own host. */
  ssh(destination: string, publicUrl: string | undefined): Promise<Tunnel>;
  tor(): Promise<Tunnel>;
}
