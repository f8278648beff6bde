import { describe, expect, test } from 'vitest';
import { DecayingScore, frameCost } from '../../../src/core/decaying-score.js';
import { limits } from '../../../src/protocol/limits.js';

/** The highest score of somebody who sends so many short frames a second for 100 s. */
const most = (perSecond: number): number => {
  const score = new DecayingScore();
  let highest = 0;
  for (let i = 0; i < 100 * perSecond; i++) highest = Math.max(highest, score.add(1, (i * 1000) / perSecond));
  return highest;
};

describe('the decaying score', () => {
  test('halves in every half-life', () => {
    const score = new DecayingScore();
    expect(score.add(80, 1000)).toBe(80);
    expect(score.at(1000 + limits.rateHalfLifeMs)).toBeCloseTo(40);
    expect(score.at(1000 + 3 * limits.rateHalfLifeMs)).toBeCloseTo(10);
  });

  test('adds to what is left', () => {
    const score = new DecayingScore();
    score.add(80, 0);
    expect(score.add(5, limits.rateHalfLifeMs)).toBeCloseTo(45);
  });

  test('says how long to wait, and then it is so', () => {
    const score = new DecayingScore();
    score.add(321, 7);
    const ms = score.msUntil(200, 7);
    expect(score.at(7 + ms)).toBeLessThanOrEqual(200);
    expect(score.at(7 + ms - 2)).toBeGreaterThan(200);
    expect(score.msUntil(400, 7)).toBe(0);
  });

  test('a clock that goes back forgives nothing', () => {
    const score = new DecayingScore();
    score.add(50, 10_000);
    expect(score.at(0)).toBe(50);
    expect(score.add(50, 0)).toBe(100);
  });

  test('about 27 short messages a second can go on for ever', () => {
    expect(most(27)).toBeLessThanOrEqual(limits.rateRefuse);
    expect(most(29)).toBeGreaterThan(limits.rateRefuse);
  });

  test('a frame costs 1, and 1 more for each 4,096 bytes', () => {
    expect([0, 26, 4095, 4096, 60_000].map(frameCost)).toEqual([1, 1, 1, 2, 15]);
  });
});
