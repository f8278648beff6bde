import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHistory, type HistoryEntry } from '../../../src/protocol/history-body.js';
import { encodeHistory } from '../../../src/protocol/history-writer.js';

const entries: fc.Arbitrary<HistoryEntry> = fc.record({
  at: fc.nat(),
  nick: fc.constantFrom('ana', 'Bob', 'é', '😀'),
  style: fc.constantFrom('said', 'me'),
  text: fc.string({ unit: 'grapheme', maxLength: 40 }),
});
const entry = (text: string): HistoryEntry => ({ at: 1, nick: 'ana', style: 'said', text });

describe('the host’s copy of what was said', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 30 }), (list) => {
        expect(parseHistory(encodeHistory(list))).toEqual({ ok: true, value: list });
      }),
    );
  });

  test('holds the newest that fit into one message', () => {
    const list = Array.from({ length: 20 }, (_, n) => entry(`${n}${'x'.repeat(9_990)}`));
    const bytes = encodeHistory(list);
    expect(bytes.length).toBeLessThan(59_000);
    const parsed = parseHistory(bytes);
    expect(parsed.ok && parsed.value).toEqual(list.slice(-5));
  });

  test('that is cut, or goes on, is refused', () => {
    const bytes = encodeHistory([entry('one'), entry('two')]);
    for (let length = 0; length < bytes.length; length++) expect(parseHistory(bytes.subarray(0, length)).ok, `${length}`).toBe(false);
    expect(parseHistory(Uint8Array.of(...bytes, 0)).ok).toBe(false);
  });

  test.each([
    ['more entries than there may be', Uint8Array.of(0, 0, 201)],
    ['a nick that could steer a terminal', encodeHistory([{ ...entry('one'), nick: '\u001b[2J' }])],
    ['a text that is too long', encodeHistory([entry('x'.repeat(16_001))])],
  ])('with %s is refused', (_, bytes) => {
    expect(parseHistory(bytes).ok).toBe(false);
  });
});
