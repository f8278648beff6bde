import type { Answer, Fetched } from './fetch-answer.js';
import type { ExpectedFile } from './expected.js';

/** One thing that is not as it must be. `part`: the name of a header, or what of the answer. */
export interface Difference {
  readonly name: ExpectedFile['name'];
  readonly file: string;
  readonly part: string;
  readonly text: string;
}

/** Nothing on the way has to add these, and each can make a browser load, run, keep or tell something. */
const LOADED_BY = [
  'accept-ch',
  'access-control-allow-credentials',
  'access-control-allow-origin',
  'clear-site-data',
  'content-disposition',
  'content-location',
  'content-security-policy-report-only',
  'document-policy',
  'feature-policy',
  'link',
  'location',
  'origin-trial',
  'refresh',
  'service-worker-allowed',
  'set-cookie',
  'sourcemap',
  'speculation-rules',
  'supports-loading-mode',
  'use-as-dictionary',
  'x-sourcemap',
];
/** Of the connection, and no matter whose. */
const OF_THE_WAY = ['connection', 'content-encoding', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'vary'];
const SHOWN_CHARS = 200;

/** Every difference between what came and what this program would have sent. */
export function compare(expected: ExpectedFile, fetched: Fetched): readonly Difference[] {
  const { name, file } = expected;
  if (!fetched.ok) return [{ name, file, part: 'answer', text: `did not come: ${fetched.why}` }];
  const { answer } = fetched;
  const found = [
    ...(answer.status === expected.status ? [] : [{ part: 'status', text: `status ${answer.status}; expected ${expected.status}` }]),
    ...(answer.early ? [{ part: 'early hints', text: 'headers came ahead of the answer' }] : []),
    ...Object.entries(expected.headers).flatMap(([header, value]) => headerOf(header, value, answer)),
    ...LOADED_BY.flatMap((header) => headerOf(header, undefined, answer)),
    ...bytesOf(expected, answer),
  ];
  return found.map((one) => ({ name, file, ...one }));
}

/** Headers that came in addition, and change nothing of the page. */
export function added(expected: ExpectedFile, { headers }: Answer): readonly string[] {
  return [...headers.keys()].filter((name) => !(name in expected.headers) && !LOADED_BY.includes(name) && !OF_THE_WAY.includes(name));
}

type Part = Omit<Difference, 'name' | 'file'>;

function headerOf(name: string, expected: string | undefined, { headers }: Answer): readonly Part[] {
  const found = headers.get(name);
  if (found === expected) return [];
  const quoted = found === undefined ? 'is missing' : `is ${JSON.stringify(short(found))}`;
  const wanted = expected === undefined ? 'none is expected' : `expected ${JSON.stringify(short(expected))}`;
  return [{ part: name, text: `header ${name} ${quoted}; ${wanted}` }];
}

function bytesOf({ bytes: expected }: ExpectedFile, { body }: Answer): readonly Part[] {
  if (body.equals(expected)) return [];
  const at = expected.findIndex((byte, index) => body[index] !== byte);
  const where = at === -1 ? expected.length : at;
  return [{ part: 'bytes', text: `differs from byte ${where} on: ${body.length} bytes; expected ${expected.length}` }];
}

/** A terminal is no place for a long policy; its beginning tells which it is. */
const short = (text: string): string => (text.length <= SHOWN_CHARS ? text : `${text.slice(0, SHOWN_CHARS)}…`);
