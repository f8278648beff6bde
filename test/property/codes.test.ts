import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintCodes, pairNumber, roomWords } from '../../src/crypto/codes.js';
import { roomCode } from '../../src/crypto/room-code.js';
import { beginSas, stepSas, type SasParty, type SasState, type SasStep } from '../../src/crypto/sas.js';
import { encodeSasMessage, parseSasMessage, type SasMessage } from '../../src/crypto/sas-message.js';
import { matchCode, parseCode } from '../../src/crypto/typed-code.js';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
/** How people write a code down and type it in again. */
const spacing = fc.array(fc.constantFrom(' ', '\n', '-', ' – ', '\t', ', ', '. ', '\u00a0'), { minLength: 1, maxLength: 16 });
const retype = (code: string, gaps: readonly string[], upper: boolean): string => {
  const spaced = code.split(' ').reduce((text, group, i) => `${text}${i === 0 ? '' : gaps[i % gaps.length]}${group}`, '');
  return upper ? spaced.toUpperCase() : spaced.toLowerCase();
};
const codesOf = (a: Uint8Array, b: Uint8Array): readonly string[] => [
  fingerprintCodes.digits(a),
  fingerprintCodes.words(a),
  fingerprintCodes.qr(a),
  pairNumber(a, b),
  roomWords(roomCode(a)),
];

describe('codes', () => {
  test('come back from however they were typed', () => {
    fc.assert(
      fc.property(bytes32, bytes32, spacing, fc.boolean(), (a, b, gaps, upper) => {
        for (const code of codesOf(a, b)) expect(parseCode(retype(code, gaps, upper))).toEqual({ ok: true, value: code });
      }),
    );
  });

  test('of two fingerprints differ in every form, and one slip is never taken for the same', () => {
    fc.assert(
      fc.property(bytes32, bytes32, fc.nat(500), fc.constantFrom(...Array.from('0123456789abcdefgxyz ,')), (a, b, where, slip) => {
        fc.pre(a.some((byte, i) => i < 12 && byte !== b[i]));
        for (const [i, code] of codesOf(a, a).entries()) {
          expect(code).not.toBe(codesOf(b, b)[i]);
          const at = where % code.length;
          const typed = code.slice(0, at) + slip + code.slice(at + 1);
          const unchanged = [code[at], code[at]?.toLowerCase()].includes(slip) || (slip === ',' && code[at] === ' ');
          if (!unchanged) expect(matchCode(typed, [code])).not.toBe('same');
        }
      }),
    );
  });

  test('are all that is ever read, and no text breaks the reader', () => {
    const bits = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('CTP1FP:', 'acorn ', '12345 ', 'A'.repeat(52)));
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 20 }), (parts) => {
        const read = parseCode(parts.join(''));
        if (read.ok) expect(read.value).toMatch(/^(?:\d{5}(?: \d{5}){11}|[a-z]+(?: [a-z]+){11}(?:(?: [a-z]+){4})?|CTP1FP:[A-Z2-7]{52})$/);
        else expect(read.reason).toMatch(/^[a-z0-9 ]+$/);
      }),
      { numRuns: 300 },
    );
  });
});

const sasMessage: fc.Arbitrary<SasMessage> = fc.oneof(
  fc.constantFrom<SasMessage>({ type: 'ask' }, { type: 'stop' }),
  fc.record({ type: fc.constantFrom('commit', 'nonce', 'reveal'), value: bytes32 }),
);

describe('the messages of a comparison', () => {
  test('come back', () => {
    fc.assert(
      fc.property(sasMessage, (message) => {
        expect(parseSasMessage(encodeSasMessage(message))).toEqual({ ok: true, value: message });
      }),
    );
  });

  test('are the only bytes that are read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 33, maxLength: 33, max: 4 })), (body) => {
        const read = parseSasMessage(body);
        if (read.ok) expect(encodeSasMessage(read.value)).toEqual(body);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a comparison of emoji', () => {
  const pictures = (state: SasState): string | undefined =>
    state.state === 'shown' ? state.emoji.map(({ emoji }) => emoji).join('') : undefined;

  test('agrees, whoever begins, when nobody touches the wire', () => {
    fc.assert(
      fc.property(bytes32, bytes32, bytes32, bytes32, bytes32, fc.boolean(), (own, peer, binding, x, y, crossed) => {
        fc.pre(own.join() !== peer.join());
        const sides: SasParty[] = [
          { own, peer, binding },
          { own: peer, peer: own, binding },
        ];
        const answer = (heard?: SasMessage): SasStep => beginSas(sides[1] as SasParty, y, 0, heard);
        const ends = converse(beginSas(sides[0] as SasParty, x, 0), crossed ? answer() : answer);
        expect(pictures(ends[0])).toBeDefined();
        expect(pictures(ends[1])).toBe(pictures(ends[0]));
      }),
    );
  });

  test('ends with other emoji on one side only by another number of the higher key, which is what people compare for', () => {
    fc.assert(
      fc.property(bytes32, bytes32, bytes32, bytes32, fc.nat(3), sasMessage, fc.boolean(), (own, peer, x, y, which, instead, added) => {
        fc.pre(own.join() !== peer.join());
        const binding = new Uint8Array(32);
        const wire: SasMessage[] = [];
        const touch = (message: SasMessage): readonly SasMessage[] => {
          wire.push(message);
          if (wire.length !== which + 1) return [message];
          return added ? [message, instead] : [instead];
        };
        const begin = (heard: SasMessage): SasStep => beginSas({ own: peer, peer: own, binding }, y, 0, heard);
        const [a, b] = converse(beginSas({ own, peer, binding }, x, 0), begin, touch);
        const swapped = !added && wire[which]?.type === 'nonce' && instead.type === 'nonce';
        if (swapped) expect([pictures(a), pictures(b)]).not.toContain(undefined);
        if (pictures(a) !== undefined && pictures(b) !== undefined) expect(pictures(a) !== pictures(b)).toBe(swapped);
      }),
      { numRuns: 500 },
    );
  });
});

/** Carries messages between two sides until both are silent. `second` may begin when it first hears something. */
function converse(
  first: SasStep,
  second: SasStep | ((heard: SasMessage) => SasStep),
  touch: (message: SasMessage) => readonly SasMessage[] = (message) => [message],
): readonly [SasState, SasState] {
  const states: (SasState | undefined)[] = [first.state, typeof second === 'function' ? undefined : second.state];
  const wire: { readonly to: 0 | 1; readonly message: SasMessage }[] = [];
  const send = (to: 0 | 1, message: SasMessage | undefined): void => {
    if (message !== undefined) for (const one of touch(message)) wire.push({ to, message: one });
  };
  send(1, first.send);
  if (typeof second !== 'function') send(0, second.send);
  for (let next = wire.shift(); next !== undefined; next = wire.shift()) {
    const state = states[next.to];
    const begun = state === undefined && typeof second === 'function' ? second(next.message) : undefined;
    const step = begun ?? stepSas(state as SasState, next.message, 0);
    states[next.to] = step.state;
    send(next.to === 0 ? 1 : 0, step.send);
  }
  return [states[0] as SasState, states[1] ?? { state: 'aborted', reason: 'self' }];
}
