// A program that opens a quick tunnel through the program named by its first argument, and waits to be ended.
import { systemClock } from '../../src/adapters/clock.js';
import { cloudflaredTunnel } from '../../src/adapters/tunnel/cloudflared/tunnel.js';

const [path = '', runtimeDir = ''] = process.argv.slice(2);
const tunnel = cloudflaredTunnel({ clock: systemClock, binary: { path }, runtimeDir, resolve: () => Promise.resolve('found') });
tunnel.open({ port: 1, signal: new AbortController().signal });
setInterval(() => {}, 60_000);
