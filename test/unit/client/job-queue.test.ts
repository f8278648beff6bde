import { expect, test } from 'vitest';
import { JobQueue } from '../../../src/client/job-queue.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('jobs run one after the other, in order', async () => {
  const seen: string[] = [];
  const queue = new JobQueue(() => seen.push('failed'));
  for (const name of ['a', 'b']) {
    queue.run(async () => {
      seen.push(`${name} begins`);
      await turn();
      seen.push(`${name} ends`);
    });
  }
  expect(seen).toEqual([]);
  while (seen.length < 4) await turn();
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a job that throws is told, and the next one runs', async () => {
  const seen: unknown[] = [];
  const queue = new JobQueue((error) => seen.push(error));
  const bug = new Error('bug');
  queue.run(() => Promise.reject(bug));
  queue.run(() => Promise.resolve(void seen.push('next')));
  await turn();
  expect(seen).toEqual([bug, 'next']);
});

test('after stop nothing that waits runs, and what runs may fail unheard', async () => {
  const seen: unknown[] = [];
  const queue = new JobQueue((error) => seen.push(error));
  queue.run(async () => {
    queue.stop();
    await turn();
    throw new Error('its secrets are gone');
  });
  queue.run(() => Promise.resolve(void seen.push('next')));
  await turn();
  await turn();
  expect(seen).toEqual([]);
});
