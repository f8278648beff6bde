import { createHash } from 'node:crypto';
import { manifestHash } from './expected.js';
import type { Fetched } from './fetch-answer.js';

interface Named {
  readonly file: string;
  readonly integrity: string;
}

/** The files that a document names: one script, one style sheet, with their names and hashes as every build of this program has them. */
export function namedAssets(document: string): readonly Named[] {
  const found = document.matchAll(/(?:src|href)="\/(app\/[\w-]+\.[0-9a-f]{12}\.(?:js|css))" integrity="(sha384-[\w+/]{64})"/gu);
  return [...found].map(([, file = '', integrity = '']) => ({ file, integrity }));
}

/** The parts that a script, or a part, fetches later, as every build writes them: files of which the same holds. */
export function namedParts(script: string): readonly Named[] {
  const found = script.matchAll(/"\/(app\/[\w-]+-part\.[0-9a-f]{12}\.js)","(sha384-[\w+/]{64})"/gu);
  return [...found].map(([, file = '', integrity = '']) => ({ file, integrity }));
}

/**
 * The manifest's hash of a build of another version, when what came is a whole one: `start` prints the same there. It says nothing about
 * what is in it.
 */
export function otherBuild(document: Buffer, errorPage: Buffer, assets: ReadonlyMap<string, Fetched>): string | undefined {
  const first = namedAssets(document.toString());
  const named = withParts(first, assets);
  const files = named.flatMap(({ file, integrity }) => {
    const fetched = assets.get(file);
    if (fetched?.ok !== true) return [];
    const bytes = fetched.answer.body;
    const sri = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    return sri === integrity && file.includes(`.${hash}.`) ? [{ file, bytes }] : [];
  });
  if (first.length !== 2 || files.length !== named.length) return undefined;
  return manifestHash([{ file: 'index.html', bytes: document }, { file: 'error.html', bytes: errorPage }, ...files]);
}

/** Those, and whatever they fetch. */
function withParts(first: readonly Named[], assets: ReadonlyMap<string, Fetched>): readonly Named[] {
  const all = new Map(first.map((one) => [one.file, one]));
  // It comes to those that are put in meanwhile, too.
  for (const { file } of all.values()) for (const part of namedParts(textOf(assets.get(file)))) all.set(part.file, part);
  return [...all.values()];
}

/** Of what did not come, nothing. */
export const textOf = (fetched: Fetched | undefined): string => (fetched?.ok === true ? fetched.answer.body.toString() : '');
