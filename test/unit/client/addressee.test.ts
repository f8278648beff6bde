import { describe, expect, test } from 'vitest';
import { addresseeOf } from '../../../src/client/addressee.js';
import { viewMember } from '../../helpers/fake-member.js';

const members = ['Ana', 'bob', 'ana b', 'calm otter'].map((nick) => viewMember(nick));
const look = ['Eve·3f2a', 'Eve·99aa'].map((shown) => viewMember('Eve', { shown }));
const all = [...members, ...look, viewMember('self', { self: true })];
const read = (typed: string): string => {
  const found = addresseeOf(typed, all);
  return found.ok ? `${found.value.to.shown} < ${found.value.text}` : found.reason;
};

describe('who a private message is for', () => {
  test.each([
    ['bob hello there', 'bob < hello there'],
    ['BOB  two\nlines ', 'bob < two\nlines'],
    ['bob', 'bob < '],
    ['"bob" ', 'bob < '],
    ['calm otter hello', 'calm otter < hello'],
    ['ana hello', 'Ana < hello'],
    ['"ana b" hello', 'ana b < hello'],
    ['"Ana" b is a letter', 'Ana < b is a letter'],
    ['Eve·3f2a hello', 'Eve·3f2a < hello'],
    ['eve|99AA hello', 'Eve·99aa < hello'],
  ])('%j: %s', (typed, found) => expect(read(typed)).toBe(found));

  // Whoever calls itself "ana b" must not get what is meant for Ana.
  test.each(['ana b hello', 'Eve hello', 'bobby hello', 'ana b', '"bob"hello', 'nobody hello', 'self hello', '', '   ', '"" x'])(
    '%j: nobody',
    (typed) => expect(read(typed)).toBe('MEMBER_UNKNOWN'),
  );
});
