import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OwnLedger } from '../../../src/client/own-ledger.js';
import { PeerLedger, type Taken } from '../../../src/client/peer-ledger.js';
import { pad, parsePayload } from '../../../src/protocol/payload.js';

type Said = { readonly counted: boolean; readonly encoded: Uint8Array };
const QUIET: Taken = { shown: true, missing: 0, forked: false };

/** What a sender says, in order; a text is counted, `''` is a sync. */
function speech(...texts: readonly string[]): readonly Said[] {
  const ledger = new OwnLedger();
  return texts.map((text) => {
    const counted = text !== '';
    return { counted, encoded: ledger.stamp(counted ? 'text' : 'sync', new Uint8Array(16), Buffer.from(text), counted).encoded };
  });
}

function payloadOf({ encoded }: Said): Parameters<PeerLedger['take']>[0] {
  const payload = parsePayload(pad(encoded));
  if (!payload.ok) throw new Error(payload.reason);
  return payload.value.payload;
}
const take = (ledger: PeerLedger, said: Said): Taken => ledger.take(payloadOf(said), said.encoded, said.counted);
const at = (list: readonly Said[], ...places: readonly number[]): readonly Said[] => places.map((place) => list[place] as Said);

describe('what a member hears of another', () => {
  test('in order is all shown and nothing of it missing', () => {
    const ledger = new PeerLedger();
    for (const said of speech('a', 'b', '', 'c', '')) expect(take(ledger, said)).toEqual(QUIET);
  });

  test('with a gap is missing as many', () => {
    const ledger = new PeerLedger();
    const taken = at(speech('a', 'b', 'c', 'd'), 0, 3).map((said) => take(ledger, said));
    expect(taken).toEqual([QUIET, { shown: true, missing: 2, forked: false }]);
  });

  test('twice is shown once', () => {
    const ledger = new PeerLedger();
    const taken = at(speech('a', 'b'), 0, 0, 1, 0, 1).map((said) => take(ledger, said).shown);
    expect(taken).toEqual([true, false, true, false, false]);
  });

  test('late is shown once after all, and is not missing twice', () => {
    const ledger = new PeerLedger();
    const taken = at(speech('a', 'b', 'c', 'd'), 0, 2, 1, 1, 3).map((said) => take(ledger, said));
    expect(taken.map(({ shown, missing }) => [shown, missing])).toEqual([
      [true, 0],
      [true, 1],
      [true, 0],
      [false, 0],
      [true, 0],
    ]);
  });

  test('whose last message is lost is found missing by the sync, once', () => {
    const ledger = new PeerLedger();
    const taken = at(speech('a', 'b', '', ''), 0, 2, 3).map((said) => take(ledger, said).missing);
    expect(taken).toEqual([0, 1, 0]);
  });

  test('that does not follow what came before is a fork', () => {
    const [mine, other] = [speech('a', 'b', ''), speech('A', 'B', '')];
    const ledger = new PeerLedger();
    take(ledger, mine[0] as Said);
    expect(take(ledger, other[1] as Said)).toEqual({ shown: true, missing: 0, forked: true });
    const synced = new PeerLedger();
    for (const said of at(mine, 0, 1)) take(synced, said);
    expect(take(synced, other[2] as Said)).toEqual({ shown: true, missing: 0, forked: true });
  });

  test('after a gap cannot be told from a fork, and is not called one', () => {
    const ledger = new PeerLedger();
    const taken = at(speech('a', 'b', 'c', ''), 0, 2, 3).map((said) => take(ledger, said).forked);
    expect(taken).toEqual([false, false, false]);
  });

  test('counts from the first that it hears', () => {
    const ledger = new PeerLedger();
    expect(at(speech('a', 'b', 'c', 'd'), 2, 3).map((said) => take(ledger, said))).toEqual([QUIET, QUIET]);
  });

  test('counts from a baseline, and what lies before it is not missing', () => {
    const said = speech('a', 'b', '', 'c', 'd', '', 'e');
    const ledger = new PeerLedger();
    expect(ledger.baseline(payloadOf(said[2] as Said), false)).toEqual(QUIET);
    expect(take(ledger, said[3] as Said)).toEqual(QUIET);
    expect(ledger.baseline(payloadOf(said[5] as Said), false).missing).toBe(1);
    const rebased = new PeerLedger();
    take(rebased, said[0] as Said);
    expect(rebased.baseline(payloadOf(said[5] as Said), true)).toEqual(QUIET);
    expect(take(rebased, said[6] as Said)).toEqual(QUIET);
    expect(take(rebased, said[4] as Said).shown).toBe(false);
  });

  test('others who tell of more than was ever said hide nothing that is lost later', () => {
    const ledger = new PeerLedger();
    const said = speech('a', 'b', 'c', 'd', 'e');
    take(ledger, said[0] as Said);
    expect(ledger.told({ n: 1_000, p: new Uint8Array(32) }, false).missing).toBe(999);
    expect(take(ledger, said[3] as Said).missing).toBe(2);
    // What was told rightly is not told twice.
    expect(ledger.told({ n: 5, p: new Uint8Array(32) }, false).missing).toBe(1);
    expect(take(ledger, { counted: false, encoded: speech('a', 'b', 'c', 'd', 'e', '')[5]?.encoded as Uint8Array }).missing).toBe(0);
  });

  test('a number far ahead neither costs memory nor shows what it claims was before', () => {
    const ledger = new PeerLedger();
    const payload = payloadOf(speech('a')[0] as Said);
    ledger.take(payload, new Uint8Array(0), true);
    expect(ledger.take({ ...payload, n: 2 ** 32 - 1 }, new Uint8Array(0), true).missing).toBe(2 ** 32 - 3);
    expect(ledger.take({ ...payload, n: 2 ** 31 }, new Uint8Array(0), true).shown).toBe(false);
  });

  test('in any order and however often: each at most once, and shown + missing = said when the last has come', () => {
    const said = speech('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    fc.assert(
      fc.property(fc.array(fc.nat({ max: said.length - 1 }), { maxLength: 20 }), (order) => {
        const ledger = new PeerLedger();
        take(ledger, said[0] as Said);
        const shown = [0];
        let missing = 0;
        let late = 0;
        for (const place of [...order, said.length - 1]) {
          const behind = place < Math.max(...shown);
          const taken = take(ledger, said[place] as Said);
          missing += taken.missing;
          if (taken.shown && behind) late += 1;
          if (taken.shown) shown.push(place);
          expect(taken.forked).toBe(false);
        }
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.length + missing - late).toBe(said.length);
      }),
    );
  });
});
