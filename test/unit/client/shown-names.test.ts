import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownNames, type Named } from '../../../src/client/shown-names.js';
import { ids } from '../../../src/protocol/ids.js';
import { NICK_MARK } from '../../../src/protocol/nick.js';

const named = (nick: string, id: string, host = false): Named => ({ nick, host, id: ids.member(Buffer.from(id.padEnd(16, '0'), 'hex')) });
const shown = (...members: readonly Named[]): readonly string[] => {
  const names = shownNames(members);
  return members.map(({ id }) => names.get(id) ?? '');
};

describe('shown names', () => {
  test('are the nicks when no two look alike', () => {
    expect(shown(named('host', '01', true), named('ana', '02'), named('ben', '03'))).toEqual(['host', 'ana', 'ben']);
  });

  test('of all who look alike carry a piece of the id, so that nobody gains by coming first', () => {
    expect(shown(named('ana', 'aaaa1'), named('ben', 'bb'), named('Ana', 'cccc1'))).toEqual(['ana·aaaa', 'ben', 'Ana·cccc']);
  });

  test('of the host never does, wherever it stands in the list', () => {
    expect(shown(named('Һost', 'aaaa'), named('host', 'bbbb', true), named('h0st', 'cccc'))).toEqual(['Һost·aaaa', 'host', 'h0st·cccc']);
  });

  test('have longer pieces when the usual ones collide', () => {
    expect(shown(named('ana', 'aaaaaa1'), named('ana', 'aaaaaa2'), named('ana', 'b'))).toEqual([
      'ana·aaaaaa1',
      'ana·aaaaaa2',
      'ana·b000000',
    ]);
  });

  test('differ, whatever the nicks and ids are, and only the host can be without the mark in a group', () => {
    const members = fc.uniqueArray(
      fc.record({ nick: fc.constantFrom('ana', 'АNA', 'an a', 'ben', 'host'), id: fc.integer({ min: 0, max: 0xfff }) }),
      { selector: ({ id }) => id, maxLength: 12 },
    );
    fc.assert(
      fc.property(members, (list) => {
        const all = list.map(({ nick, id }, at) => named(nick, `aaaa${id.toString(16).padStart(4, '0')}`, at === 0));
        const names = shown(...all);
        expect(new Set(names).size).toBe(all.length);
        if (all[0] !== undefined) expect(names[0]).toBe(all[0].nick);
        expect(names.slice(1).every((name, at) => name === all[at + 1]?.nick || name.startsWith(`${all[at + 1]?.nick}${NICK_MARK}`))).toBe(
          true,
        );
      }),
    );
  });
});
