import { describe, expect, test } from 'vitest';
import { Outbox, type Gate, type Letter } from '../../../src/client/outbox.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';
import { isCounted, type PayloadKind } from '../../../src/protocol/payload.js';

let count = 0;
function letter(kind: PayloadKind = 'text', to: Letter['to'] = []): Letter {
  count += 1;
  return { kind, id: new Uint8Array(16), body: Uint8Array.of(count), to, counted: isCounted(kind) && to.length === 0 };
}
const someone = [ids.conn(new Uint8Array(16))];
const bodyOf = (one: Letter): Uint8Array => Uint8Array.of(...one.body, 1, 2, 3);
function filled(...letters: readonly Letter[]): Outbox {
  const outbox = new Outbox();
  for (const one of letters) outbox.add(one);
  return outbox;
}
function send(outbox: Outbox, gate: Gate = 'open'): Letter | undefined {
  const next = outbox.peek(gate);
  if (next !== undefined) outbox.gone(next, bodyOf(next));
  return next;
}
function drain(outbox: Outbox): readonly Letter[] {
  const sent: Letter[] = [];
  for (let next = send(outbox); next !== undefined; next = send(outbox)) sent.push(next);
  return sent;
}

describe('an outbox', () => {
  test('gives letters in order, each once', () => {
    const letters = [letter(), letter('typing'), letter()];
    expect(drain(filled(...letters))).toEqual(letters);
  });

  test('puts what the cipher needs first, in the order in which it was added', () => {
    const [text, one, two] = [letter(), letter('here'), letter('here', someone)];
    const outbox = filled(text);
    outbox.addFirst(one);
    outbox.addFirst(two);
    expect(drain(outbox)).toEqual([one, two, text]);
  });

  test('gives only greetings before the room is entered', () => {
    const outbox = filled(letter());
    expect(outbox.peek('entering')).toBeUndefined();
    const here = letter('here');
    outbox.addFirst(here);
    expect(outbox.peek('entering')).toBe(here);
  });

  test('has at most 64 on their way', () => {
    const letters = Array.from({ length: limits.inFlight + 2 }, () => letter());
    const outbox = filled(...letters);
    expect(drain(outbox)).toHaveLength(limits.inFlight);
    outbox.acknowledge(bodyOf(letters[0] as Letter));
    expect(drain(outbox)).toEqual([letters[limits.inFlight]]);
  });

  test('takes an echo for the letter it carries, once, and nothing else for one', () => {
    const [a, b] = [letter(), letter()];
    const outbox = filled(a, b);
    drain(outbox);
    expect(outbox.acknowledge(bodyOf(b))).toBe(b);
    expect(outbox.acknowledge(bodyOf(b))).toBeUndefined();
    expect(outbox.acknowledge(Uint8Array.of(1))).toBeUndefined();
    expect(outbox.acknowledge(bodyOf(a).with(3, 9))).toBeUndefined();
    expect(outbox.acknowledge(bodyOf(a))).toBe(a);
  });

  test('counts what nobody has acknowledged, not what takes no number', () => {
    const outbox = filled(letter(), letter('typing'), letter());
    expect([outbox.unacknowledged, outbox.length]).toEqual([2, 3]);
    const first = send(outbox) as Letter;
    expect([outbox.unacknowledged, outbox.length]).toEqual([2, 3]);
    outbox.acknowledge(bodyOf(first));
    expect([outbox.unacknowledged, outbox.length]).toEqual([1, 2]);
  });

  test('after a break gives greetings, then what has not come back, then what is new; what only mattered then is gone', () => {
    const [lost, typing, topic, fresh, here] = [letter(), letter('typing'), letter('topic', someone), letter(), letter('here')];
    const outbox = filled(lost, typing, topic);
    drain(outbox);
    outbox.add(fresh);
    outbox.add(letter('sync'));
    outbox.addFirst(here);
    outbox.again();
    expect(drain(outbox)).toEqual([here, lost, topic, fresh]);
  });

  test('at a fresh place forgets what was meant for the old one', () => {
    const [lost, fresh] = [letter(), letter()];
    const outbox = filled(lost, letter('here'), letter('topic', someone));
    drain(outbox);
    outbox.add(fresh);
    outbox.again();
    outbox.dropUncounted();
    expect(drain(outbox)).toEqual([lost, fresh]);
  });

  test('is empty after clear', () => {
    const outbox = filled(letter(), letter());
    send(outbox);
    outbox.clear();
    expect([outbox.length, outbox.unacknowledged, outbox.peek('open')]).toEqual([0, 0, undefined]);
  });
});
