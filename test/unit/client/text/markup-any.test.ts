import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkup } from '../../../../src/client/text/markup.js';
import type { Block, Inline } from '../../../../src/client/text/markup-tree.js';
import { assertNever } from '../../../../src/protocol/parsed.js';
import { parseUrl } from '../../../../src/web/parse-url.js';
import { xssCorpus } from '../../../browser/xss-corpus.js';
import { anyText } from '../../../helpers/any-text.js';
import { viewMember } from '../../../helpers/fake-member.js';
import { leaves } from '../../../helpers/markup-text.js';

const members = ['Ana', 'ana b', '*', '_'].map((nick) => viewMember(nick));
const part = fc.oneof(
  fc.constantFrom('*', '**', '***', '_', '`', '```', '\n', '\r\n', '> ', '- ', '* ', '1. ', '2. ', '\\', '@Ana', '@', ' ', 'a', '.', '看'),
  fc.constantFrom(...xssCorpus, 'https://room.test/a_b', ')', '('),
  anyText(4),
);
const written = fc.array(part, { maxLength: 24 }).map((parts) => parts.join(''));

/** Whether a text is another one without some characters; those are given. */
function without(text: string, less: string): string | undefined {
  let at = 0;
  let lost = '';
  for (const unit of text.split('')) {
    if (less.charAt(at) === unit) at++;
    else lost += unit;
  }
  return at === less.length ? lost : undefined;
}

const depthOf = (piece: Inline): number => ('children' in piece ? 1 + Math.max(0, ...piece.children.map(depthOf)) : 0);

function depths(block: Block): readonly number[] {
  switch (block.type) {
    case 'paragraph':
      return block.children.map(depthOf);
    case 'list':
      return block.items.flat().map(depthOf);
    case 'quote':
      return block.blocks.flatMap(depths).map((depth) => depth + 1);
    case 'code':
      return [0];
    default:
      return assertNever(block);
  }
}

function steps(text: string): number {
  let count = 0;
  parseMarkup(text, { parseUrl, members, step: () => (count += 1) });
  return count;
}

describe('markup of any text', () => {
  test('shows what was written, without marks alone', () => {
    fc.assert(
      fc.property(written, (text) => {
        const blocks = parseMarkup(text, { parseUrl, members });
        expect(without(text, leaves(blocks)), leaves(blocks)).toMatch(/^[*_`>\-\\\s\d.]*$/u);
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });

  test('is no deeper than its kinds', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(Math.max(0, ...parseMarkup(text, { parseUrl, members }).flatMap(depths))).toBeLessThanOrEqual(4 + 3);
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  test('without a mark is one paragraph of one text', () => {
    fc.assert(
      fc.property(anyText(40), (any) => {
        const text = any.replaceAll(/[*_`>\-\\@\n\r:.]/gu, '');
        const children = [{ type: 'text', text }];
        expect(parseMarkup(text, { parseUrl, members })).toEqual(text === '' ? [] : [{ type: 'paragraph', children }]);
      }),
    );
  });

  test.each([
    '*_',
    '*',
    '_a',
    '*a ',
    '**a *b _c ',
    '\\*a ',
    '*a\\*',
    '`',
    '`a``b',
    '`` ` ',
    '```\n',
    '```a\n',
    '```a```\n',
    '> ',
    '> > > > > \n',
    '> ```\n',
    '- \n',
    '- a\n',
    '1. a\n',
    '@',
    '@Ana ',
    '@"',
    'https://a ',
    'http://',
    '_*`@> ',
    '(*a **b* c** ',
    '***a ',
    '*a** b*** ',
    '\n',
    '\r\n',
  ])('takes steps that grow with the text alone: %j', (unit) => {
    const [half, whole] = [8_000, 16_000].map((size) => steps(unit.repeat(Math.floor(size / unit.length)))) as [number, number];
    expect(whole).toBeLessThanOrEqual(4 * 16_000);
    expect(whole).toBeLessThanOrEqual(2.1 * half + 100);
    expect(steps('*a _b_* `c`')).toBeGreaterThan(0);
  });
});
