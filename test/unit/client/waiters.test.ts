import { expect, test } from 'vitest';
import { Waiters } from '../../../src/client/waiters.js';
import { createFakeClock } from '../../helpers/fake-clock.js';

test('who waits is told once what came, and its timer ends', async () => {
  const clock = createFakeClock();
  const waiters = new Waiters();
  const both = [waiters.wait(clock, 1_000), waiters.wait(clock, 2_000)];
  waiters.tell(true);
  waiters.tell(false);
  expect(clock.timers).toBe(0);
  expect(await Promise.all(both)).toEqual([true, true]);
});

test('who has waited long enough is told that nothing came', async () => {
  const clock = createFakeClock();
  const waiters = new Waiters();
  const one = waiters.wait(clock, 1_000);
  clock.advance(1_000);
  waiters.tell(true);
  expect(await one).toBe(false);
});
