import { describe, expect, test } from 'vitest';
import { TypingBook } from '../../../src/client/typing-book.js';
import { ids } from '../../../src/protocol/ids.js';
import { createFakeClock } from '../../helpers/fake-clock.js';

const [ana, ben] = [1, 2].map((n) => ids.member(new Uint8Array(8).fill(n))) as [
  ReturnType<typeof ids.member>,
  ReturnType<typeof ids.member>,
];

describe('who is writing', () => {
  test('stands for 5 s after the last word of it', () => {
    const clock = createFakeClock();
    let changes = 0;
    const book = new TypingBook(clock, () => (changes += 1));
    book.set(ana, true);
    clock.advance(4_000);
    book.set(ana, true);
    book.set(ben, true);
    clock.advance(4_999);
    expect(book.writing).toEqual([ana, ben]);
    clock.advance(1);
    expect([book.writing, changes, clock.timers]).toEqual([[], 4, 0]);
  });

  test('is gone at once when it stops, and stopping twice changes nothing', () => {
    let changes = 0;
    const book = new TypingBook(createFakeClock(), () => (changes += 1));
    book.set(ana, true);
    book.set(ana, false);
    book.set(ana, false);
    expect([book.writing, changes]).toEqual([[], 2]);
  });

  test('is nobody after stop, and no timer is left', () => {
    const clock = createFakeClock();
    const book = new TypingBook(clock, () => undefined);
    book.set(ana, true);
    book.stop();
    expect([book.writing, clock.timers]).toEqual([[], 0]);
  });
});

describe('one’s own writing', () => {
  test('is told at once, then every 3 s while it goes on', () => {
    const clock = createFakeClock();
    const book = new TypingBook(clock, () => undefined);
    const told = Array.from({ length: 7 }, () => {
      const tell = book.own(true);
      clock.advance(1_000);
      return tell;
    });
    expect(told).toEqual([true, undefined, undefined, true, undefined, undefined, true]);
  });

  test('is told to have stopped once, and only if it was told', () => {
    const book = new TypingBook(createFakeClock(), () => undefined);
    expect([book.own(false), book.own(true), book.own(false), book.own(false)]).toEqual([undefined, true, false, undefined]);
  });

  test('needs no word of its end after a message', () => {
    const book = new TypingBook(createFakeClock(), () => undefined);
    book.own(true);
    book.ownSaid();
    expect([book.own(false), book.own(true)]).toEqual([undefined, true]);
  });
});
