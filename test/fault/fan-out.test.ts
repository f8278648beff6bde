import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { systemRandom } from '../../src/adapters/random.js';
import { testScale } from '../helpers/heap.js';
import { appFrame, helloFrame, testRoom } from '../helpers/relay-frames.js';
import { openRoom } from '../helpers/socket-member.js';
import { startTestServer } from '../helpers/test-server.js';

interface Report {
  readonly sent: number;
  readonly received: readonly number[];
  readonly visits: number;
  readonly heardByGuests: number;
  readonly disorder: number;
  readonly refused: number;
  readonly closed: readonly number[];
}

const LOAD = fileURLToPath(new URL('../../bench/lib/fan-out-load.js', import.meta.url));
const ROOM = testRoom(7);
const MEMBERS = 150;
const GUESTS = 10;
const RATE = 1_000;
const SECONDS = 3 * testScale;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

test(`${MEMBERS} members at ${RATE} messages a second, while others come and go: nothing is lost and the order is kept`, async () => {
  const { server, port } = await startTestServer();
  await openRoom(server, ROOM, MEMBERS + GUESTS);
  const load = {
    port,
    members: MEMBERS,
    rate: RATE,
    seconds: SECONDS,
    guests: GUESTS,
    hello: base64(helloFrame(ROOM)),
    message: base64(appFrame(systemRandom(300))),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [LOAD, JSON.stringify(load)]);
  const report = JSON.parse(stdout) as Report;
  expect(report.sent).toBe(RATE * SECONDS);
  expect(new Set(report.received)).toEqual(new Set([report.sent]));
  expect(report.received).toHaveLength(MEMBERS);
  expect({ disorder: report.disorder, refused: report.refused, closed: report.closed }).toEqual({ disorder: 0, refused: 0, closed: [] });
  expect(report.visits).toBeGreaterThanOrEqual(GUESTS);
  expect(report.heardByGuests).toBeGreaterThan(report.visits);
});
