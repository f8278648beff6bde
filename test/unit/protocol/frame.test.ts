import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { encodeFrame, parseFrame, setSeq, type Frame } from '../../../src/protocol/frame.js';
import { frameTypeOf, frameTypes, isControl, type FrameType } from '../../../src/protocol/frame-type.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';

const types = Object.keys(frameTypes) as FrameType[];
const connId = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => ids.conn(bytes));
const frames: fc.Arbitrary<Frame> = fc.record({
  type: fc.constantFrom(...types),
  gen: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  epoch: fc.maxSafeNat(),
  seq: fc.maxSafeNat(),
  to: fc.array(connId, { maxLength: limits.toCount }),
  body: fc.uint8Array({ maxLength: 300 }),
});
const plain: Frame = { type: 'APP', gen: 0, epoch: 0, seq: 0, to: [], body: Uint8Array.of(1, 2, 3) };
const conns = (count: number): Frame['to'] => Array.from({ length: count }, (_, n) => ids.conn(new Uint8Array(16).fill(n)));
const reason = (bytes: Uint8Array): string | undefined => {
  const frame = parseFrame(bytes);
  return frame.ok ? undefined : frame.reason;
};

describe('a frame', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(parseFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
      }),
    );
  });

  test('has the layout of the protocol, byte by byte', () => {
    const frame = {
      type: 'BULK',
      gen: 0x01020304,
      epoch: 5,
      seq: 6,
      to: [ids.conn(new Uint8Array(16).fill(7))],
      body: Uint8Array.of(8, 9),
    } as const;
    const expected = [1, 6, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6, 1, ...Array(16).fill(7), 0, 0, 2, 8, 9];
    expect([...encodeFrame(frame)]).toEqual(expected);
  });

  test('with a byte more, or with any part of its end missing, is refused', () => {
    const bytes = encodeFrame({ ...plain, to: conns(2) });
    expect(reason(Uint8Array.of(...bytes, 0))).toBe('length does not fit');
    for (let length = 2; length < bytes.length; length++) expect(reason(bytes.subarray(0, length))).toBe('length does not fit');
  });

  test('of another version, or of a type that nobody knows, is refused', () => {
    const bytes = encodeFrame(plain);
    expect(reason(new Uint8Array(0))).toBe('unknown version');
    expect(reason(Uint8Array.of(2, ...bytes.subarray(1)))).toBe('unknown version');
    for (const type of [0, 7, 63, 79, 255]) expect(reason(Uint8Array.of(1, type, ...bytes.subarray(2)))).toBe('unknown type');
  });

  test('names at most 64 receivers', () => {
    expect(reason(encodeFrame({ ...plain, to: conns(limits.toCount) }))).toBeUndefined();
    expect(reason(encodeFrame({ ...plain, to: conns(limits.toCount + 1) }))).toBe('too many receivers');
  });

  test('with an epoch or seq above 2^53 − 1 is refused', () => {
    for (const at of [6, 14]) {
      const bytes = encodeFrame(plain);
      bytes[at] = 1;
      expect(reason(bytes)).toBe('length does not fit');
    }
  });

  test.each([
    ['APP', limits.appFrameBytes],
    ['DM', limits.appFrameBytes],
    ['BULK', limits.appFrameBytes],
    ['HELLO', limits.controlBytes],
    ['COMMIT', limits.frameBytes - 26],
    ['WELCOME', limits.frameBytes - 26],
  ] as const)('%s has at most %i bytes in its body', (type, most) => {
    expect(reason(encodeFrame({ ...plain, type, body: new Uint8Array(most) }))).toBeUndefined();
    expect(reason(encodeFrame({ ...plain, type, body: new Uint8Array(most + 1) }))).toMatch(/too large/);
  });

  test('is numbered by the relay in place, and nothing else of it changes', () => {
    fc.assert(
      fc.property(frames, fc.maxSafeNat(), (frame, seq) => {
        const bytes = encodeFrame(frame);
        setSeq(bytes, seq);
        expect(parseFrame(bytes)).toEqual({ ok: true, value: { ...frame, seq } });
      }),
    );
  });
});

describe('frame types', () => {
  test('have a number each, and the control types are those from 64 on', () => {
    expect(new Set(Object.values(frameTypes)).size).toBe(types.length);
    for (const type of types) expect([frameTypeOf(frameTypes[type]), isControl(type)]).toEqual([type, frameTypes[type] >= 64]);
    expect(frameTypeOf(7)).toBeUndefined();
  });

  test('a control frame has nothing in its header', () => {
    expect(parseFrame(controlFrame('PING', { t: 5 }))).toMatchObject({ value: { type: 'PING', gen: 0, epoch: 0, seq: 0, to: [] } });
  });
});
