import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addresseeOf } from '../../../../src/client/addressee.js';
import { complete } from '../../../../src/client/text/completion.js';
import { mentions } from '../../../../src/client/text/mentions.js';
import { anyText } from '../../../helpers/any-text.js';
import { viewMember } from '../../../helpers/fake-member.js';

const self = viewMember('Anton', { self: true });
const members = [self, ...['Ana', 'ana b', 'Zoë', 'calm otter'].map((nick) => viewMember(nick)), viewMember('Eve', { shown: 'Eve·3f2a' })];

/** `|` is the caret; each option as the line would be then. */
function lines(marked: string): readonly string[] {
  const caret = marked.indexOf('|');
  const line = marked.replace('|', '');
  const found = complete(line, caret, members);
  return found?.options.map(({ text }) => `${line.slice(0, found.from)}${text}${line.slice(found.to)}`) ?? [];
}

describe('what Tab completes', () => {
  test.each([
    ['/he|', ['/help']],
    ['/RE|', ['/reply ', '/react ']],
    ['/no| x', ['/notify  x']],
    ['/msg z|', ['/msg Zoë ']],
    ['/msg an|', ['/msg "Ana" ', '/msg "ana b" ']],
    ['/msg "an|', ['/msg "Ana" ', '/msg "ana b" ']],
    ['/msg calm o|', ['/msg calm otter ']],
    ['/verify eve|', ['/verify Eve·3f2a ']],
    ['/mute |', ['/mute "Ana" ', '/mute "ana b" ', '/mute Zoë ', '/mute calm otter ', '/mute Eve·3f2a ']],
    ['/notify |', ['/notify on', '/notify off', '/notify mentions']],
    ['/notify O|', ['/notify on', '/notify off']],
    ['/export j|', ['/export json']],
    ['/react 3 :tad|', ['/react 3 🎉']],
    ['/react last roc|', ['/react last 🚀']],
    ['hello @zo|', ['hello @Zoë ']],
    ['(@cal|, x', ['(@calm otter , x']],
    ['@ant|', ['@Anton ']],
    ['@calm ot|', ['@calm otter ']],
    ['@ana|', ['@"Ana" ', '@"ana b" ']],
    ['/msg zoë hello @cal|', ['/msg zoë hello @calm otter ']],
    ['/me :tad|', ['/me 🎉']],
    ['a\n@zo|', ['a\n@Zoë ']],
    ['good :tad|', ['good 🎉']],
    [':fire::roc|', [':fire:🚀']],
  ])('%s', (marked, expected) => expect(lines(marked)).toEqual(expected));

  test.each([
    '|',
    'hello|',
    '/nope x|',
    '//he|',
    ' /he|',
    '/help x|',
    '/notify x|',
    '/nick a|',
    'ana@zo|',
    'x@|',
    ':D|',
    ':t|',
    '10:30|',
    'a:key|',
    '@nobody|',
    '@zo\nx|',
    'http://x/@zo|',
  ])('nothing in %s', (marked) => expect(lines(marked)).toEqual([]));

  test('whoever is called so is who is meant', () => {
    for (const member of members) {
      const others = complete(`/msg ${member.shown}`, 5 + member.shown.length, members)?.options.map(({ text }) => text) ?? [];
      const reached = others.map((text) => addresseeOf(`${text}hello`, members)).filter((to) => to.ok && to.value.to.id === member.id);
      expect(reached).toHaveLength(member.self ? 0 : 1);
      const called = complete(`@${member.shown}`, 1 + member.shown.length, members)?.options.map(({ text }) => `${text}b`) ?? [];
      expect(called.filter((text) => mentions(text, member, members))).toHaveLength(1);
    }
  });

  test('stands before the caret, whatever is typed', () => {
    const piece = fc.oneof(fc.constantFrom('/', '@', ':', 'msg ', 'react 1 ', 'an', '"', ' ', '\n', 'tada'), anyText(3));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(40), (pieces, at) => {
        const line = pieces.join('');
        const caret = Math.min(at, line.length);
        const found = complete(line, caret, members);
        if (found === undefined) return;
        expect(found.to).toBe(caret);
        expect(found.from).toBeGreaterThanOrEqual(0);
        expect(found.from).toBeLessThanOrEqual(found.to);
        expect(found.options.length).toBeGreaterThan(0);
      }),
      { seed: 9, numRuns: 1_000 },
    );
  });
});
