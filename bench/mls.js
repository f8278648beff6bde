import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../scripts/lib/paths.js';
import { launchChromium } from './lib/chromium.js';
import { onCore } from './lib/fan-out-subjects.js';

const run = promisify(execFile);

/** What a group costs a member, in Node and in Chromium, each on one core. */
export async function measure({ quick }) {
  const program = await bundled();
  const node = await inNode(program, quick);
  const chromium = await inChromium(program, quick);
  return {
    title: 'Groups (MLS)',
    columns: ['what', 'Node', 'Chromium', 'target'],
    rows: rowsOf(node).map(([what, value, target], i) => [what, value, chromium === undefined ? '–' : rowsOf(chromium)[i]?.[1], target]),
    notes: [
      'A message has a payload of 256 bytes; its envelope is counted in. Times are medians. Before every join the first 8 members have renewed their paths.',
      ...(chromium === undefined ? ['SKIPPED: Chromium (none here).'] : []),
    ],
  };
}

/** @returns {[string, string, string][]} */
function rowsOf({ rates, joins, crowd, remove }) {
  const limits = { 2: 150, 50: 250, 200: 600 };
  return [
    ['messages encrypted a second', rates.encrypt.toFixed(0), '≥ 2500'],
    ['messages decrypted a second', rates.decrypt.toFixed(0), '≥ 2000'],
    ...joins.flatMap(({ members, add, apply, enter, welcome }) => [
      [`one joins ${members}: adding it and entering, ms`, (add + enter).toFixed(0), `≤ ${limits[members]}`],
      [`one joins ${members}: each of the others, ms`, apply.toFixed(0), '–'],
      [`one joins ${members}: Welcome, bytes`, `${welcome}`, '–'],
    ]),
    ['50 join 2 at once: adding them and entering, ms', (crowd.add + crowd.enter).toFixed(0), '≤ 1000'],
    ['50 join 2 at once: commit, bytes', `${crowd.commit}`, '–'],
    ['one of 200 is removed, ms', remove.commit.toFixed(0), '≤ 500'],
    ['one of 200 is removed: each of the others, ms', remove.apply.toFixed(0), '≤ 500'],
    ['one of 200 is removed: commit, bytes', `${remove.bytes}`, '–'],
  ];
}

/** The work as one script that leaves `work` behind. */
async function bundled() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: "import { work } from './bench/subjects/mls-work.js'; globalThis.work = work;", resolveDir: root },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

async function inNode(program, quick) {
  const folder = mkdtempSync(join(tmpdir(), 'chattrace-bench-'));
  try {
    const file = join(folder, 'work.cjs');
    writeFileSync(file, `${program}\nwork({ quick: ${quick} }).then((result) => process.stdout.write(JSON.stringify(result)));`);
    const [command = '', ...args] = onCore(1, [process.execPath, file]);
    return JSON.parse((await run(command, args)).stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On a page of this computer, which is one that the browser lets use all of WebCrypto. */
async function inChromium(program, quick) {
  const browser = await launchChromium();
  if (browser === undefined) return undefined;
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>bench</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.addScriptTag({ content: program });
    return await page.evaluate((options) => globalThis.work(options), { quick });
  } finally {
    await browser.close();
    server.close();
  }
}
