import { expect, onTestFinished, test } from 'vitest';
import { leadOnce, openers } from '../../../../src/cli/start/open-page.js';
import { Shutdown } from '../../../../src/cli/life/shutdown.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

const LINK = 'http://127.0.0.1:4000/#L.secret.mark';

const lead = async () => {
  const clock = createFakeClock();
  const shutdown = new Shutdown(clock);
  onTestFinished(async () => void (await shutdown.closer.close()));
  return { clock, shutdown, address: await leadOnce(LINK, { clock, shutdown }) };
};
const get = (address: string) => fetch(address, { redirect: 'manual' });

test('what the browser is given says nothing, and leads to the link once', async () => {
  const { address } = await lead();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/);
  expect((await get(`${address}0`)).status).toBe(404);
  const answer = await get(address);
  expect([answer.status, answer.headers.get('location'), answer.headers.get('cache-control')]).toEqual([302, LINK, 'no-store']);
  await expect(get(address)).rejects.toThrow('fetch failed');
});

test('after 30 s, and with the session, it leads nowhere', async () => {
  const late = await lead();
  late.clock.advance(30_000);
  await expect(get(late.address)).rejects.toThrow('fetch failed');
  const over = await lead();
  await over.shutdown.closer.close();
  await expect(get(over.address)).rejects.toThrow('fetch failed');
});

test('there is a browser only where there is a screen', () => {
  expect(openers('linux', {})).toEqual([]);
  expect(openers('linux', { DISPLAY: ':0' })).toEqual([['xdg-open']]);
  expect(openers('darwin', {})).toEqual([['open']]);
});
