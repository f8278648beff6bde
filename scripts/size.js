// The size gates of docs/architecture.md: what a browser loads first, and how long source files are.
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { filesBelow } from './lib/files.js';
import { at } from './lib/paths.js';

const FIRST_LOAD_BYTES = 80 * 1024;
/** With the room, which comes while the join card is read. */
const ROOM_LOAD_BYTES = 112 * 1024;
const ROOM = 'room-part';
const FILE_LINES = 300;
const MEDIAN_LINES = 100;
const FILE_EXPORTS = 5;
/** Types do not count: they are gone when the program runs. */
const RUN_TIME_EXPORT = /^export (?!type |interface |declare )/gm;

/** One sentence for each gate that is not kept. */
export const sizeFaults = () => [...pageFaults(), ...sourceFaults()];

/** Gzip bytes of the document, script and style sheet of the page. Its parts are fetched later, and not by everybody. */
export function firstLoad() {
  const { script, style } = built();
  const files = { document: at('templates/index.html'), script: at('assets/app', script.file), style: at('assets/app', style.file) };
  return Object.fromEntries(Object.entries(files).map(([name, path]) => [name, gzipped(path)]));
}

/** Gzip bytes of all that is fetched until one talks in a room of the usual mode. */
export const roomLoad = () => sum(firstLoad()) + (partSizes()[ROOM] ?? 0);

/** Gzip bytes of what is fetched when it is needed, by name. */
const partSizes = () => Object.fromEntries(built().parts.map((part) => [part.file.split('.')[0], gzipped(at('assets/app', part.file))]));

/** @typedef {{ file: string }} Built */
/** @returns {{ script: Built, style: Built, parts: Built[] }} */
function built() {
  const integrity = at('assets/app/integrity.json');
  if (!existsSync(integrity)) throw new Error('the page is not built');
  return JSON.parse(readFileSync(integrity, 'utf8'));
}

/** @param {string} path */
const gzipped = (path) => gzipSync(readFileSync(path), { level: 6 }).length;

/** @param {Readonly<Record<string, number>>} sizes */
const sum = (sizes) => Object.values(sizes).reduce((all, size) => all + size, 0);

const pageFaults = () => [
  ...above('the first load of the page', sum(firstLoad()), FIRST_LOAD_BYTES),
  ...above('the page with the room', roomLoad(), ROOM_LOAD_BYTES),
];

/**
 * @param {string} what
 * @param {number} bytes
 * @param {number} most
 */
const above = (what, bytes, most) => (bytes > most ? [`${what} is ${bytes} bytes gzip; at most ${most}`] : []);

function sourceFaults() {
  const files = filesBelow(at('src')).filter((name) => name.endsWith('.ts'));
  const sources = files.map((name) => ({ name: `src/${name}`, text: readFileSync(at('src', name), 'utf8') }));
  const lengths = sources.map(({ text }) => text.split('\n').length - 1).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return [
    ...sources.flatMap(fileFaults),
    ...(median > MEDIAN_LINES ? [`the median source file has ${median} lines; at most ${MEDIAN_LINES}`] : []),
  ];
}

/** @param {{ name: string, text: string }} source */
function fileFaults({ name, text }) {
  const lines = text.split('\n').length - 1;
  const exported = text.match(RUN_TIME_EXPORT)?.length ?? 0;
  return [
    ...(lines > FILE_LINES ? [`${name} has ${lines} lines; at most ${FILE_LINES}`] : []),
    ...(exported > FILE_EXPORTS ? [`${name} has ${exported} exports; at most ${FILE_EXPORTS}`] : []),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = sizeFaults();
  for (const [name, bytes] of Object.entries(firstLoad())) process.stdout.write(`${name}: ${bytes} bytes gzip\n`);
  process.stdout.write(`first load: ${sum(firstLoad())} bytes gzip; with the room: ${roomLoad()}\n`);
  for (const [name, bytes] of Object.entries(partSizes())) process.stdout.write(`later, ${name}: ${bytes} bytes gzip\n`);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
