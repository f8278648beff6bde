import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What it imports or re-exports: paths of files relative to the root, or names of packages. */
  readonly imports: readonly string[];
}

const IMPORTS = [/^(?:import|export)\b[^;'"]*?\bfrom\s*'([^']+)'/gm, /^import\s*'([^']+)'/gm, /\bimport\(\s*'([^']+)'/g];

/** Every TypeScript file below a folder of the root. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => readSource(`${folder}/${name}`));
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const names = IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
  return { path, text, imports: names.map((name) => resolved(path, name)) };
}

/** A relative import of `x.js` means the file `x.ts`. Anything that is no file is left as it stands. */
function resolved(from: string, name: string): string {
  if (!name.startsWith('.')) return name;
  const path = relative(root, join(root, dirname(from), name));
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(join(root, source)) ? source : path;
}
