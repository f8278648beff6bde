// A program that opens the door of its first argument with the options of its second, which are JSON, says the numbers of its children and
// its states, one a line, and waits to be ended.
import { systemClock } from '../../src/adapters/clock.js';
import type { Registry } from '../../src/adapters/tunnel/child-guard.js';
import { cloudflaredTunnel, type CloudflaredTunnelOptions } from '../../src/adapters/tunnel/cloudflared/tunnel.js';
import { sshTunnel, type SshTunnelOptions } from '../../src/adapters/tunnel/ssh/tunnel.js';
import { torTunnel } from '../../src/adapters/tunnel/tor/tunnel.js';

const [door, text = '{}', port = '1'] = process.argv.slice(2);
const registry: Registry = {
  addFile: () => undefined,
  removeFile: () => undefined,
  addChild: (pid) => console.log(`child ${pid}`),
  removeChild: () => undefined,
};
const options = { ...(JSON.parse(text) as object), clock: systemClock, registry };
const makers = {
  cloudflared: () => cloudflaredTunnel({ ...(options as CloudflaredTunnelOptions), resolve: () => Promise.resolve('found') }),
  ssh: () => sshTunnel(options as SshTunnelOptions),
  tor: () => torTunnel(options),
};
const open = makers[door as keyof typeof makers]().open({ port: Number(port), signal: new AbortController().signal });
setInterval(() => {}, 60_000);
for await (const { state } of open.states) console.log(state);
