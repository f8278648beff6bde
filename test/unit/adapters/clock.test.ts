import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { monotonicClock, systemClock } from '../../../src/adapters/clock.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
afterEach(() => void vi.useRealTimers());

test('runs once, when the time has come, and never before the caller has returned', () => {
  const at: number[] = [];
  systemClock.after(0, () => at.push(systemClock.now()));
  systemClock.after(250, () => at.push(systemClock.now()));
  expect(at).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(at).toEqual([1_000, 1_250]);
});

test('what was cancelled does not run, however often it is cancelled', () => {
  const run = vi.fn();
  const cancel = systemClock.after(10, run);
  cancel();
  cancel();
  vi.advanceTimersByTime(100);
  expect(run).not.toHaveBeenCalled();
});

test('waits longer than one timer of Node can', () => {
  const run = vi.fn();
  const days60 = 60 * 86_400_000;
  systemClock.after(days60, run);
  vi.advanceTimersByTime(days60 - 1);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});

test('a long wait can be cancelled in its second part', () => {
  const run = vi.fn();
  const cancel = systemClock.after(60 * 86_400_000, run);
  vi.advanceTimersByTime(40 * 86_400_000);
  cancel();
  vi.advanceTimersByTime(40 * 86_400_000);
  expect(run).not.toHaveBeenCalled();
});

describe('the clock of durations', () => {
  test('is that of the machine when the program starts, and does not jump with it', () => {
    vi.useRealTimers();
    const before = monotonicClock.now();
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    vi.spyOn(Date, 'now').mockReturnValue(0);
    onTestFinished(() => void vi.restoreAllMocks());
    const after = monotonicClock.now();
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before).toBeLessThan(60_000);
  });
});
