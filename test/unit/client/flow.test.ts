import { expect, test } from 'vitest';
import { Flow } from '../../../src/client/flow.js';

test('the flow is closed until the newest token is reached', () => {
  const flow = new Flow();
  expect(flow.open).toBe(false);
  const [older, newest] = [flow.close(), flow.close()];
  flow.reach(older);
  expect(flow.open).toBe(false);
  flow.reach(newest);
  expect(flow.open).toBe(true);
  flow.close();
  expect(flow.open).toBe(false);
});
