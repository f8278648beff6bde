import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { at } from '../scripts/lib/paths.js';
import { nodeMembers, pageMembers } from './lib/file-members.js';
import { shapedProxy } from './lib/shaped-proxy.js';

const MIB = 1024 * 1024;
const FILE_BYTES = 16 * MIB;
const START = ['start', '--json', '--no-input', '--tunnel', 'none', '--port', '0'];
/** While a file is on its way each of the two says something so often: below 14 times a second a member does not hold itself back. */
const TALK_MS = 100;
const EMPTY_MS = 3_000;

/** How fast a file goes from one member to another, and what people say meanwhile. */
export async function measure({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-bench-'));
  const session = await started();
  try {
    const node = await nodeMembers(folder);
    const rounds = quick ? 1 : 5;
    const rows = [await loopback('two processes, loopback', session, node, rounds)];
    const pages = await pageMembers();
    try {
      if (pages !== undefined)
        rows.push(await loopback('two pages of Chromium, loopback', session, () => pages.make(session.port), rounds));
    } finally {
      await pages?.close();
    }
    const bytes = quick ? 4 * MIB : FILE_BYTES;
    rows.push(await shaped('the receiver’s way has 1 MiB/s', session, node, { receiver: MIB, bytes }));
    rows.push(await shaped('the owner’s way has 1 MiB/s', session, node, { owner: MIB, bytes }));
    return {
      title: 'Files',
      columns: ['way', 'MiB/s', 'target', 'text p50 / p95 ms', 'target', 'memory of the receiver, MiB', 'target'],
      rows,
      notes: [
        `A file of 16 MiB, in a room of mode mls with a host; ${rounds} rounds on loopback, the median. Two processes (or pages) and the relay's.`,
        `Shaped: a proxy that lets 1 MiB/s through in each direction and holds 32 KiB; behind it is what the kernel holds. Meanwhile both say something every ${TALK_MS} ms.`,
        'Memory: how much the process (of a page, its heap) grew while the file came, at most.',
        ...(pages === undefined ? ['SKIPPED: Chromium (none here).'] : []),
      ],
    };
  } finally {
    await session.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loopback(name, session, make, rounds) {
  const pair = await join2(session, make, {});
  try {
    const results = [];
    for (let round = 0; round < rounds; round++) {
      await pair.owner.call('offer', FILE_BYTES);
      results.push(await pair.receiver.call('get'));
      await pair.owner.call('takeBack');
    }
    if (results.some(({ good }) => !good)) throw new Error('a file is not what was sent');
    const speed = median(results.map(({ ms }) => FILE_BYTES / MIB / (ms / 1_000)));
    const grown = Math.max(...results.map((result) => result.grown)) / MIB;
    return [name, speed.toFixed(1), '≥ 20', '–', '–', grown.toFixed(0), '≤ 48'];
  } finally {
    await pair.stop();
  }
}

async function shaped(name, session, make, { bytes, ...ways }) {
  const pair = await join2(session, make, ways);
  try {
    await pair.owner.call('offer', bytes);
    await wait(500);
    await pair.talk(EMPTY_MS);
    const idle = await pair.delays();
    const talking = pair.talk();
    const { ms, grown, good } = await pair.receiver.call('get');
    await talking;
    const busy = await pair.delays();
    const warned = [...(await pair.owner.call('warnings')), ...(await pair.receiver.call('warnings'))];
    if (!good || warned.length > 0) throw new Error(`${name}: ${good ? warned.join() : 'the file is not what was sent'}`);
    const texts = `${quantile(busy, 0.5)} / ${quantile(busy, 0.95)} (without a file ${quantile(idle, 0.5)} / ${quantile(idle, 0.95)})`;
    const speed = bytes / MIB / (ms / 1_000);
    return [name, speed.toFixed(2), '–', texts, 'p95 < 300', (grown / MIB).toFixed(0), '≤ 48'];
  } finally {
    await pair.stop();
  }
}

/** `owner`, `receiver`: bytes a second of the way of that one; without: as fast as it goes. */
async function join2({ link, port }, make, { owner: ownerRate, receiver: receiverRate }) {
  const stops = [];
  const enter = async (nick, rate) => {
    const proxy = rate === undefined ? undefined : await shapedProxy(port, rate);
    const member = await make();
    await member.call('join', { link, nick, port: proxy?.port ?? port });
    stops.push(async () => {
      await member.call('leave');
      await member.stop();
      proxy?.close();
    });
    return member;
  };
  const owner = await enter('owner', ownerRate);
  const receiver = await enter('receiver', receiverRate);
  while ((await owner.call('members')) < 3) await wait(50);
  const both = [owner, receiver];
  return {
    owner,
    receiver,
    /** Until `ms` have passed; without: until `delays`. */
    async talk(ms) {
      for (const member of both) await member.call('talk', TALK_MS);
      if (ms !== undefined) await wait(ms);
    },
    async delays() {
      for (const member of both) await member.call('hush');
      await wait(1_000);
      return (await Promise.all(both.map((member) => member.call('delays')))).flat().toSorted((a, b) => a - b);
    },
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
}

async function started() {
  const child = spawn(process.execPath, [at('bin/chattrace.js'), ...START], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const first = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`start ended with ${code} before it was ready`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { link: first.url, port: Number(new URL(first.url).port), stop };
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
const median = (values) =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
