import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../../src/cli/program.js';
import { settings, type Setting } from '../../../src/cli/config/setting.js';
import { codes, readText, tableRows } from '../../helpers/markdown-table.js';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/architecture.md',
  'docs/cli.md',
  'docs/errors.md',
  'docs/threat-model.md',
  'docs/seeds.md',
];
const COMMANDS = ['start', 'join', 'demo', 'verify', 'client', 'config', 'doctor', 'cleanup'];

/** A fence may have backticks of its own. */
const FENCE = /^```[\s\S]*?^```/gm;
const codesOf = (page: string): readonly string[] => codes(readText(page).replace(FENCE, ''));

/** Page, what it tells people to type, and the same without what stands before the options: in backticks, in fences, or behind a `$`. */
const told = PAGES.flatMap((page) => {
  const text = readText(page);
  const fenced = [...text.matchAll(FENCE)].flatMap(([fence]) => fence.split('\n'));
  const lines = [...fenced, ...text.split('\n').filter((line) => /^ +\$ /.test(line))].map((line) => line.replace(/^ *\$ /, ''));
  return [...codesOf(page), ...lines].flatMap((typed) => {
    const [, program = '', rest = ''] = /^(?:torsocks )?(chattrace|node bin\/chattrace\.js|npm start(?: --)?)(?: (.+))?$/.exec(typed) ?? [];
    return program === '' ? [] : [[page, typed, program.startsWith('npm') ? `start ${rest}` : rest] as const];
  });
});
const wordsOf = (line: string): readonly string[] =>
  (line.match(/"[^"]*"|\S+/g) ?? []).filter((word) => word !== '[link]').map((word) => word.replaceAll('"', ''));

const helpOf = (...words: readonly string[]): string => {
  let help = '';
  readCommandLine([...words, '--help'], { name: 'chattrace', version: '0', write: (text) => void (help += text) });
  return help;
};
/** The long names of options, as `--help` lists them. */
const optionsOf = (help: string): readonly string[] => [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1] ?? '');

describe('what the docs tell people to type', () => {
  test('is found', () => {
    expect(told.length).toBeGreaterThan(25);
    expect(told.map(([, typed]) => typed)).toEqual(
      expect.arrayContaining([
        'npm start -- --title "Friday"',
        'chattrace client --out FILE',
        'torsocks chattrace join',
        'chattrace cleanup',
      ]),
    );
  });

  test.each(told)('is a command, in %s: %s', (_page, _typed, line) => {
    const words = wordsOf(line);
    const ask = () => readCommandLine(words.length === 0 ? ['--help'] : words, { name: 'chattrace', version: '0', write: () => {} });
    expect(ask).not.toThrow();
  });

  test('names options that there are', () => {
    const known = new Set([
      '--version',
      ...['', ...COMMANDS].flatMap((command) => optionsOf(helpOf(...(command === '' ? [] : [command])))),
    ]);
    // These are npm's and vitest's.
    const others = ['--coverage', '--quick', '--engine-strict', '--pdeathsig'];
    const named = PAGES.flatMap((page) => codesOf(page).flatMap((code) => code.match(/(?<![\w-])--[a-z][\w-]*/g) ?? []));
    expect([...new Set(named)].filter((option) => !known.has(option) && !others.includes(option))).toEqual([]);
  });
});

describe('--help', () => {
  test('lists the commands of docs/cli.md', () => {
    const listed = [...helpOf().matchAll(/^ {2}([a-z]+) \[options\]/gm)].map((match) => match[1] ?? '');
    const documented = tableRows(readText('docs/cli.md'), 'command', 'what it does').map(
      ([command = '']) => codes(command)[0]?.split(' ')[1],
    );
    expect(new Set(listed)).toEqual(new Set(COMMANDS));
    expect(new Set(documented)).toEqual(new Set(COMMANDS));
  });

  test('has, of each command, the options that docs/cli.md gives it', () => {
    const page = readText('docs/cli.md');
    const own = tableRows(page, 'option', 'of', 'what').flatMap(([flags = '', of = '']) =>
      codes(flags).map((flag) => [flag, of.split(', ')] as const),
    );
    const speech = ['json', 'quiet', 'noInput', 'color', 'ascii', 'debug'];
    const expected = (command: string): readonly string[] => [
      ...(settings as readonly Setting[])
        .filter(({ key, of }) => ['start', 'config'].includes(command) || (command === 'join' ? of === 'both' : speech.includes(key)))
        .flatMap(({ flag, off }) => [flag.split(' ')[0] ?? '', ...(off === undefined ? [] : [off])]),
      ...own.filter(([, of]) => of.includes('all') || of.includes(command)).map(([flag]) => flag),
    ];
    for (const command of COMMANDS)
      expect([command, optionsOf(helpOf(command)).toSorted()]).toEqual([command, expected(command).toSorted()]);
  });
});
