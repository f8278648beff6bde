import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ResolveHost } from '../../src/adapters/tunnel/cloudflared/resolve-host.js';
import { cloudflaredTunnel, type CloudflaredTunnelOptions } from '../../src/adapters/tunnel/cloudflared/tunnel.js';
import type { OpenTunnel } from '../../src/core/ports/tunnel.js';
import { Children } from './door-watch.js';
import { folder } from './fake-release.js';
import { createStandIn, standInPath, type StandIn } from './stand-in.js';
import { TunnelRecorder } from './tunnel-recorder.js';

const known: ResolveHost = () => Promise.resolve('found');

/** A quick tunnel through a stand-in. */
export interface CloudflaredWorld {
  readonly standIn: StandIn;
  readonly runtimeDir: string;
  open(port?: number): { readonly door: OpenTunnel; readonly recorder: TunnelRecorder };
}

/** `play`: of the stand-in. Doors are closed when the test ends. */
export async function cloudflaredWorld(
  play: string,
  more: Partial<CloudflaredTunnelOptions> = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<CloudflaredWorld> {
  const standIn = await createStandIn(play, environment);
  const runtimeDir = join(folder(), 'run');
  const { clock } = standIn;
  const tunnel = cloudflaredTunnel({
    clock,
    binary: { path: standInPath },
    environment: standIn.environment,
    runtimeDir,
    resolve: known,
    ...more,
    registry: standIn.watching(more.registry ?? new Children()),
  });
  return {
    standIn,
    runtimeDir,
    open: (port = 1) => {
      const door = tunnel.open({ port, signal: new AbortController().signal });
      onTestFinished(() => door.close());
      return { door, recorder: new TunnelRecorder(door) };
    },
  };
}
