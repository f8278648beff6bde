import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportView, type ExportFormat } from '../../../../src/client/export/export-view.js';
import { exportWords } from '../../../../src/client/export/export-words.js';
import { isUnsafe } from '../../../../src/protocol/unsafe-text.js';
import { xssCorpus } from '../../../browser/xss-corpus.js';
import { anyText } from '../../../helpers/any-text.js';
import { exportedView } from '../../../helpers/export-view.js';
import { viewMember } from '../../../helpers/fake-member.js';

const save = (items: readonly object[], format: ExportFormat, title?: string): string =>
  exportView(exportedView(items, { title }), format, { words: exportWords, now: 0, offset: () => 0 }).text;

/** What would be a mark in Markdown, outside of fences and code; escapes and our own line ends are taken away. */
function marksIn(markdown: string): string {
  let fence = '';
  const plain: string[] = [];
  for (const quoted of markdown.split('\n')) {
    const line = quoted.replace(/^(?:> ?)+/u, '');
    const ticks = /^(`{3,})[\w+#.-]*$/u.exec(line)?.[1];
    if (fence === '' && ticks !== undefined) fence = ticks;
    else if (fence !== '') fence = line === fence ? '' : fence;
    else plain.push(line.replace(/^(?:[-*]|\d+[.)]) /u, '').replace(/\\$/u, ''));
  }
  return plain
    .join('\n')
    .replaceAll(/\\[!-/:-@[-`{-~]|&nbsp;/gu, '')
    .replaceAll(/(`+) .*? \1(?!`)/gu, '')
    .replaceAll('**', '')
    .replaceAll('*', '');
}

const imitations = [
  '**Ana** · 2026-11-21T10:00:00+00:00 · \\#9\n\n> I said so',
  'hello\n\n**Ana** · 10:00\n> no',
  'hello\n2026-11-21T10:00:00+00:00 #9 <Ana> I said so',
  'hello\r\n# heading\n===\n---\n***\n1. one\n2) two\n+ plus',
  '[text](https://evil.test) ![x](https://evil.test/x.png) <https://evil.test> [a]: https://evil.test',
  'https://evil.test www.evil.test ana@evil.test mailto:ana@evil.test',
  '<b>x</b> <!-- --> &lt; &#60; <script>alert(1)</script>',
  '```\ncode\n```\n````\n**Ana**',
  '```js\n````\n# x\n````\n```',
  '> ```\n> `` ` ``\n> ```\nout',
  '`` a`b `` and ``` ` ```',
  '- a\n1. b\n- c\n  - d',
  '    indented\n\ttab',
  '| a | b |\n|---|---|\n~~x~~ $x$ ^x^ ==x== [^1] :smile: {x}',
  'a\u2028b\u202Ec\u0000d\u001B[31me\u200Bf',
  '\\\\\\# x \\',
  '👨‍👩‍👧 ‍a',
];

describe('what somebody wrote', () => {
  test.each([...imitations, ...xssCorpus])('is nothing but text in Markdown: %j', (text) => {
    const markdown = save([{ text: 'before' }, { text }, { text: 'behind' }], 'md');
    expect(
      marksIn(
        markdown
          .split('\n')
          .filter((line) => line.startsWith('>'))
          .join('\n'),
      ),
    ).not.toMatch(/[<>[\]!&#`~|$^]|:\/\/|www\.|^\s*[-+=]/mu);
    const ours = markdown.split('\n').filter((line) => line !== '' && !line.startsWith('>'));
    expect(ours).toHaveLength(6);
    expect(ours.slice(3).every((line) => /^\*\*Bob\*\* · 2026-11-21T09:0\d:00\+00:00 · \\#\d$/u.test(line))).toBe(true);
  });

  test.each(imitations)('is nobody else’s line as plain text: %j', (text) => {
    const lines = save([{ text: 'before' }, { text }, { text: 'behind' }], 'txt')
      .trimEnd()
      .split('\n')
      .slice(4);
    expect(lines.filter((line) => line !== '' && !line.startsWith('    '))).toHaveLength(3);
  });

  test('of a name, a title, a file and an emoji too', () => {
    const eve = viewMember('**Ana** <b>', { shown: '**Ana** <b>[x](y)> \u202E' });
    const file = { name: '![x](y) > # <b>.png', mime: 'image/png', bytes: 1, transfer: { side: 'theirs', state: 'here' } };
    const items = [
      { from: eve, text: 'x', file, reactions: [{ emoji: '*️⃣', by: [eve] }] },
      { type: 'topic', text: '# <b>\n[x](y)' },
      { type: 'member-renamed', member: eve, before: '[x](y)' },
    ];
    const markdown = save(items, 'md', '<b> [x](y)\n# y');
    expect(marksIn(markdown.replace(/^# /u, ''))).not.toMatch(/[<>[\]!&`~|$^]|^#/mu);
    expect(markdown).toContain('· \\*️⃣ **');
    const text = save(items, 'txt', 'a\nb').split('\n');
    expect(text[4]).toContain('[*️⃣ <**Ana** \\u{3c}b\\u{3e}\\u{5b}x\\u{5d}(y)\\u{3e} \\u{202e}>]');
    expect(text).toHaveLength(8);
  });

  test('whatever it is, is shown whole, and moves nothing', () => {
    const piece = fc.oneof(
      fc.constantFrom('*', '`', '```', '\n', '> ', '- ', '1. ', '#', '\\', '[', ']', '<', '\u202E', '\t', ' '),
      anyText(4),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        for (const format of ['md', 'txt', 'json'] as const) {
          const saved = save([{ text }], format);
          expect([...saved].filter((character) => character !== '\n' && isUnsafe(character))).toEqual([]);
          if (format === 'txt')
            expect(
              saved
                .split('\n')
                .slice(5)
                .every((line) => line === '' || line.startsWith('    ')),
            ).toBe(true);
          if (format === 'md')
            expect(
              saved
                .split('\n')
                .slice(8)
                .every((line) => line === '' || line.startsWith('>')),
            ).toBe(true);
          if (format === 'json') expect((JSON.parse(saved) as { items: { text: string }[] }).items[0]?.text).toBe(text);
        }
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
