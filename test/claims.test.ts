import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText } from './helpers/markdown-table.js';
import { root } from './helpers/source-files.js';

/** What a chat may be called only where it is said that this one is not so (docs/threat-model.md, "What it is not"). */
const BOASTS = [
  /\baudited\b/i,
  /\banonym/i,
  /\buntraceable\b/i,
  /\bdeniab/i,
  /\bunbreakable\b/i,
  /\bmilitary/i,
  /\bguarantee/i,
  /\bprovabl/i,
  /\bproved wipe\b/i,
  /\bzero[- ]knowledge\b/i,
  /\bforward secrecy\b/i,
  /\bhides? (?:your|their|the) (?:address|identity|timing)/i,
  /\b(?:completely|perfectly|fully|100 ?%) (?:secure|safe|private)\b/i,
  /\bleaves? no trace/i,
];
const PLACES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'package.json', 'config.json'];
const FOLDERS = ['docs', 'src', 'scripts', 'bin', 'bench', 'templates', 'assets', 'test', '.ci'];

describe('README.md', () => {
  const sections = sectionsOf(readText('README.md'));

  it('promises exactly what docs/threat-model.md claims', () => {
    const claims = items(sectionsOf(readText('docs/threat-model.md')).get('Claims') ?? '');
    const promises = items(sections.get('What it protects') ?? '');
    expect(promises.length).toBeGreaterThan(4);
    expect(promises.filter((promise) => !claims.includes(promise))).toEqual([]);
  });

  it('says what it does not protect', () => {
    expect(items(sections.get('What it does not protect') ?? '').length).toBeGreaterThan(4);
  });

  it('boasts of nothing: such words stand only where it says what is not so', () => {
    const elsewhere = [...sections].filter(([title]) => !/\bnot\b/.test(title)).map(([, text]) => text);
    expect(BOASTS.filter((boast) => elsewhere.some((text) => boast.test(text))).map(String)).toEqual([]);
  });

  it('links only to files that are there', () => {
    const links = [...readText('README.md').matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('every committed text', () => {
  it('names no path of the machine it was written on', () => {
    const places = textFiles().filter(({ text }) => /(?:^|[\s"'`(=])\/(?:work|root)\/\w/m.test(text));
    expect(places.map(({ path }) => path)).toEqual([]);
  });

  it('has only links to files that are there, in docs', () => {
    const broken = textFiles()
      .filter(({ path }) => /^docs\/.*\.md$/.test(path))
      .flatMap(({ path, text }) => [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => ({ path, to: match[1] ?? '' })))
      .filter(({ to }) => !existsSync(join(root, 'docs', to)));
    expect(broken).toEqual([]);
  });
});

describe('what a browser loads', () => {
  it("names nobody else's host", () => {
    const files = textFiles().filter(({ path }) => /^(?:src\/web|templates|assets)\//.test(path));
    const hosts = files.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:https?:|["'(])\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})/gi)].map((match) => `${path}: ${match[1]}`),
    );
    expect(hosts.filter((host) => !host.endsWith(': www.w3.org'))).toEqual([]);
  });

  it('is where the test looks', () => {
    const paths = textFiles().map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['templates/index.html', 'assets/style.css', 'src/web/main.ts']));
  });
});

/** Title → text of each `##` section. */
function sectionsOf(markdown: string): ReadonlyMap<string, string> {
  const [first = '', ...rest] = markdown.split(/^## /m);
  return new Map([['', first], ...rest.map((part) => [part.split('\n')[0] ?? '', part.slice(part.indexOf('\n'))] as const)]);
}

/** Texts of a list, numbered or not, each on one line and without emphasis. */
function items(text: string): readonly string[] {
  const found = text.matchAll(/^(?:-|\d+\.) (.+(?:\n {2,}.+)*)/gm);
  return [...found].map((match) => (match[1] ?? '').replace(/\s+/g, ' ').replaceAll('**', '').trim());
}

function textFiles(): readonly { readonly path: string; readonly text: string }[] {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const paths = [...PLACES, ...below].filter((path) => statSync(join(root, path)).isFile() && !path.startsWith('bench/results/'));
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
