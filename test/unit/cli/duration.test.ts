import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countdown, durationWords, parseDuration, timeLeft } from '../../../src/cli/config/duration.js';

describe('a duration', () => {
  test.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['20d', 1_728_000_000],
    ['1d2h3m4s', 93_784_000],
  ])('%s', (text, ms) => expect(parseDuration(text)).toEqual({ ok: true, value: ms }));

  test('none is no duration', () => expect(parseDuration('none')).toEqual({ ok: true, value: undefined }));

  test.each(['', '0s', '5', '5 m', ' 5m', '5m ', '-5m', '1.5h', '5M', '5ms', '30m1h', '5m5m', '21d', '1e3s', '٥m', '9999999999s', 'never'])(
    'refuses %j',
    (text) => expect(parseDuration(text).ok).toBe(false),
  );

  test('whatever is accepted lies between one second and 20 days', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9dhms]{1,12}$/), (text) => {
        const parsed = parseDuration(text);
        return !parsed.ok || (parsed.value !== undefined && parsed.value >= 1_000 && parsed.value <= 1_728_000_000);
      }),
    );
  });

  test.each([
    [41_999, '41 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [97_200_000, '1 day 3 h'],
    [172_800_000, '2 days'],
  ])('%d ms is %s', (ms, words) => expect(durationWords(ms)).toBe(words));

  test.each([
    [1, '1 s'],
    [59_001, '1 min'],
    [89_990, '1 min 30 s'],
    [3_599_990, '1 h'],
    [5_400_000, '1 h 30 min'],
  ])('%d ms are left: %s', (ms, words) => expect(timeLeft(ms)).toBe(words));

  test.each([
    [-5, '0:00'],
    [0, '0:00'],
    [1, '0:01'],
    [61_000, '1:01'],
    [3_729_000, '1:02:09'],
  ])('%d ms count down as %s', (ms, words) => expect(countdown(ms)).toBe(words));
});
