import { describe, expect, test } from 'vitest';
import { Comparison, type ComparisonSend } from '../../../src/client/comparison.js';
import { SAS_LATE_MS } from '../../../src/crypto/sas.js';
import type { SasMessage } from '../../../src/crypto/sas-message.js';

const bytes = (value: number): Uint8Array => new Uint8Array(32).fill(value);
const [LOW, HIGH] = [
  { own: bytes(1), peer: bytes(2) },
  { own: bytes(2), peer: bytes(1) },
];
const GROUP = bytes(9);
const STOP = { type: 'stop' };

const message = (send: ComparisonSend | undefined): SasMessage => {
  if (send === undefined || send === 'commit') throw new Error('no message');
  return send;
};

/** The higher one has asked, the lower one's commitment is there. */
function asked() {
  const high = Comparison.begun(HIGH, bytes(22), 0);
  const low = Comparison.asked(LOW, bytes(11), message(high.opening), GROUP, 0);
  if (low === undefined) throw new Error('not asked');
  expect([low.stage.state, low.agree(0)]).toEqual(['asked', 'commit']);
  const commit = low.commit(GROUP, 0);
  if (commit === undefined) throw new Error('no commitment');
  return { high, low, commit };
}

describe('a comparison', () => {
  test('shows the same on both sides, and on the higher one only what the commitment fits', () => {
    const { high, low, commit } = asked();
    const nonce = message(high.heard(commit, GROUP, 0));
    const reveal = message(low.heard(nonce, GROUP, 0));
    expect(high.stage).toEqual({ state: 'waiting' });
    expect(high.heard(reveal, GROUP, 0)).toBeUndefined();
    expect(high.stage).toEqual(low.stage);
    expect(low.stage).toMatchObject({ state: 'show' });
  });

  test.each([
    ['of another group', bytes(8), undefined],
    ['another number', GROUP, bytes(12)],
  ])('that is not the one promised (%s) is stopped', (_, group, value) => {
    const { high, low, commit } = asked();
    const nonce = message(high.heard(commit, group, 0));
    const reveal = message(low.heard(nonce, GROUP, 0));
    expect(high.heard(value === undefined ? reveal : { type: 'reveal', value }, GROUP, 0)).toEqual(STOP);
    expect(high.stage).toEqual({ state: 'stopped', reason: 'commitment' });
  });

  test('made anew for another group, the commitment fits that one', () => {
    const { high, low } = asked();
    const again = low.commit(bytes(7), 0);
    if (again === undefined) throw new Error('no commitment');
    const reveal = message(low.heard(message(high.heard(again, bytes(7), 0)), bytes(7), 0));
    high.heard(reveal, GROUP, 0);
    expect(high.stage).toEqual(low.stage);
    // Somebody has answered it: there is no other number any more.
    expect(low.commit(GROUP, 0)).toBeUndefined();
  });

  test('can be begun by an ask to the lower key, and a commitment to the higher one, and by nothing else', () => {
    const { commit } = asked();
    const value = bytes(3);
    for (const one of [commit, { type: 'nonce', value }, { type: 'reveal', value }, { type: 'stop' }] as const)
      expect(Comparison.asked(LOW, bytes(11), one, GROUP, 0)).toBeUndefined();
    for (const one of [{ type: 'ask' }, { type: 'nonce', value }, { type: 'reveal', value }, { type: 'stop' }] as const)
      expect(Comparison.asked(HIGH, bytes(22), one, GROUP, 0)).toBeUndefined();
    expect(Comparison.asked(HIGH, bytes(22), commit, GROUP, 0)?.stage).toEqual({ state: 'asked' });
  });

  test('is stopped by what is not the next message, at each step, and by what cannot be read', () => {
    const value = bytes(3);
    const others: readonly (SasMessage | undefined)[] = [
      { type: 'reveal', value },
      { type: 'nonce', value },
      { type: 'commit', value },
      { type: 'ask' },
      undefined,
    ];
    const stages = (): readonly (readonly [Comparison, readonly string[]])[] => {
      const { high, low, commit } = asked();
      const answered = asked();
      answered.high.heard(answered.commit, GROUP, 0);
      const fresh = asked();
      fresh.low.heard({ type: 'nonce', value }, GROUP, 0);
      return [
        [high, ['commit']],
        [low, ['nonce']],
        [answered.high, []],
        [fresh.low, []],
        [Comparison.begun(LOW, bytes(11), 0), ['ask']],
        [Comparison.asked(LOW, bytes(11), { type: 'ask' }, GROUP, 0) as Comparison, []],
        [Comparison.asked(HIGH, bytes(22), commit, GROUP, 0) as Comparison, []],
      ];
    };
    for (let at = 0; at < stages().length; at++)
      for (const other of others) {
        const [comparison, right] = stages()[at] as typeof stages extends () => readonly (infer S)[] ? S : never;
        if (other !== undefined && right.includes(other.type)) continue;
        expect([at, other?.type, comparison.heard(other, GROUP, 0)]).toEqual([at, other?.type, STOP]);
        expect(comparison.stage.state).toBe('stopped');
        // Nothing brings it back.
        for (const later of others) comparison.heard(later, GROUP, 0);
        expect([comparison.stage.state, comparison.agree(0), comparison.commit(GROUP, 0)]).toEqual(['stopped', undefined, undefined]);
      }
  });

  test('asks may cross once', () => {
    const low = Comparison.begun(LOW, bytes(11), 0);
    expect(low.heard({ type: 'ask' }, GROUP, 0)).toBeUndefined();
    low.commit(GROUP, 0);
    low.commit(GROUP, 0);
    expect(low.stage).toEqual({ state: 'waiting' });
    expect(low.heard({ type: 'ask' }, GROUP, 0)).toEqual(STOP);
  });

  test('is late after two minutes, wherever it stands, but not once it is shown', () => {
    const { high, low, commit } = asked();
    const offered = Comparison.asked(HIGH, bytes(22), commit, GROUP, 0) as Comparison;
    const begun = Comparison.begun(LOW, bytes(11), 0);
    for (const one of [high, low, offered, begun]) {
      expect(one.late(SAS_LATE_MS)).toBeUndefined();
      expect(one.late(SAS_LATE_MS + 1)).toEqual(STOP);
      expect(one.stage).toEqual({ state: 'stopped', reason: 'late' });
    }
    const agreed = Comparison.asked(HIGH, bytes(22), commit, GROUP, 0) as Comparison;
    expect(agreed.agree(SAS_LATE_MS + 1)).toEqual(STOP);
    const shown = asked();
    shown.low.heard({ type: 'nonce', value: bytes(3) }, GROUP, 0);
    expect([shown.low.late(10 * SAS_LATE_MS), shown.low.stage.state]).toEqual([undefined, 'show']);
  });

  test('stop ends it, and is answered with nothing', () => {
    const { high, low } = asked();
    expect([high.stop(), low.heard({ type: 'stop' }, GROUP, 0)]).toEqual([STOP, undefined]);
    expect([high.stage, low.stage]).toEqual([
      { state: 'stopped', reason: 'self' },
      { state: 'stopped', reason: 'peer' },
    ]);
  });
});
