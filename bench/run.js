// `npm run bench`: measures, prints tables, keeps the numbers in bench/results/. A benchmark, never a timed test.
//   npm run bench -- [--quick] [subject ...]
import { cpus, loadavg } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setUp } from '../scripts/setup.js';
import { buildProgram } from '../scripts/build.js';
import { at } from '../scripts/lib/paths.js';

/** Each exports `measure({ quick })`, which answers `{ title, columns, rows, notes }`. */
const SUBJECTS = {
  'start-stop': './start-stop.js',
  page: './page.js',
  'fan-out': './fan-out.js',
  mls: './mls.js',
  files: './files.js',
  log: './log.js',
};

await setUp();
await buildProgram();
const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !(name in SUBJECTS));
if (unknown.length > 0) throw new Error(`no subject ${unknown.join(', ')}; there are ${Object.keys(SUBJECTS).join(', ')}`);

const results = {
  node: process.version,
  cpus: `${cpus().length} x ${cpus()[0]?.model.trim()}`,
  load: loadavg()[0]?.toFixed(2),
  subjects: {},
};
process.stdout.write(`Node ${results.node}, ${results.cpus}, load ${results.load}\n`);
for (const name of wanted.length > 0 ? wanted : Object.keys(SUBJECTS)) {
  const { measure } = await import(SUBJECTS[name]);
  const result = await measure({ quick: args.includes('--quick') });
  results.subjects[name] = result;
  process.stdout.write(`\n${table(result)}`);
}
mkdirSync(at('bench/results'), { recursive: true });
writeFileSync(at('bench/results', 'last.json'), `${JSON.stringify(results, undefined, 2)}\n`);

/** As Markdown, so that it can stand in docs/performance.md as it is. */
function table({ title, columns, rows, notes = [] }) {
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${title}`, '', ...lines, '', ...notes, ''].join('\n');
}
