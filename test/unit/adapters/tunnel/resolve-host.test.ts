import { expect, test } from 'vitest';
import { foundByAny, type ResolveHost } from '../../../../src/adapters/tunnel/cloudflared/resolve-host.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

type Answer = 'found' | 'not-there' | 'no answer';

/** A way to ask that answers when it is told to. */
function way() {
  let settle: (answer: Answer) => void = () => {};
  const asked: AbortSignal[] = [];
  const ask: ResolveHost = (_host, signal) => {
    asked.push(signal);
    return new Promise((resolve, reject) => {
      settle = (answer) => (answer === 'no answer' ? reject(new Error(answer)) : resolve(answer));
    });
  };
  return { ask, answer: (answer: Answer) => settle(answer), asked };
}

function twoWays() {
  const [first, second, clock] = [way(), way(), createFakeClock()];
  const resolving = foundByAny([first.ask, second.ask], clock)('a.example', new AbortController().signal);
  return { first, second, clock, resolving };
}

test.each<readonly [Answer, Answer, 'found' | 'not-there']>([
  ['found', 'not-there', 'found'],
  ['not-there', 'found', 'found'],
  ['no answer', 'found', 'found'],
  ['not-there', 'not-there', 'not-there'],
  ['no answer', 'not-there', 'not-there'],
  ['not-there', 'no answer', 'not-there'],
])('%s, then %s: %s', async (one, two, expected) => {
  const { first, second, resolving } = twoWays();
  first.answer(one);
  await Promise.resolve();
  second.answer(two);
  expect(await resolving).toBe(expected);
});

test('no answer at all is none', async () => {
  const { first, second, resolving } = twoWays();
  first.answer('no answer');
  second.answer('no answer');
  await expect(resolving).rejects.toThrow('All promises were rejected');
});

test('who has found it is not made to wait, and the other is stopped', async () => {
  const { first, second, clock, resolving } = twoWays();
  second.answer('found');
  expect(await resolving).toBe('found');
  expect(first.asked.map(({ aborted }) => aborted)).toEqual([true]);
  expect(clock.timers).toBe(0);
});

test('who denies it waits for the other for a second', async () => {
  const { first, second, clock, resolving } = twoWays();
  first.answer('not-there');
  await expect.poll(() => clock.timers).toBe(1);
  clock.advance(1_000);
  expect(await resolving).toBe('not-there');
  expect(second.asked.map(({ aborted }) => aborted)).toEqual([true]);
});
