import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFragment, formatLink, formatQrParts, type LinkKey, type LinkSecret } from '../../src/crypto/link.js';
import { repairFragment, repairLink } from '../../src/crypto/link-repair.js';
import type { Mode } from '../../src/protocol/mode.js';
import { testScale } from '../helpers/heap.js';

const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
/** As `start` makes them: random, so neither part has letters of one case only. */
const secrets: fc.Arbitrary<LinkSecret> = fc
  .record({
    mode: fc.constantFrom<Mode>('mls', 'shared-key', 'none'),
    s: sized(32),
    hostFp: fc.oneof(sized(16), fc.constant(new Uint8Array(0))),
  })
  .filter((one) => /[a-z]/.test(formatFragment(one).slice(2, 45)) && /[A-Z]/.test(formatFragment(one).slice(2, 45)));
const origins = fc.constantFrom(
  'https://silent-red-fox.trycloudflare.com',
  'http://127.0.0.1:4242',
  'https://a.example:8443',
  'http://[::1]:80',
);

type Mangling = (text: string) => string;
const at = (rate: number, length: number): number => Math.floor(rate * length);
const cutEnd =
  (rate: number): Mangling =>
  (text) =>
    text.slice(0, at(rate, text.length));
const cutStart =
  (rate: number): Mangling =>
  (text) =>
    text.slice(at(rate, text.length));
const drop =
  (rate: number): Mangling =>
  (text) =>
    text.slice(0, at(rate, text.length)) + text.slice(at(rate, text.length) + 1);
const put =
  (rate: number, what: string): Mangling =>
  (text) =>
    text.slice(0, at(rate, text.length)) + what + text.slice(at(rate, text.length));
const wrap =
  (width: number, end: string): Mangling =>
  (text) =>
    (text.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? []).join(end);

const rates = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const words = fc.constantFrom(
  'Come',
  'now',
  'A',
  'to',
  'the',
  'ROOM',
  '10',
  'o’clock',
  'v2',
  '4g',
  'iPhone',
  'see',
  'I',
  'tomorrow,',
  'today.',
  '…',
  '(new)',
);
const sentences = fc.array(words, { minLength: 1, maxLength: 12 }).map((all) => all.join(' '));
const manglings: fc.Arbitrary<Mangling> = fc.oneof(
  rates.map(cutEnd),
  rates.map(cutStart),
  rates.map(drop),
  fc
    .tuple(rates, fc.constantFrom(' ', '\n', '\u200B', '\u00AD', '\\', '=\r\n', '\n> ', '>', '.', '=', '…', '*', '\u2011', '%20'))
    .map(([rate, what]) => put(rate, what)),
  fc
    .tuple(fc.integer({ min: 6, max: 80 }), fc.constantFrom('\n', '\r\n', '=\r\n', '\n> ', '\n  ', ' '))
    .map(([width, end]) => wrap(width, end)),
  fc.tuple(sentences, fc.constantFrom(' ', '\n', ', ', '. ')).map(
    ([words, gap]): Mangling =>
      (text) =>
        text + gap + words,
  ),
  fc.tuple(sentences, fc.constantFrom(' ', '\n', ': ')).map(
    ([words, gap]): Mangling =>
      (text) =>
        words + gap + text,
  ),
  fc.constantFrom<Mangling>(
    (text) => `<${text}>`,
    (text) => `(${text}).`,
    (text) => `[room](${text})`,
    (text) => `[${text}](${text})`,
    (text) => `**${text}**`,
    (text) => `_${text}_`,
    (text) => `> ${text}`,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => text.replace('#', '%23'),
    (text) => encodeURIComponent(text),
    (text) => text.replaceAll('.', '. '),
    (text) => text.replaceAll('-', '\u2011'),
    (text) => text.replaceAll('--', '\u2014'),
    (text) => text.replaceAll('_', ''),
    (text) => text.replaceAll('*', ''),
    (text) => text.replace(/https?:\/\//u, ''),
    (text) => `${text}?utm=1`,
    (text) => text.replaceAll(/[_#.-]/gu, String.raw`\$&`),
  ),
);
const mangled = fc.array(manglings, { minLength: 1, maxLength: 3 });

/** A link that is cut right behind its second dot is that of a room without a host: the format itself cannot tell. */
function sameKey(found: LinkKey, key: LinkKey): void {
  const cut = found.mode !== 'new' && key.mode !== 'new' && found.hostFp.length === 0;
  expect(formatFragment(found)).toBe(formatFragment(cut ? { ...key, hostFp: found.hostFp } : key));
}

/** As `start --blind` makes them. */
const tickets: fc.Arbitrary<LinkKey> = sized(16)
  .map((ticket) => ({ mode: 'new', ticket }) as const)
  .filter((one) => /[a-z]/.test(formatFragment(one).slice(4)) && /[A-Z]/.test(formatFragment(one).slice(4)));

test.each<[string, fc.Arbitrary<LinkKey>]>([
  ['a link', secrets],
  ['a link that makes a room', tickets],
])('however %s is mangled, it is the same secret or refused, never another', (_, keys) => {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(origins, keys, fc.boolean(), mangled, (origin, secret, upper, all) => {
      const whole = upper ? formatQrParts(origin, secret).join('#') : formatLink(origin, secret);
      const text = all.reduce((now, mangle) => mangle(now), whole);
      const found = repairLink(text);
      seen[found.ok ? 'taken' : 'refused']++;
      if (found.ok) sameKey(found.value.secret, secret);
      else expect(found.reason).toMatch(/^(?:LINK_(?:CUT|MALFORMED|NO_KEY|ALTERED|AMBIGUOUS)|MODE_UNSUPPORTED)$/);
    }),
    { numRuns: 10_000 * testScale, seed: 4 },
  );
  // The test would say nothing if all were refused, or none.
  expect(seen.taken).toBeGreaterThan(1_500);
  expect(seen.refused).toBeGreaterThan(1_500);
});

test('the same holds of what stands behind the # alone', () => {
  fc.assert(
    fc.property(fc.oneof(secrets, tickets), mangled, (secret, all) => {
      const found = repairFragment(all.reduce((now, mangle) => mangle(now), `#${formatFragment(secret)}`));
      if (found.ok) sameKey(found.value, secret);
    }),
    { numRuns: 5_000 * testScale, seed: 5 },
  );
});

test('no text takes long, or throws', () => {
  const pieces = fc.constantFrom(
    'https:/',
    'http://',
    'a.',
    '#',
    '#L.',
    '#new.',
    'L.',
    '://',
    '%23',
    '%25',
    ' ',
    '/',
    '.',
    '[',
    '-',
    'a'.repeat(43),
    'AbC9'.repeat(10),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 900 }), (all) => {
      const from = performance.now();
      repairLink(all.join(''));
      repairFragment(all.join(''));
      expect(performance.now() - from).toBeLessThan(2_000);
    }),
    { numRuns: 500, seed: 6 },
  );
});
