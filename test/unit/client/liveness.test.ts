import { describe, expect, test } from 'vitest';
import { Liveness } from '../../../src/client/liveness.js';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.js';

/** What it says, with the seconds since it was started. */
function watched(): { clock: FakeClock; liveness: Liveness; said: string[]; sleep: (ms: number) => void } {
  const real = createFakeClock();
  let slept = 0;
  const start = real.now();
  const clock: FakeClock = Object.create(real, { now: { value: () => real.now() + slept } }) as FakeClock;
  const said: string[] = [];
  const note = (word: string) => (): void => void said.push(`${word} ${(clock.now() - start) / 1_000}`);
  const liveness = new Liveness(clock, { ask: note('ask'), silent: note('silent'), dead: note('dead') });
  liveness.start();
  // Time passes, and no timer runs.
  return { clock, liveness, said, sleep: (ms) => void (slept += ms) };
}

describe('a silence', () => {
  test('is asked about after 10 s, said after 15 s, and ends the connection after 30 s; each once', () => {
    const { clock, said } = watched();
    clock.advance(120_000);
    expect(said).toEqual(['ask 10', 'silent 15', 'dead 30']);
    expect(clock.timers).toBe(0);
  });

  test('that ends before 10 s is never noticed', () => {
    const { clock, liveness, said } = watched();
    for (let n = 0; n < 10; n++) {
      clock.advance(9_999);
      expect(liveness.heard()).toBe(false);
    }
    expect(said).toEqual([]);
  });

  test('that was said is said to end, and begins anew', () => {
    const { clock, liveness, said } = watched();
    clock.advance(16_000);
    expect([liveness.heard(), liveness.heard()]).toEqual([true, false]);
    clock.advance(15_000);
    expect(said).toEqual(['ask 10', 'silent 15', 'ask 26', 'silent 31']);
  });

  test('is nobody’s after stop', () => {
    const { clock, liveness, said } = watched();
    clock.advance(12_000);
    liveness.stop();
    liveness.probe();
    clock.advance(60_000);
    expect([said, clock.timers]).toEqual([['ask 10'], 0]);
  });
});

describe('a probe', () => {
  test('asks at once and takes 3 s without an answer for the end', () => {
    const { clock, liveness, said } = watched();
    clock.advance(1_000);
    liveness.probe();
    clock.advance(60_000);
    expect(said).toEqual(['ask 1', 'dead 4']);
  });

  test('that is answered changes nothing', () => {
    const { clock, liveness, said } = watched();
    liveness.probe();
    clock.advance(2_999);
    liveness.heard();
    clock.advance(9_999);
    expect(said).toEqual(['ask 0']);
    clock.advance(1);
    expect(said).toEqual(['ask 0', 'ask 12.999']);
  });

  test('shortly before the end does not put it off', () => {
    const { clock, liveness, said } = watched();
    clock.advance(29_000);
    liveness.probe();
    clock.advance(10_000);
    expect(said).toEqual(['ask 10', 'silent 15', 'ask 29', 'dead 30']);
  });

  test('repeated does not put the end off', () => {
    const { clock, liveness, said } = watched();
    liveness.probe();
    clock.advance(2_000);
    liveness.probe();
    clock.advance(1_000);
    expect(said).toEqual(['ask 0', 'ask 2', 'dead 3']);
  });
});

describe('after a time in which nothing of ours ran', () => {
  test('the other side is asked before it is taken for gone', () => {
    const { clock, liveness, said, sleep } = watched();
    clock.advance(1_000);
    sleep(60_000);
    clock.advance(9_000);
    expect(said).toEqual(['ask 70']);
    liveness.heard();
    clock.advance(9_000);
    expect(said).toEqual(['ask 70']);
  });

  test('it has the time of a probe to answer', () => {
    const { clock, said, sleep } = watched();
    sleep(60_000);
    clock.advance(60_000);
    expect(said).toEqual(['ask 70', 'dead 73']);
  });

  test('again and again, an answer is waited for once', () => {
    const { clock, said, sleep } = watched();
    sleep(60_000);
    clock.advance(10_000);
    sleep(60_000);
    clock.advance(3_000);
    expect(said).toEqual(['ask 70', 'dead 133']);
  });
});
