import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, type InputLine } from '../../../src/cli/join/line-splitter.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const split = (chunks: readonly Uint8Array[], most = 100): readonly InputLine[] => {
  const splitter = new LineSplitter(most);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
};

const line = (text: string): InputLine => ({ type: 'line', text });

describe('lines of stdin', () => {
  test('end with LF or CRLF; the last needs no end', () => {
    expect(split([bytes('a\nb\r\n\nc')])).toEqual([line('a'), line('b'), line(''), line('c')]);
    expect(split([bytes('a\n')])).toEqual([line('a')]);
    expect(split([])).toEqual([]);
  });

  test('are the same however the bytes were cut', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[abé你😀\n\r]{0,60}$/u),
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }),
        (text, cuts) => {
          const whole = bytes(text);
          const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
          const chunks = at.slice(1).map((end, i) => whole.subarray(at[i], end));
          expect(split(chunks, 1_000)).toEqual(split([whole], 1_000));
        },
      ),
    );
  });

  test('that are too long are left out whole, and the next one counts again', () => {
    const long = bytes('x'.repeat(101));
    expect(split([long, bytes('\nshort\n')])).toEqual([{ type: 'too-long' }, line('short')]);
    expect(split([long, long, long])).toEqual([{ type: 'too-long' }]);
    expect(split([bytes(`${'x'.repeat(100)}\n`)])).toEqual([line('x'.repeat(100))]);
  });

  test('that are no UTF-8 show it', () => {
    expect(split([new Uint8Array([0x61, 0xff, 0x0a])])).toEqual([line('a\ufffd')]);
  });
});
