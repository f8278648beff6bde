import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../adapters/clock.js';
import { systemRandom } from '../../adapters/random.js';
import { findCloudflared } from '../../adapters/tunnel/cloudflared/binary.js';
import type { Settings } from '../config/schema.js';
import { stateFolder } from '../life/log-file.js';
import { packageRoot } from '../package-root.js';
import { wantsColour } from '../terminal/colour.js';
import type { ScreenStream } from '../terminal/screen.js';
import { checkClock, type ClockReading } from './check-clock.js';
import { checkCloudflared } from './check-cloudflared.js';
import { checkCrypto } from './check-crypto.js';
import { checkFolder } from './check-folder.js';
import { checkLeftovers } from './check-leftovers.js';
import { checkCore, checkSwap } from './check-memory.js';
import { checkNameServer } from './check-name-server.js';
import { checkNetwork } from './check-network.js';
import { checkNode } from './check-node.js';
import { checkPort } from './check-port.js';
import { checkProgram, otherDoors } from './check-program.js';
import { checkTerminal, type TerminalFacts } from './check-terminal.js';
import type { Check } from './finding.js';

/** Between the two readings. */
const CLOCK_MS = 300;

const reading = (): ClockReading => ({ wall: systemClock.now(), monotonic: performance.now() });

/** Every check, in the order in which they are told. */
export function checksFor({ online, settings }: { readonly online: boolean; readonly settings: Settings }): readonly Check[] {
  const { env, platform, arch, versions } = process;
  const first = reading();
  return [
    { name: 'node', look: () => checkNode(versions.node, `${platform} ${arch}`) },
    { name: 'crypto', look: () => checkCrypto(systemRandom) },
    { name: 'port', look: () => checkPort(settings.port) },
    { name: 'network', look: () => checkNetwork() },
    ...(online ? [{ name: 'name server', look: () => checkNameServer() }] : []),
    { name: 'cloudflared', look: () => checkCloudflared(() => findCloudflared({ packageRoot: packageRoot() })) },
    ...otherDoors.map((door) => ({ name: door.check, look: () => checkProgram(door, env) })),
    { name: 'terminal', look: () => checkTerminal(terminalFacts(settings, process.stderr, process.stdin)) },
    { name: 'core', look: () => checkCore() },
    { name: 'swap', look: () => checkSwap(platform) },
    { name: 'disk', look: () => checkFolder(stateFolder(platform, env)) },
    { name: 'leftovers', look: () => checkLeftovers() },
    { name: 'clock', look: async () => (await delay(CLOCK_MS), checkClock(first, reading())) },
  ];
}

/** On a stream that is no terminal Node leaves `isTTY` and the size out, whatever its types say. */
function terminalFacts(
  { color }: Settings,
  { isTTY = false, columns = 80, rows = 24 }: ScreenStream,
  { isTTY: input = false }: { readonly isTTY?: boolean },
): TerminalFacts {
  const { env: environment, platform } = process;
  return { isTerminal: isTTY, input, columns, rows, colour: wantsColour(color, environment, isTTY), platform, environment };
}
