import type { Clock } from '../../../core/ports/clock.js';
import type { Tunnel } from '../../../core/ports/tunnel.js';
import type { Registry } from '../child-guard.js';
import type { CloudflaredBinary } from './binary.js';
import { runCloudflared } from './run.js';
import { resolveHost, type ResolveHost } from './resolve-host.js';
import { SpawnBudget } from './spawn-budget.js';

export interface CloudflaredTunnelOptions {
  readonly clock: Clock;
  readonly binary: Pick<CloudflaredBinary, 'path' | 'sha256'>;
  /** What the program inherits, TUNNEL_ variables left out. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly registry?: Registry;
  readonly runtimeDir?: string;
  readonly resolve?: ResolveHost;
  /** Nobody could be asked whether the name is known yet: the URL may need a few seconds. Runs just before `ready`. */
  readonly unconfirmed?: () => void;
}

/** Cloudflare's quick tunnel. Keep it and open it again, rather than making a new one: it counts how often it has asked for a tunnel. */
export function cloudflaredTunnel(options: CloudflaredTunnelOptions): Tunnel {
  const { clock, binary, environment = process.env, resolve = resolveHost, unconfirmed = () => {}, registry, runtimeDir } = options;
  const budget = new SpawnBudget(clock);
  const attempt = {
    clock,
    environment,
    path: binary.path,
    ...(binary.sha256 === undefined ? {} : { sha256: binary.sha256 }),
    ...(registry === undefined ? {} : { registry }),
    ...(runtimeDir === undefined ? {} : { runtimeDir }),
  };
  return { door: 'cloudflared', open: (to) => runCloudflared({ budget, attempt, resolve, unconfirmed, ...to }) };
}
