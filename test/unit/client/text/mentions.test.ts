import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentions, MENTIONS_MOST } from '../../../../src/client/text/mentions.js';
import { anyText } from '../../../helpers/any-text.js';
import { viewMember } from '../../../helpers/fake-member.js';

const ana = viewMember('Ana', { self: true });
const others = ['ana b', 'calm otter', '小明', 'Zoë', 'Boris'].map((nick) => viewMember(nick));
const alike = [
  viewMember('Eve', { role: 'host', id: 'e0'.padEnd(16, '0') as typeof ana.id }),
  viewMember('Eve', { shown: 'Eve·3f2a', id: 'e1'.padEnd(16, '0') as typeof ana.id }),
  viewMember('Max', { shown: 'Max·11aa', id: 'e2'.padEnd(16, '0') as typeof ana.id }),
  viewMember('Max', { shown: 'Max·22bb', id: 'e3'.padEnd(16, '0') as typeof ana.id }),
];
const members = [ana, ...others, ...alike];
const named = (text: string): readonly string[] => members.filter((member) => mentions(text, member, members)).map(({ shown }) => shown);

describe('a text names', () => {
  test.each([
    ['@Ana hello', ['Ana']],
    ['hello @ana', ['Ana']],
    ['(@ANA), look', ['Ana']],
    ["it is @ana's", ['Ana']],
    ['@ana b hello', ['ana b']],
    ['@"ana" b hello', ['Ana']],
    ['@"ana b"', ['ana b']],
    ['@calm otter, @zoë!', ['calm otter', 'Zoë']],
    ['你好@小明你好', ['小明']],
    ['@ana你好', ['Ana']],
    ['@Eve hello', ['Eve']],
    ['@eve·3F2A', ['Eve·3f2a']],
    ['@eve|3f2a', ['Eve·3f2a']],
    ['@max·22bb', ['Max·22bb']],
    ['a `b` @ana ```c```', ['Ana']],
    ['see https://room.test/ @ana', ['Ana']],
    ['a lone ` and @ana', ['Ana']],
    ['```\nnot closed @ana', ['Ana']],
    ['@nobody @ana', ['Ana']],
    ['*@ana*', ['Ana']],
  ])('%j: %j', (text, expected) => expect(named(text)).toEqual(expected));

  test.each([
    '',
    'ana',
    '@',
    '@ ana',
    '@anastasia',
    '@ana_b',
    '@"ana',
    '@"anax"',
    'mail ana@ana',
    'x@ana.example',
    '@@ana',
    '`@ana`',
    '```\n@ana\n```',
    'https://room.test/@ana',
    'https://room.test/?,@ana',
    'mailto:x,@ana',
    '@max hello',
    '@eve·9999',
    '@eve|9999',
  ])('%j: nobody', (text) => expect(named(text)).toEqual([]));

  test('whoever comes first among 100 @, and nobody behind them', () => {
    expect(mentions(`${'@ '.repeat(MENTIONS_MOST - 1)}@ana`, ana, members)).toBe(true);
    expect(mentions(`${'@ '.repeat(MENTIONS_MOST)}@ana`, ana, members)).toBe(false);
  });

  test('whom it names, whatever stands around it, in a room of any names', () => {
    fc.assert(
      fc.property(fc.array(anyText(12), { maxLength: 6 }), anyText(), anyText(), (nicks, before, after) => {
        const room = [ana, ...nicks.filter((nick) => nick !== '').map((nick) => viewMember(nick, { shown: `${nick}·1` }))];
        expect(() => mentions(`${before}@${nicks[0] ?? ''}${after}`, ana, room)).not.toThrow();
        const clear = before.replaceAll(/[`@]|:/gu, '');
        if (!room.slice(1).some(({ nick }) => nick.toLowerCase().startsWith('ana'))) {
          expect(mentions(`${clear} @Ana ${after}`, ana, room)).toBe(true);
        }
      }),
    );
  });
});
