import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, tableRows } from './helpers/markdown-table.js';
import { root, sourceFiles, type SourceFile } from './helpers/source-files.js';

const PURE = ['protocol', 'crypto', 'core', 'client'];
const files = sourceFiles('src');
const allowed = importTable();
const partOf = (path: string): string => path.split('/')[1] ?? '';
const isPackage = (name: string): boolean =>
  !name.includes('/') || name.startsWith('@') || name.startsWith('node:') || !existsSync(join(root, name));

/** Part → the parts it may import, as docs/architecture.md says. */
function importTable(): ReadonlyMap<string, readonly string[]> {
  const text = readText('docs/architecture.md');
  const header = text.split('\n').find((line) => line.startsWith('| may import →')) ?? '';
  const names = header
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
  const rows = tableRows(text, 'may import →');
  return new Map(rows.map(([part = '', ...marks]) => [part, names.filter((_, at) => marks[at] === 'x')]));
}

describe('tests', () => {
  it('that change what modules find, in a suite whose files share a process, have a process of their own', () => {
    const shared = ['unit', 'property', 'browser'].flatMap((suite) => sourceFiles(`test/${suite}`));
    const changing = shared.filter(({ text }) => /^\s*vi\.(?:mock|doMock|resetModules|stubGlobal|stubEnv)\(/mu.test(text));
    expect(changing.length).toBeGreaterThan(0);
    expect(changing.filter(({ path }) => !path.endsWith('.mocked.test.ts')).map(({ path }) => path)).toEqual([]);
  });
});

describe('imports', () => {
  it('finds the files and their imports', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.find((file) => file.path === 'src/crypto/box.ts')?.imports).toEqual(['tweetnacl', 'src/protocol/bytes.ts']);
  });

  it('every part of src is in the table', () => {
    expect([...new Set(files.map((file) => partOf(file.path)))].toSorted()).toEqual([...allowed.keys()].toSorted());
  });

  it('go only where the table allows', () => {
    const crossing = files.flatMap((file) =>
      file.imports.filter((name) => name.startsWith('src/')).map((name) => ({ from: file.path, to: name })),
    );
    const forbidden = crossing.filter(({ from, to }) => partOf(from) !== partOf(to) && !allowed.get(partOf(from))?.includes(partOf(to)));
    expect(forbidden).toEqual([]);
  });

  it('relative ones name a file that is there', () => {
    const broken = files.flatMap((file) => file.imports.filter((name) => /^(?:src|\.\.)\//.test(name) && !existsSync(join(root, name))));
    expect(broken).toEqual([]);
  });

  it('make no cycle', () => {
    expect(firstCycle(files)).toBeUndefined();
  });

  it('pure parts use no package but the cryptographic ones, and those in crypto alone', () => {
    const used = files
      .filter((file) => PURE.includes(partOf(file.path)))
      .flatMap((file) => file.imports.filter(isPackage).map((name) => `${partOf(file.path)}: ${name}`));
    expect(used.filter((use) => !/^crypto: (?:tweetnacl|@noble\/(?:hashes|curves|ciphers)\/[\w.]+|ts-mls\/[\w/]+\.js)$/.test(use))).toEqual(
      [],
    );
  });

  it('only the group and its cipher suite know the MLS library, and never the whole of it', () => {
    const users = files.filter((file) => file.imports.some((name) => name.startsWith('ts-mls')));
    expect(users.map(({ path }) => path).filter((path) => !/^src\/crypto\/(?:group|cipher-suite)[\w-]*\.ts$/.test(path))).toEqual([]);
    expect(users.flatMap(({ imports }) => imports).filter((name) => name === 'ts-mls')).toEqual([]);
  });

  it("the page uses none of Node's modules", () => {
    const used = files.filter((file) => partOf(file.path) === 'web').flatMap((file) => file.imports);
    expect(used.filter((name) => name.startsWith('node:') || builtinModules.includes(name))).toEqual([]);
  });
});

describe('source files', () => {
  it('have no default export', () => {
    expect(offenders(/^export default\b|\bas default\b/m)).toEqual([]);
  });

  it('are no barrels', () => {
    expect(offenders(/^export (?:type )?(?:\*|\{[^}]*\}) from /m)).toEqual([]);
    expect(files.filter((file) => file.path.endsWith('/index.ts'))).toEqual([]);
  });

  it('have at most 5 exports that exist at run time', () => {
    const many = files.filter((file) => (file.text.match(/^export (?!type |interface |declare )/gm)?.length ?? 0) > 5);
    expect(many.map((file) => file.path)).toEqual([]);
  });

  it('import with the extension .js', () => {
    expect(offenders(/\bfrom '\.[^']*(?<!\.js|\.json|\.svg|\.txt)'/)).toEqual([]);
  });

  it('never parse text as HTML or code', () => {
    expect(offenders(/\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval|new Function)\b/)).toEqual([]);
  });

  it('hold no silenced compiler and no left-over work', () => {
    expect(offenders(/@ts-(?:ignore|expect-error|nocheck)|\bTODO\b|\bFIXME\b/)).toEqual([]);
  });
});

describe('tsconfig.json of a part', () => {
  it.each([...allowed])('%s refers to what the table allows', (part, parts) => {
    expect(config(part).references.map(({ path }) => path)).toEqual(parts.map((name) => `../${name}`));
  });

  it.each(PURE)('%s knows neither Node nor the DOM', (part) => {
    expect(config(part).compilerOptions).toMatchObject({ lib: ['ES2023', 'esnext.disposable'], types: [] });
  });

  it('only the page knows the DOM, and it does not know Node', () => {
    const withDom = [...allowed.keys()].filter((part) => config(part).compilerOptions.lib.some((lib) => lib.startsWith('DOM')));
    expect(withDom).toEqual(['web']);
    expect(config('web').compilerOptions.types).toEqual([]);
  });

  it('the root refers to every part and to the tests', () => {
    const { references } = JSON.parse(readText('tsconfig.json')) as Config;
    expect(references.map(({ path }) => path)).toEqual([...[...allowed.keys()].map((part) => `src/${part}`), 'test']);
  });
});

interface Config {
  readonly compilerOptions: { readonly lib: readonly string[]; readonly types: readonly string[] };
  readonly references: readonly { readonly path: string }[];
}

function config(part: string): Config {
  return JSON.parse(readFileSync(join(root, 'src', part, 'tsconfig.json'), 'utf8')) as Config;
}

function offenders(pattern: RegExp): readonly string[] {
  return files.filter((file) => pattern.test(file.text)).map((file) => file.path);
}

/** Depth first; the files of the first circle that is found. Imports of types count too. */
function firstCycle(all: readonly SourceFile[]): readonly string[] | undefined {
  const imports = new Map(all.map((file) => [file.path, file.imports]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of imports.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  return all.map((file) => visit(file.path, [])).find((cycle) => cycle !== undefined);
}
