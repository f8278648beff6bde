import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlFields, encodeControl, parseControl } from '../../../src/protocol/control.js';
import type { ControlType } from '../../../src/protocol/frame-type.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/utf8.js';

const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  b16: sized(16),
  b32: sized(32),
  uint: fc.maxSafeNat(),
  bool: fc.boolean(),
  word: fc.stringMatching(/^[a-z0-9_-]{1,32}$/),
  ids: fc.array(
    sized(16).map((bytes) => ids.conn(bytes)),
    { maxLength: 20 },
  ),
};
const types = Object.keys(controlFields) as ControlType[];
const bodies = (type: ControlType): fc.Arbitrary<Record<string, unknown>> => {
  const fields = Object.entries<string>(controlFields[type]);
  const required = fields.filter(([, kind]) => !kind.endsWith('?')).map(([field]) => field);
  const model = Object.fromEntries(fields.map(([field, kind]) => [field, values[kind.replace('?', '')] as fc.Arbitrary<unknown>]));
  return fc.record(model, { requiredKeys: required });
};
const json = (value: unknown): Uint8Array => encodeUtf8(JSON.stringify(value));
const accepted = (type: ControlType, value: unknown): boolean => parseControl(type, json(value)).ok;
const B16 = 'AAAAAAAAAAAAAAAAAAAAAA';

describe('a control body', () => {
  test.each(types)('%s comes back as it was', (type) => {
    fc.assert(
      fc.property(bodies(type), (body) => {
        expect(parseControl(type, encodeControl(type, body as never))).toEqual({ ok: true, value: { ...body } });
      }),
      { numRuns: 30 },
    );
  });

  test.each(types)('%s without one of its fields is refused', (type) => {
    const [body] = fc.sample(bodies(type), { numRuns: 1, seed: 1 });
    const whole = JSON.parse(decodeUtf8(encodeControl(type, body as never)) ?? '') as Record<string, unknown>;
    for (const [field, kind] of Object.entries<string>(controlFields[type])) {
      const { [field]: dropped, ...less } = whole;
      expect([field, dropped === undefined || accepted(type, whole), accepted(type, less)]).toEqual([field, true, kind.endsWith('?')]);
    }
  });

  test('is compact JSON, and what does not belong to its type stays out', () => {
    const body = { conn: new Uint8Array(16), why: 'gone', other: 1 };
    expect(decodeUtf8(encodeControl('LEFT', body))).toBe(`{"conn":"${B16}","why":"gone"}`);
  });

  test('with members that nobody knows is read without them', () => {
    expect(parseControl('RESET', json({ gen: 3, more: true }))).toEqual({ ok: true, value: { gen: 3 } });
  });

  test('cannot be filled through the prototype', () => {
    expect(parseControl('RESET', encodeUtf8('{"__proto__":{"gen":1}}')).ok).toBe(false);
    expect(parseControl('NOTICE', encodeUtf8('{"code":"away","__proto__":{"bytes":1}}'))).toEqual({ ok: true, value: { code: 'away' } });
  });

  test.each([[[]], [null], [1], ['x'], [true]])('%j is no body', (value) => {
    expect(accepted('LEFT', value)).toBe(false);
  });

  test.each(['', '{', '{"t":1}x', '{"t":01}'])('%j is no JSON', (text) => {
    expect(parseControl('PING', encodeUtf8(text)).ok).toBe(false);
  });

  test('that is not UTF-8, or larger than its limit, is refused before it is read', () => {
    expect(parseControl('LEFT', Uint8Array.of(0x7b, 0xff, 0x7d)).ok).toBe(false);
    const spaces = (length: number): Uint8Array => encodeUtf8(`{}${' '.repeat(length - 2)}`);
    expect(parseControl('LEFT', spaces(limits.controlBytes)).ok).toBe(true);
    expect(parseControl('LEFT', spaces(limits.controlBytes + 1)).ok).toBe(false);
  });

  test.each([-1, 0.5, 2 ** 53, '1', null, Number.NaN])('a uint is not %j', (t) => {
    expect(accepted('PING', { t })).toBe(false);
  });

  test.each(['', 'A', 'a b', 'a'.repeat(33), 'ä', 1, 'a\n'])('a word is not %j', (code) => {
    expect(accepted('ERR', { code })).toBe(false);
  });

  test.each(['', `${B16}A`, B16.slice(1), `${B16}==`, 'AAAAAAAAAAAAAAAAAAAAAB', 'A'.repeat(65), 5])('16 bytes are not %j', (conn) => {
    expect(accepted('LEFT', { conn })).toBe(false);
  });

  test('an optional field that is there must be right', () => {
    expect(accepted('LEFT', { why: null })).toBe(false);
    expect(accepted('ERR', { code: 'rate', retryMs: -1 })).toBe(false);
  });

  test('a list of ids has at most as many as a room has members, each of 16 bytes', () => {
    const resumed = (here: unknown): boolean =>
      accepted('RESUMED', { token: B16, gen: 0, epoch: 0, seq: 0, locked: false, here, away: [] });
    expect(resumed([B16, B16])).toBe(true);
    expect(resumed(Array(limits.membersMost).fill(B16))).toBe(true);
    expect(resumed(Array(limits.membersMost + 1).fill(B16))).toBe(false);
    expect([resumed([B16, 'x']), resumed(B16), resumed({})]).toEqual([false, false, false]);
  });

  test('of RESUMED for the largest room fits its limit', () => {
    const list = Array(limits.membersMost).fill(ids.conn(new Uint8Array(16)));
    const body = { token: new Uint8Array(16), gen: 0, epoch: 0, seq: Number.MAX_SAFE_INTEGER, locked: false, here: list, away: [] };
    expect(parseControl('RESUMED', encodeControl('RESUMED', body)).ok).toBe(true);
  });
});
