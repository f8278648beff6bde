import { expect, test } from 'vitest';
import { parseLines, parseMarkup } from '../../../../src/client/text/markup.js';
import type { Block, Inline } from '../../../../src/client/text/markup-tree.js';
import { limits } from '../../../../src/protocol/limits.js';
import { parseUrl } from '../../../../src/web/parse-url.js';
import { viewMember } from '../../../helpers/fake-member.js';
import { leaves } from '../../../helpers/markup-text.js';

const context = { parseUrl, members: [viewMember('Ana')] };

/** What a page would make elements of. */
const elements = (tree: readonly (Block | Inline)[]): number => {
  const all = JSON.stringify(tree);
  const items = all.match(/"items":/gu)?.length ?? 0;
  return (all.match(/"type":"(?!text|break)/gu)?.length ?? 0) + (items === 0 ? 0 : (all.match(/\],\[/gu)?.length ?? 0));
};

test.each(['*a* ', '`a` ', '**_a_** ', '- a\n', '1. a\nb\n', '```a```\n', '> a\n\n', '> > > *a*\n\n'])(
  'thousands of %j in one message are drawn as what was written, some as what they mean',
  (mark) => {
    const many = mark.repeat(limits.textBytes / mark.length);
    const blocks = parseMarkup(many, context);
    expect(elements(blocks)).toBe(1);
    expect(leaves(blocks)).toBe(many.replaceAll('\n', ''));
    expect(elements(parseMarkup(mark.repeat(50), context))).toBeGreaterThan(40);
    expect(elements(parseLines(many, context))).toBeLessThanOrEqual(500);
  },
);
