import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../src/protocol/ids.js';
import type { ViewMember } from '../../../src/client/view.js';
import { Hues } from '../../../src/web/room/hues.js';

/** `wanted`: the colour of the key. */
const member = (name: string, wanted: number): ViewMember => ({
  id: name as MemberId,
  nick: name,
  shown: name,
  fingerprint: wanted.toString(16).padStart(2, '0').padEnd(64, '0'),
  role: 'guest',
  self: false,
  away: false,
  verified: false,
});

describe("the members' colours", () => {
  it('are those of their keys, or the next free ones', () => {
    const hues = new Hues();
    const [ana, bob, eve] = [member('ana', 6), member('bob', 6), member('eve', 14)];
    expect([ana, bob, eve].map((one) => hues.of(one))).toEqual([6, 7, 0]);
  });

  it('stay while a member is here, whoever goes and whatever it is called', () => {
    const hues = new Hues();
    const [ana, bob] = [member('ana', 3), member('bob', 3)];
    hues.of(ana);
    expect(hues.of(bob)).toBe(4);
    hues.keep([bob]);
    expect(hues.of({ ...bob, shown: 'robert', away: true })).toBe(4);
    expect(hues.of(member('eve', 3))).toBe(3);
  });

  it('of those who left are free again', () => {
    const hues = new Hues();
    for (let i = 0; i < 8; i++) hues.of(member(`m${i}`, i));
    hues.keep([member('m2', 2)]);
    expect(hues.of(member('new', 5))).toBe(5);
    expect(hues.of(member('other', 2))).toBe(3);
  });

  it('repeat only when none is free', () => {
    const hues = new Hues();
    const first = Array.from({ length: 8 }, (_, i) => hues.of(member(`m${i}`, 0)));
    expect(new Set(first).size).toBe(8);
    expect(hues.of(member('ninth', 5))).toBe(5);
  });
});
