import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { at } from '../scripts/lib/paths.js';
import { onCore, subjects } from './lib/fan-out-subjects.js';

const run = promisify(execFile);

/** Rooms: so many members, so many messages a second of all of them together. */
const ROOMS = [
  { name: 'busy: 100 members, 1,000/s', members: 100, rate: 1_000 },
  { name: 'large: 480 members, 60/s', members: 480, rate: 60 },
  { name: 'quiet: 100 members, 5/s', members: 100, rate: 5 },
];
/** A generator that is busier than this, or that misses its rate by more, measures itself. */
const VALID = { share: 0.85, missed: 0.02 };

/** Processor time a delivery costs, and how long it takes, beside `ws`; in turns. */
export async function measure({ quick }) {
  const rounds = quick ? 1 : 5;
  const seconds = quick ? 2 : 4;
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-bench-'));
  try {
    const generator = compiled(folder);
    const rows = [];
    for (const room of ROOMS) rows.push(...(await measureRoom(room, { rounds, seconds, generator })));
    return {
      title: 'Fan-out',
      columns: ['room', 'server', 'CPU-s per million deliveries', 'ratio to `ws send(string)`', 'p50 ms', 'p99 ms', 'lost'],
      rows,
      notes: [
        `${rounds} rounds in turns of ${seconds} s after 1 s of warming up; medians, the ratio with least and most. 300 bytes a message on every wire.`,
        generator === undefined
          ? 'SKIPPED: the generator in C (no gcc here). The one in Node keeps its core busy by itself: compare nothing.'
          : 'Generator in C.',
        '“invalid” counts rounds in which the generator was more than 85 % busy, or the rate was missed by more than 2 %.',
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function compiled(folder) {
  const program = join(folder, 'fan-out-load');
  try {
    execFileSync('gcc', ['-O2', '-o', program, at('bench/lib/fan-out-load.c')], { stdio: 'ignore' });
    return program;
  } catch {
    return undefined;
  }
}

async function measureRoom(room, { rounds, seconds, generator }) {
  const results = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of Object.entries(subjects)) {
      const server = await start();
      try {
        results[name].push(await load(server, { ...room, seconds, generator }));
      } finally {
        await server.stop();
      }
    }
  }
  const [reference] = Object.values(results);
  return Object.entries(results).map(([name, list]) => row(room, name, list, reference));
}

async function load({ port, pid, message, hello }, { members, rate, seconds, generator }) {
  const plan = { port, members, rate, seconds, warmSeconds: 1, server: pid, message: message.toString('base64') };
  const numbers = [port, members, rate, seconds, 1, pid].map(String);
  const command =
    generator === undefined
      ? [process.execPath, at('bench/lib/fan-out-load.js'), JSON.stringify({ ...plan, hello: hello?.toString('base64') })]
      : [generator, ...numbers, hello?.toString('hex') ?? '-', message.toString('hex')];
  const [program = '', ...args] = onCore(1, command);
  const report = JSON.parse((await run(program, args)).stdout);
  // From the first message to the last: one more than the time between them would say.
  const missed = Math.abs(report.deliveries / (members * (rate * report.seconds + 1)) - 1);
  return {
    cost: (report.serverSeconds / report.deliveries) * 1e6,
    p50: report.p50us / 1_000,
    p99: report.p99us / 1_000,
    lost: report.lost ?? report.sent * members - report.received.reduce((sum, n) => sum + n, 0),
    valid: report.ownShare <= VALID.share && missed <= VALID.missed,
  };
}

function row(room, name, list, reference) {
  const ratios = list.map(({ cost }, i) => cost / reference[i].cost);
  const invalid = list.filter(({ valid }) => !valid).length;
  // Too few deliveries for a clock that ticks a hundred times a second.
  const known = room.rate * room.members >= 10_000;
  const cost = known ? median(list.map((it) => it.cost)).toFixed(2) : '–';
  const ratio = known ? `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})` : '–';
  const lost = list.reduce((sum, it) => sum + it.lost, 0);
  const note = invalid === 0 ? '' : ` (${invalid} of ${list.length} invalid)`;
  return [
    room.name,
    name + note,
    cost,
    ratio,
    median(list.map((it) => it.p50)).toFixed(2),
    median(list.map((it) => it.p99)).toFixed(2),
    lost,
  ];
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
