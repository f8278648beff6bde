import { describe, expect, test } from 'vitest';
import { markdownLines } from '../../../../src/client/export/markdown-text.js';

describe('a message as Markdown', () => {
  test.each([
    ['a **b *c* d** `e`', ['a **b *c* d** ` e `']],
    ['a\n  b\n\nc', ['a\\', '&nbsp;&nbsp;b', '', 'c']],
    ['> a\n> > b\nc', ['> a', '>', '> > b', '', 'c']],
    ['- a\n- b\n1. c\n3. d', ['- a', '- b', '', '1) c', '', '3. d']],
    ['```ts\n```x\n`````y\n```', ['``````ts', '```x', '`````y', '``````']],
    ['``a`b``', ['`` a`b ``']],
    ['2 * 3 + 4 = 10. x_y 1.5 v2.', ['2 \\* 3 \\+ 4 \\= 10\\. x\\_y 1\\.5 v2\\.']],
    ['https://a.test/?b&c www.x', ['https\\://a\\.test/?b\\&c www\\.x']],
    ['@Ana [x](y) <b>', ['\\@Ana \\[x\\](y) \\<b\\>']],
    ['👨‍👩‍👧 a\u200Db', ['👨‍👩‍👧 a\\\\u\\{200d\\}b']],
    ['', []],
  ])('%j', (text, lines) => expect(markdownLines(text)).toEqual(lines));
});
