import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './source-files.js';

export interface Texts {
  readonly [name: string]: string | Texts;
}

/** All sentences of a language but English, which is in the sources. */
export const textsOf = (code: string): Texts => JSON.parse(readFileSync(join(root, 'assets/i18n', `${code}.json`), 'utf8')) as Texts;

/** A sentence of a language, by its path. */
export function told(code: string, path: string): string {
  const found = path.split('.').reduce<string | Texts>((at, name) => (typeof at === 'string' ? at : (at[name] ?? '')), textsOf(code));
  return typeof found === 'string' ? found : '';
}
