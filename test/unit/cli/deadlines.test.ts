import { describe, expect, test } from 'vitest';
import { Deadlines, nearer, type DeadlineOptions } from '../../../src/cli/start/deadlines.js';
import { createFakeClock } from '../../helpers/fake-clock.js';

const start = (options: Partial<DeadlineOptions>) => {
  const clock = createFakeClock();
  const ends: string[] = [];
  const deadlines = new Deadlines({
    clock,
    ttlMs: undefined,
    idleMs: undefined,
    once: false,
    end: (reason) => ends.push(reason),
    ...options,
  });
  return { clock, ends, deadlines };
};

describe('a session ends by itself', () => {
  test('when its time is up', () => {
    const { clock, ends, deadlines } = start({ ttlMs: 5_000 });
    expect(deadlines.endsAt).toBe(clock.now() + 5_000);
    clock.advance(4_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual(['ttl']);
  });

  test('when nobody came', () => {
    const { clock, ends } = start({ idleMs: 5_000 });
    clock.advance(5_000);
    expect(ends).toEqual(['idle']);
  });

  test('not while a guest is here, and not soon after', () => {
    const { clock, ends, deadlines } = start({ idleMs: 5_000 });
    deadlines.guests(1);
    clock.advance(60_000);
    expect(ends).toEqual([]);
    deadlines.guests(0);
    clock.advance(4_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual(['idle']);
  });

  test('later when something was said', () => {
    const { clock, ends, deadlines } = start({ idleMs: 5_000 });
    clock.advance(4_000);
    deadlines.message();
    clock.advance(4_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual(['idle']);
  });

  test('once: when the last guest has left, not before the first', () => {
    const { ends, deadlines } = start({ once: true });
    deadlines.guests(0);
    deadlines.guests(1);
    deadlines.guests(2);
    deadlines.guests(1);
    expect(ends).toEqual([]);
    deadlines.guests(0);
    expect(ends).toEqual(['command']);
  });

  test('never after it was stopped', () => {
    const { clock, ends, deadlines } = start({ ttlMs: 5_000, idleMs: 1_000 });
    deadlines.stop();
    clock.advance(60_000);
    expect(ends).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  test('at the nearer of two times', () => {
    expect([nearer(1, 2), nearer(undefined, 2), nearer(1, undefined), nearer(undefined, undefined)]).toEqual([1, 2, 1, undefined]);
  });
});
