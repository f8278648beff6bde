import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { systemRandom } from '../../src/adapters/random.js';
import { createMember } from '../../src/client/member.js';
import type { Connect } from '../../src/core/ports/transport.js';
import { hostFingerprint } from '../../src/crypto/fingerprint.js';
import { signature } from '../../src/crypto/signature.js';
import { bundle } from '../helpers/bundle.js';
import { Crowd, lacking, type CrowdReport } from '../helpers/crowd.js';
import type { CrowdOrder, CrowdProcessOptions, ProcessReport } from '../helpers/crowd-process.js';
import { usedHeap } from '../helpers/heap.js';
import { readFrame } from '../helpers/relay-frames.js';
import { growth, GROWTH_MOST, LOOK_EVERY_MS, megabytes, print, soak } from '../helpers/soak.js';
import { startTestServer } from '../helpers/test-server.js';

const { minutes, warmMinutes, members, messages, churn } = soak;
const NAMES = ['a', 'b'];
/** A folder: a processor profile of each of their processes is left there. */
const PROFILE = process.env['CHATTRACE_SOAK_PROFILE'];
/** Of what went wrong between two looks. */
const SHOWN_MOST = 10;
const PATIENCE_MS = 60_000;
const SAY_EVERY_MS = (1_000 * members) / messages;
const MEMBER = { clock: systemClock, random: systemRandom, giveUpMs: 60_000 };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How many frames of each type come. */
function counted(connect: Connect): { readonly connect: Connect; readonly count: (type: string) => number } {
  const counts = new Map<string, number>();
  const count = (type: string): number => counts.get(type) ?? 0;
  const note = (type: string): void => void counts.set(type, count(type) + 1);
  const message = (pass: (bytes: Uint8Array) => void) => (bytes: Uint8Array) => {
    note(readFrame(bytes).type);
    pass(bytes);
  };
  return { count, connect: (events) => connect({ ...events, message: message((bytes) => events.message(bytes)) }) };
}

