import { expect, test } from 'vitest';
import { examine } from '../../../../src/cli/doctor/examine.js';
import { findingLines } from '../../../../src/cli/doctor/finding-lines.js';
import type { Check, Finding } from '../../../../src/cli/doctor/finding.js';
import { createPalette } from '../../../../src/cli/terminal/palette.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

const good = (name: string): Check => ({ name, look: () => ({ check: name, state: 'ok', text: 'fine' }) });

test('a check that throws or hangs is a problem, and stops no other; the order is kept', async () => {
  const clock = createFakeClock();
  const told: Finding[] = [];
  const hung: Check = { name: 'hung', look: () => new Promise(() => {}) };
  const broken: Check = { name: 'broken', look: () => Promise.reject(new Error('no such thing')) };
  const examined = examine([hung, broken, good('good')], clock, (finding) => told.push(finding));
  // What does not hang is done by then.
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(12_000);
  expect((await examined).map(({ check, state }) => [check, state])).toEqual([
    ['hung', 'problem'],
    ['broken', 'problem'],
    ['good', 'ok'],
  ]);
  expect(told[0]?.text).toBe('this check did not end within 12 s');
  expect(told[1]?.text).toBe('this check failed: no such thing');
  for (const { fix } of told.slice(0, 2)) expect(fix).toBeDefined();
});

const lines = (finding: Finding, columns: number): readonly string[] =>
  findingLines(finding, { palette: createPalette(false), columns }, (words) => words.replace('chattrace', 'npx chattrace')).map(
    ({ text }) => text,
  );

test('a finding is a line with its fix below, broken between words', () => {
  expect(lines({ check: 'swap', state: 'note', text: 'one two three', fix: 'Run chattrace cleanup.' }, 30)).toEqual([
    '! swap        one two three',
    '              try: Run npx',
    '              chattrace',
    '              cleanup.',
  ]);
  expect(lines({ check: 'node', state: 'ok', text: '20.19.0' }, Number.POSITIVE_INFINITY)).toEqual(['✔ node        20.19.0']);
});

test('what comes from outside cannot act on the terminal', () => {
  expect(lines({ check: 'tor', state: 'problem', text: '\u001b[2J', fix: '\u202e' }, 80)).toEqual([
    '✖ tor         \\u{1b}[2J',
    '              try: \\u{202e}',
  ]);
});
