import { monotonicClock as clock } from '../../../adapters/clock.js';
import type { CloudflaredTunnelOptions } from '../../../adapters/tunnel/cloudflared/tunnel.js';
import type { Registry } from '../../../adapters/tunnel/child-guard.js';
import type { Closer } from '../../../core/closer.js';
import type { DoorFactory, Download } from './door-factory.js';

export interface SystemDoorsOptions {
  /** Told of every file and child. */
  readonly registry: Registry;
  /** Told of what must have ended before the session has. */
  readonly closer: Closer;
  /** The package's folder. */
  readonly root: string;
  /** An address that nobody could be asked about yet is about to be ready. */
  readonly unconfirmed: () => void;
}

/** The drivers of this computer; each is loaded when it is needed. */
export function systemDoors({ registry, closer, root, unconfirmed }: SystemDoorsOptions): DoorFactory {
  const cloudflared = async (binary: CloudflaredTunnelOptions['binary']) => {
    const { cloudflaredTunnel } = await import('../../../adapters/tunnel/cloudflared/tunnel.js');
    return cloudflaredTunnel({ clock, binary, registry, unconfirmed });
  };
  return {
    async findCloudflared(ending) {
      const { findCloudflared } = await import('../../../adapters/tunnel/cloudflared/binary.js');
      const finding = findCloudflared({ packageRoot: root, clock, registry, signal: ending });
      closer.add('search for cloudflared', async () => void (await Promise.allSettled([finding])));
      const found = await finding;
      if (found.state === 'found') return { state: 'found', tunnel: () => cloudflared(found) };
      if (found.download === undefined) return { state: 'missing' };
      const { downloadCloudflared } = await import('../../../adapters/tunnel/cloudflared/download.js');
      const fetch: Download['fetch'] = async ({ signal, progress }) =>
        cloudflared(await downloadCloudflared({ clock, registry, signal, progress: ({ received, total }) => progress(received, total) }));
      return { state: 'missing', download: { ...found.download, fetch } };
    },
    async ssh(destination, publicUrl) {
      const { sshTunnel } = await import('../../../adapters/tunnel/ssh/tunnel.js');
      return sshTunnel({ clock, destination, registry, ...(publicUrl === undefined ? {} : { publicUrl }) });
    },
    async tor() {
      const { torTunnel } = await import('../../../adapters/tunnel/tor/tunnel.js');
      return torTunnel({ clock, registry });
    },
  };
}
