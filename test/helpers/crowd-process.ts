// A part of a crowd as a process of its own: node <this, bundled> <options as JSON>. Told by messages what to do; answers each with a report.
import { systemClock } from '../../src/adapters/clock.js';
import { systemRandom } from '../../src/adapters/random.js';
import { connectWebSocket } from '../../src/adapters/web-socket-transport.js';
import { createMember } from '../../src/client/member.js';
import { Crowd, type CrowdOptions, type CrowdReport } from './crowd.js';
import { usedHeap } from './heap.js';

export interface CrowdProcessOptions extends Omit<CrowdOptions, 'clock' | 'enter'> {
  readonly url: string;
  /** Of the room's link, as numbers. */
  readonly s: readonly number[];
  readonly hostFp: readonly number[];
}

export type CrowdOrder = 'report' | 'start' | 'stop' | 'say last' | 'end';

export interface ProcessReport extends CrowdReport {
  readonly usedHeap: number;
  /** Seconds of processor time, so far. */
  readonly seconds: number;
  /** Longest time that the process did nothing but one thing, since the last report. Milliseconds. */
  readonly stillMs: number;
}

const options = JSON.parse(process.argv[2] ?? '') as CrowdProcessOptions;
const connect = connectWebSocket(options.url);
const crowd = new Crowd({
  ...options,
  clock: systemClock,
  enter: (nick) => {
    const secret = { mode: 'mls', s: Uint8Array.from(options.s), hostFp: Uint8Array.from(options.hostFp) } as const;
    return createMember({ secret, nick, connect, clock: systemClock, random: systemRandom, giveUpMs: 60_000 });
  },
});

const STEP_MS = 20;
let [lastAt, stillMs] = [performance.now(), 0];
setInterval(() => {
  const now = performance.now();
  stillMs = Math.max(stillMs, now - lastAt - STEP_MS);
  lastAt = now;
}, STEP_MS);

async function follow(order: CrowdOrder): Promise<void> {
  if (order === 'start') crowd.start();
  if (order === 'stop') crowd.stop();
  if (order === 'say last') crowd.sayLast();
  const { user, system } = process.cpuUsage();
  const report: ProcessReport = { ...crowd.report, usedHeap: usedHeap(), seconds: (user + system) / 1e6, stillMs };
  stillMs = 0;
  lastAt = performance.now();
  if (order === 'end') await crowd.end();
  process.send?.(report, () => void (order === 'end' && process.exit()));
}

process.on('message', (order: CrowdOrder) => void follow(order));
process.on('disconnect', () => process.exit());
