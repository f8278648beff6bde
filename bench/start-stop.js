import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { at } from '../scripts/lib/paths.js';

const START = ['start', '--json', '--no-input', '--tunnel', 'none', '--port', '0'];

/** From the start of the process to `ready`, and from SIGTERM to its end, beside the barest Node process; in turns. */
export async function measure({ quick }) {
  const rounds = quick ? 5 : 21;
  const times = { bare: [], ready: [], stop: [] };
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await bareNode());
    const { ready, stop } = await session();
    times.ready.push(ready);
    times.stop.push(stop);
  }
  const limit = 2 * median(times.bare) + 150;
  return {
    title: 'Start and stop (ms)',
    columns: ['what', 'median', 'least', 'most', 'target'],
    rows: [
      ['`node -e 0`', ...summary(times.bare), '–'],
      ['start to `ready`, no tunnel', ...summary(times.ready), `≤ ${limit.toFixed(0)} (2.0 × \`node -e 0\` + 150)`],
      ['SIGTERM to the end of the process', ...summary(times.stop), '≤ 300'],
    ],
    notes: [`${rounds} rounds in turns.`],
  };
}

async function bareNode() {
  const start = performance.now();
  await ended(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  return performance.now() - start;
}

async function session() {
  const start = performance.now();
  const child = spawn(process.execPath, [at('bin/chattrace.js'), ...START], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = ended(child);
  for await (const line of createInterface(child.stdout)) {
    if (JSON.parse(line).event !== 'ready') continue;
    const ready = performance.now();
    child.kill('SIGTERM');
    await end;
    return { ready: ready - start, stop: performance.now() - ready };
  }
  throw new Error('the session ended before it was ready');
}

const ended = (child) => new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const summary = (numbers) => [median(numbers), Math.min(...numbers), Math.max(...numbers)].map((number) => number.toFixed(0));
