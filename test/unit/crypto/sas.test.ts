import { createHash, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  beginSas,
  lateSas,
  SAS_LATE_MS,
  stepSas,
  stopSas,
  type SasAbort,
  type SasParty,
  type SasState,
  type SasStep,
} from '../../../src/crypto/sas.js';
import { encodeSasMessage, parseSasMessage, type SasMessage } from '../../../src/crypto/sas-message.js';
import { sasEmoji } from '../../../src/crypto/sas-emoji.js';

const bytes = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
/** Random enough, and the same each time. */
const drawn = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const binding = bytes(7);
const low: SasParty = { own: bytes(1), peer: bytes(2), binding };
const high: SasParty = { own: bytes(2), peer: bytes(1), binding };
const [lowNumber, highNumber] = [drawn('low'), drawn('high')];

const sent = (step: SasStep): SasMessage => {
  if (step.send === undefined) throw new Error('nothing was sent');
  return step.send;
};
const picture = (state: SasState): string => (state.state === 'shown' ? state.emoji.map(({ emoji }) => emoji).join('') : state.state);
const reasonOf = (step: SasStep): SasAbort | undefined => (step.state.state === 'aborted' ? step.state.reason : undefined);

/** A whole comparison that the higher key begins. */
const run = (
  from: SasParty = low,
  to: SasParty = high,
): { readonly a: SasStep; readonly b: SasStep; readonly wire: readonly SasMessage[] } => {
  const asking = beginSas(to, highNumber, 0);
  const commit = beginSas(from, lowNumber, 1, sent(asking));
  const nonce = stepSas(asking.state, sent(commit), 2);
  const a = stepSas(commit.state, sent(nonce), 3);
  const b = stepSas(nonce.state, sent(a), 4);
  return { a, b, wire: [asking, commit, nonce, a].map(sent) };
};

