import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, tableRows } from './helpers/markdown-table.js';
import { root } from './helpers/source-files.js';

/** What a chat may be called only where it is denied in the same breath: "not audited". */
const BOASTS = [
  /\baudit(?:ed|s)?\b/i,
  /\banonym/i,
  /\b(?:untrace|deni|unbreak|unhack|tamper)able\b/i,
  /\bmilitary/i,
  /\bguarantee/i,
  /\bprovabl/i,
  /\bprove[nds]?\b/i,
  /\bzero[- ]knowledge\b/i,
  /\b(?:perfect )?forward secrecy\b/i,
  /\b(?:bullet|tamper|quantum)[- ]?(?:proof|safe)\b/i,
  /\bhid(?:es?|den) (?:your|their|the|who|from) ?(?:address|identity|timing|network)?/i,
  /\b(?:completely|perfectly|fully|totally|absolutely|100 ?%) (?:secure|safe|private|encrypted)\b/i,
  /\b(?:prevents?|stops) (?:a relay|drop|delay|partition)/i,
];
/** These have a negation inside: they are boasts as they stand. */
const NEVER = [
  /\b(?:cannot|can't|can never|impossible to) (?:be )?(?:tamper|trace|intercept|break|broken|hack|crack|recover|monitor|censor)/i,
  /\b(?:leaves?|without) (?:no|a|any) traces?\b/i,
  /\bno ?(?:one|body) can (?:ever|trace|find|stop|see you)/i,
];
const DENIAL = /\b(?:not|nor|never|nobody|no|neither|cannot|without)\b/i;
/** What each reader must be told, wherever else it stands: design of the protocol, "Claims: may not". */
const MUST_SAY: readonly (readonly [what: string, words: RegExp])[] = [
  ['no audit', /\*\*Not audited\./],
  ['one maintainer', /one maintainer/],
  ['addresses and times', /addresses, times/],
  ['who writes privately to whom', /who writes privately to whom/],
  ['whoever has the link', /\*\*Not safe against who has the link\./],
  ['altered code in a browser', /\*\*Not safe against altered code in a browser\./],
  ['drop, delay, partition', /\*\*Not safe against a relay that drops, delays or cuts off\./],
  ['false departures and ends', /someone has left, or that the session has ended, when it is not so/],
  ['who has just left', /\*\*Not at once\./],
  ['deniability', /\*\*Not deniable\./],
  ['memory', /\*\*Not wiped for certain\./],
  ['the history of a browser', /\*\*Not gone from the history of a browser\./],
];
const PLACES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'package.json', 'config.json'];
const FOLDERS = ['docs', 'src', 'scripts', 'bin', 'bench', 'templates', 'assets', 'test', '.ci'];

describe('README.md', () => {
  const sections = sectionsOf(readText('README.md'));
  const model = sectionsOf(readText('docs/threat-model.md'));
  const claims = items(model.get('Claims') ?? '').map((item) => item.split(' → '));

  it('promises exactly what docs/threat-model.md claims', () => {
    expect(claims.length).toBeGreaterThan(4);
    expect(items(sections.get('What it protects') ?? '')).toEqual(claims.map(([claim]) => claim));
  });

  it('has tests behind every claim', () => {
    const shown = claims.map(([claim = '', tests = '']) => [claim, [...tests.matchAll(/\]\(([^)]+\.test\.ts)\)/g)].length] as const);
    expect(shown.filter(([, count]) => count === 0)).toEqual([]);
  });

  it('says what it does not protect, each in the words of docs/threat-model.md', () => {
    const said = leads(sections.get('What it does not protect') ?? '');
    expect(said.length).toBeGreaterThan(4);
    expect(said.filter((lead) => !leads(model.get('What it is not') ?? '').includes(lead))).toEqual([]);
  });

  it.each(MUST_SAY)('says what must be said, and so does the threat model: %s', (_what, words) => {
    expect(sections.get('What it does not protect')).toMatch(words);
    expect(model.get('What it is not')).toMatch(words);
  });

  it('shows a test, or a page, of everything that it says it can do', () => {
    const rows = tableRows(readText('README.md'), 'feature', 'today', 'shown by');
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(([, today = '', shown = '']) => !today.startsWith('not yet') && !shown.includes(']('))).toEqual([]);
  });

  it('shows a test of everything that it has beside others', () => {
    const rows = tableRows(readText('README.md'), 'feature', 'here', 'S1');
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(([, here = '']) => here !== 'not yet' && !/\]\([^)]+\.test\.ts\)/.test(here))).toEqual([]);
  });

  it('links only to files that are there', () => {
    const links = [...readText('README.md').matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('docs/seeds.md', () => {
  const rows = readText('docs/seeds.md')
    .split('\n')
    .filter((line) => /^\| (?!feature|-)/.test(line) && !line.startsWith('|--'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('shows a test of everything that it says is there', () => {
    expect(rows.length).toBeGreaterThan(25);
    const bare = rows.filter(([, , today = '', shown = '']) => !today.startsWith('not yet') && !/\]\([^)]+\.test\.ts\)/.test(shown));
    expect(bare.map(([, feature]) => feature)).toEqual([]);
  });

  it('calls a file a test only when it holds some', () => {
    const linked = [...readText('docs/seeds.md').matchAll(/\]\(\.\.\/([^)]+\.test\.ts)\)/g)].map((match) => match[1] ?? '');
    expect(linked.filter((path) => !/^\s*(?:it|test)(?:\.[a-zA-Z]+)*(?:\(|<)/m.test(readText(path)))).toEqual([]);
  });
});

describe('words that nothing here has earned', () => {
  it.each([
    'It is audited.',
    'Not slow, and audited.',
    'Anonymous chat for everyone',
    'untraceable',
    'The keys are provably gone.',
    'Messages are deniable.',
    'Your words cannot be tampered with.',
    'It leaves no traces.',
    'Nobody can trace you.',
    'It has perfect forward secrecy.',
    'Proven, military-grade, fully secure.',
    'It hides your address.',
  ])('are found: %s', (text) => {
    expect(boastsIn(text)).not.toEqual([]);
  });

  it.each([
    '**Not audited.** Nobody has looked.',
    'It is not audited, and not anonymous: the relay sees times.',
    'Not deniable: it is signed.',
  ])('may be denied: %s', (text) => {
    expect(boastsIn(text)).toEqual([]);
  });

  it.each([
    'README.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'package.json',
    'docs/cli.md',
    'docs/seeds.md',
    'docs/errors.md',
    'src/web/words.ts',
    'src/cli/program.ts',
    'templates/index.html',
  ])('are not in %s', (path) => {
    expect(boastsIn(readText(path))).toEqual([]);
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

/** Boasts of a text. A denial counts for what follows it, up to the next comma or end of a sentence. */
function boastsIn(text: string): readonly string[] {
  const plain = text.replace(/\]\([^)]*\)|\b[\w-]+\.test\.ts\b|\*\*/g, '');
  const clauses = plain.split(/[.,;:!?|\n]\s|\n|, /u);
  const boasted = clauses.filter((clause) =>
    BOASTS.some((boast) => boast.test(clause) && !DENIAL.test(clause.slice(0, clause.search(boast)))),
  );
  return [...boasted, ...clauses.filter((clause) => NEVER.some((boast) => boast.test(clause)))];
}

/** How the items of a list begin, where that is in bold. */
function leads(text: string): readonly string[] {
  return [...text.matchAll(/^- \*\*(.+?)\*\*/gm)].map((match) => match[1] ?? '');
}

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