/** A part of the guests in a process of its own. Its end before its time is an error, not an answer that never comes. */
function startPart(program: string, options: CrowdProcessOptions): (order: CrowdOrder) => Promise<ProcessReport> {
  const part = fork(program, [JSON.stringify(options)], {
    execArgv: PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`],
  });
  onTestFinished(() => void part.kill('SIGKILL'));
  const ended = once(part, 'exit').then(([code]) => {
    throw new Error(`the guests ${options.name} ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  return async (order) => {
    const answer = once(part, 'message');
    part.send(order, () => undefined);
    return ((await Promise.race([answer, ended])) as [ProcessReport])[0];
  };
}

/** The host with its server here, the guests in processes of their own. */
async function openRoom() {
  const { server, port } = await startTestServer();
  const program = await bundle('./crowd-process.ts');
  const seed = systemRandom(32);
  const secret = { mode: 'mls', s: systemRandom(32), hostFp: hostFingerprint(signature.publicKey(seed)) } as const;
  const room = { url: `ws://127.0.0.1:${port}/ws`, s: [...secret.s], hostFp: [...secret.hostFp] };
  const inside = counted(server.connectInside);
  const host = new Crowd({
    clock: systemClock,
    name: 'host',
    enter: (nick) => createMember({ ...MEMBER, secret, nick, connect: inside.connect, host: { seed, maxMembers: 2 * members } }),
    stay: 1,
    pass: 0,
    replaceEveryMs: 0,
    sayEveryMs: SAY_EVERY_MS,
  });
  const each = (members - 1) / NAMES.length;
  const parts = NAMES.map((name, i) => {
    const size = Math.floor(each * (i + 1)) - Math.floor(each * i);
    const times = { sayEveryMs: SAY_EVERY_MS / size, replaceEveryMs: (NAMES.length * 1_000) / churn };
    return startPart(program, { ...room, ...times, name, stay: Math.ceil(size / 2), pass: Math.floor(size / 2) });
  });
  const tell = (order: CrowdOrder): Promise<readonly ProcessReport[]> => Promise.all(parts.map((part) => part(order)));
  const reports = async (): Promise<readonly CrowdReport[]> => [host.report, ...(await tell('report'))];
  return { host, tell, reports, count: inside.count };
}

type Room = Awaited<ReturnType<typeof openRoom>>;

/** What is left when it has had its time. */
async function settled({ reports }: Room, what: (all: readonly CrowdReport[]) => readonly string[]): Promise<readonly string[]> {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(500)) {
    const left = what(await reports());
    if (left.length === 0 || Date.now() > end) return left;
  }
}

const ownSeconds = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;

/** Heaps after the warm-up: of this process, and of each of the others. Prints how it goes, and what must not be as soon as it is. */
async function watch({ host, tell, count }: Room): Promise<readonly (readonly number[])[]> {
  const heaps: (readonly number[])[] = [];
  const begin = performance.now();
  const shown = new Set<string>();
  let [before, at] = [0, 0];
  while (at < minutes * 60_000) {
    await pause(LOOK_EVERY_MS);
    const all = await tell('report');
    const now = performance.now() - begin;
    const heap = [usedHeap(), ...all.map((report) => report.usedHeap)];
    if (at >= warmMinutes * 60_000) heaps.push(heap);
    const used = ownSeconds() + all.reduce((sum, { seconds }) => sum + seconds, 0);
    const share = before === 0 ? '–' : ((1_000 * (used - before)) / (now - at)).toFixed(2);
    const still = all.map(({ stillMs }) => stillMs.toFixed(0)).join(' ');
    const counts = `${count('COMMIT')} epochs, ${count('APP')} frames, ${count('RESET')} resets`;
    const machine = `${share} CPU s/s, still at most ${still} ms, load ${loadavg()[0]?.toFixed(1)}`;
    const trouble = [host.report, ...all].flatMap((report) => report.trouble);
    print(`${(now / 1_000).toFixed(0)} s: ${counts}; heap MB ${heap.map(megabytes).join(' ')}; ${machine}; trouble ${trouble.length}`);
    const fresh = trouble.filter((one) => !shown.has(one));
    for (const one of fresh.slice(0, SHOWN_MOST)) print(`  ${one}`);
    for (const one of fresh) shown.add(one);
    [before, at] = [used, now];
  }
  return heaps;
}

test(`${members} members over sockets, ${messages} messages and ${churn} changes a second, ${minutes} min`, async () => {
  const room = await openRoom();
  const { host, tell, count } = room;
  const entering = (all: readonly CrowdReport[]): readonly string[] => all.flatMap((report) => report.entering);
  expect(await settled(room, entering)).toEqual([]);
  print(`all in: ${count('COMMIT')} epochs`);
  host.start();
  await tell('start');
  const heaps = await watch(room);
  host.stop();
  await tell('stop');
  expect(await settled(room, entering)).toEqual([]);
  host.sayLast();
  await tell('say last');
  const left = await settled(room, lacking);
  const all = await room.reports();
  const joins = all.flatMap(({ joinMs }) => joinMs).toSorted((a, b) => a - b);
  const said = all.flatMap((report) => Object.values(report.said)).reduce((sum, n) => sum + n, 0);
  const grown = (heaps[0] ?? []).map((_, i) => growth(heaps.map((row) => row[i] ?? 0)));
  print(`said ${said}; joins ${joins.length}: median ${joins[joins.length >> 1]} ms, most ${joins.at(-1)} ms`);
  print(`epochs ${count('COMMIT')}, resets ${count('RESET')}`);
  print(`growth after warm-up: ${grown.map((share) => `${(100 * share).toFixed(1)} %`).join(', ')} (server and host, guests)`);
  await tell('end');
  await host.end();
  expect(all.flatMap(({ trouble }) => trouble)).toEqual([]);
  expect(left).toEqual([]);
  expect(count('RESET')).toBe(0);
  for (const share of grown) expect(share).toBeLessThan(GROWTH_MOST);
});