describe('two members', () => {
  test('see the emoji of the protocol, made by another library', () => {
    const { a, b, wire } = run();
    const info = Buffer.concat([Buffer.from('ctp1 sas'), bytes(1), bytes(2), binding]);
    const secret = Buffer.from(hkdfSync('sha256', Buffer.concat([lowNumber, highNumber]), 'chattrace/ctp1', info, 6));
    const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const expected = [0, 1, 2, 3, 4, 5, 6].map((i) => sasEmoji[Number.parseInt(bits.slice(6 * i, 6 * i + 6), 2)]?.emoji).join('');
    expect(picture(a.state)).toBe(expected);
    expect(picture(b.state)).toBe(expected);
    expect(b.send).toBeUndefined();
    const commit = createHash('sha256')
      .update('ctp1 sas commit')
      .update(bytes(1))
      .update(bytes(2))
      .update(binding)
      .update(lowNumber)
      .digest();
    expect(wire).toEqual([
      { type: 'ask' },
      { type: 'commit', value: new Uint8Array(commit) },
      { type: 'nonce', value: highNumber },
      { type: 'reveal', value: lowNumber },
    ]);
  });

  test('get there when the lower key begins, and when both begin at once', () => {
    const commit = beginSas(low, lowNumber, 0);
    const said = beginSas(high, highNumber, 0, sent(commit));
    expect(picture(stepSas(commit.state, sent(said), 1).state)).toBe(picture(run().a.state));
    const ask = beginSas(high, highNumber, 0);
    const crossed = stepSas(commit.state, sent(ask), 1);
    expect(crossed.send).toBeUndefined();
    const nonce = stepSas(ask.state, sent(commit), 1);
    expect(picture(stepSas(crossed.state, sent(nonce), 2).state)).toBe(picture(run().b.state));
  });

  test('see others when a number, a key or the epoch is another', () => {
    const at = (lowParty: SasParty, number: Uint8Array): string => {
      const commit = beginSas(lowParty, lowNumber, 0);
      return picture(stepSas(commit.state, { type: 'nonce', value: number }, 0).state);
    };
    const all = [
      at(low, highNumber),
      at(low, bytes(9)),
      at({ ...low, peer: bytes(3) }, highNumber),
      at({ ...low, binding: bytes(8) }, highNumber),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe('a comparison ends', () => {
  const committed = beginSas(low, lowNumber, 0).state;
  const asked = beginSas(high, highNumber, 0).state;
  const { a, b, wire } = run();
  const [, commit, nonce, reveal] = wire as [SasMessage, SasMessage, SasMessage, SasMessage];
  const answered = stepSas(asked, commit, 0).state;
  const ask: SasMessage = { type: 'ask' };

  test.each<readonly [string, SasState, SasMessage, SasAbort]>([
    ['by a commitment to who commits', committed, commit, 'order'],
    ['by a number shown to who commits', committed, reveal, 'order'],
    ['by asking twice', stepSas(committed, ask, 0).state, ask, 'repeated'],
    ['by asking who asked', asked, ask, 'order'],
    ['by a number before the commitment', asked, nonce, 'order'],
    ['by a number shown before the commitment', asked, reveal, 'order'],
    ['by a second commitment', answered, commit, 'repeated'],
    ['by a number instead of the one committed to', answered, nonce, 'order'],
    ['by another number than the one committed to', answered, { type: 'reveal', value: bytes(3) }, 'commitment'],
    ['by a second number, after the emoji', a.state, nonce, 'repeated'],
    ['by a number shown, to who showed it', a.state, reveal, 'order'],
    ['by a number shown twice', b.state, reveal, 'repeated'],
    ['by another commitment, after the emoji', b.state, commit, 'repeated'],
  ])('%s', (_name, state, message, reason) => {
    const step = stepSas(state, message, 0);
    expect(reasonOf(step)).toBe(reason);
    expect(step.send).toEqual({ type: 'stop' });
  });

  test.each<readonly [string, SasState]>([
    ['committed', committed],
    ['asked', asked],
    ['answered', answered],
    ['shown', a.state],
  ])('when the other side stops it, and no stop answers a stop: %s', (_name, state) => {
    expect(stepSas(state, { type: 'stop' }, 0)).toEqual({ state: { state: 'aborted', reason: 'peer' }, send: undefined });
    expect(stopSas(state)).toEqual({ state: { state: 'aborted', reason: 'self' }, send: { type: 'stop' } });
  });

  test('when it waits too long, and not a moment before', () => {
    expect(reasonOf(stepSas(committed, nonce, SAS_LATE_MS + 1))).toBe('late');
    expect(stepSas(committed, nonce, SAS_LATE_MS).state.state).toBe('shown');
    expect(lateSas(committed, SAS_LATE_MS)).toBeUndefined();
    expect(lateSas(answered, SAS_LATE_MS + 1)?.state).toEqual({ state: 'aborted', reason: 'late' });
    expect(lateSas(a.state, 10 * SAS_LATE_MS)).toBeUndefined();
  });

  test('counts the wait from the last message that was sent', () => {
    const later = stepSas(asked, commit, SAS_LATE_MS);
    expect(stepSas(later.state, reveal, 2 * SAS_LATE_MS).state.state).toBe('shown');
  });

  test('when the two are not in one epoch: before anybody compares emoji', () => {
    const split = run(low, { ...high, binding: bytes(8) });
    expect(reasonOf(split.b)).toBe('commitment');
    expect(reasonOf(stepSas(split.a.state, sent(split.b), 5))).toBe('peer');
  });

  test('for good: nothing brings an ended one back', () => {
    const ended = stopSas(committed).state;
    for (const message of [...wire, { type: 'stop' } as const])
      expect(stepSas(ended, message, 0)).toEqual({ state: ended, send: undefined });
    expect(stopSas(ended)).toEqual({ state: ended, send: undefined });
    expect(lateSas(ended, 10 * SAS_LATE_MS)).toBeUndefined();
  });

  test('at its beginning when what was heard begins nothing', () => {
    expect(reasonOf(beginSas(low, lowNumber, 0, nonce))).toBe('order');
    expect(reasonOf(beginSas(low, lowNumber, 0, commit))).toBe('order');
    expect(reasonOf(beginSas(high, highNumber, 0, reveal))).toBe('order');
    expect(reasonOf(beginSas(high, highNumber, 0, { type: 'stop' }))).toBe('peer');
  });

  test('is a bug with parts of another size, or with oneself', () => {
    expect(() => beginSas({ ...low, binding: new Uint8Array(16) }, lowNumber, 0)).toThrow();
    expect(() => beginSas(low, new Uint8Array(31), 0)).toThrow();
    expect(() => beginSas({ ...low, peer: low.own }, lowNumber, 0)).toThrow();
  });
});

describe('an attacker who would show the emoji it wants', () => {
  /** Wants the first picture only, 1 in 64: with a choice, 400 tries would find it nearly always. */
  const wanted = '🐘';

  test('as the lower key, cannot pick its number after it has seen the other', () => {
    let found: Uint8Array | undefined;
    const mine = beginSas(low, lowNumber, 0);
    const answered = stepSas(beginSas(high, highNumber, 0).state, sent(mine), 0);
    for (let i = 0; found === undefined; i++) {
      const number = drawn(`try ${i}`);
      const end = stepSas(beginSas(low, number, 0).state, sent(answered), 0);
      if (picture(end.state).startsWith(wanted)) found = number;
    }
    expect(reasonOf(stepSas(answered.state, { type: 'reveal', value: found }, 0))).toBe('commitment');
  });

  test('as the higher key, has only the commitment to go by, and gets what it wants no oftener than chance', () => {
    let hits = 0;
    for (let i = 0; i < 1600; i++) {
      const commit = beginSas(low, drawn(`number ${i}`), 0);
      const seen = sent(commit);
      // Its best: a guess that depends on all it has seen.
      const answer = stepSas(commit.state, { type: 'nonce', value: drawn(`answer to ${'value' in seen ? seen.value.join() : ''}`) }, 0);
      if (picture(answer.state).startsWith(wanted)) hits += 1;
    }
    // 25 are expected; the numbers are the same each time, so this is no matter of luck.
    expect(hits).toBeGreaterThan(10);
    expect(hits).toBeLessThan(45);
  });

  test('as the higher key, is shown the number only after its own stands, and cannot send another', () => {
    const commit = beginSas(low, lowNumber, 0);
    expect(sent(commit)).not.toEqual(expect.objectContaining({ value: lowNumber }));
    const first = stepSas(commit.state, { type: 'nonce', value: bytes(1) }, 0);
    expect(sent(first)).toEqual({ type: 'reveal', value: lowNumber });
    expect(reasonOf(stepSas(first.state, { type: 'nonce', value: bytes(2) }, 0))).toBe('repeated');
  });

  test('between two members, shows each other emoji: each side has its own key', () => {
    const mallory = bytes(3);
    const withLow = beginSas({ ...low, peer: mallory }, lowNumber, 0);
    const toHigh = beginSas({ ...high, peer: mallory }, highNumber, 0);
    // It passes on whatever it gets: the roles allow that, for its key is the higher one for both.
    const left = stepSas(withLow.state, { type: 'nonce', value: highNumber }, 0);
    const right = stepSas(toHigh.state, { type: 'nonce', value: lowNumber }, 0);
    expect(left.state.state).toBe('shown');
    expect(right.state.state).toBe('shown');
    expect(picture(left.state)).not.toBe(picture(right.state));
  });
});

describe('the messages', () => {
  test.each<readonly [SasMessage, number, number]>([
    [{ type: 'ask' }, 0, 1],
    [{ type: 'commit', value: bytes(1) }, 1, 33],
    [{ type: 'nonce', value: bytes(2) }, 2, 33],
    [{ type: 'reveal', value: bytes(3) }, 3, 33],
    [{ type: 'stop' }, 4, 1],
  ])('$type comes back', (message, kind, length) => {
    const body = encodeSasMessage(message);
    expect([body[0], body.length]).toEqual([kind, length]);
    expect(parseSasMessage(body)).toEqual({ ok: true, value: message });
  });

  test.each([
    ['empty', [], 'sas: empty'],
    ['of a kind unknown', [5], 'sas: unknown kind'],
    ['an ask with more', [0, 0], 'sas: length'],
    ['a commitment cut short', [1, ...bytes(1).subarray(1)], 'sas: length'],
    ['a number with more', [2, ...bytes(1), 0], 'sas: length'],
  ])('are refused: %s', (_name, body, reason) => {
    expect(parseSasMessage(new Uint8Array(body))).toEqual({ ok: false, reason });
  });
});
