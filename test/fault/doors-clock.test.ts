import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { systemDoors } from '../../src/cli/start/doors/system-doors.js';
import { Closer } from '../../src/core/closer.js';
import { Children, openWatched } from '../helpers/door-watch.js';
import { folder } from '../helpers/fake-release.js';

const HOUR = 3_600_000;

test.skipIf(process.platform === 'win32')('doors keep their time when the clock of the machine is set back', async () => {
  const path = join(folder(), 'cloudflared');
  const silent = '#!/bin/sh\n[ "$1" = --version ] && echo "cloudflared version 2026.9.1 (x)" && exit\nexec sleep 600\n';
  writeFileSync(path, silent, { mode: 0o755 });
  vi.stubEnv('CHATTRACE_CLOUDFLARED', path);
  const registry = new Children();
  const closer = new Closer(systemClock);
  const factory = systemDoors({ registry, closer, root: '', unconfirmed: () => {} });
  const found = await factory.findCloudflared(new AbortController().signal);
  if (found.state !== 'found') throw new Error('it was not found');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  onTestFinished(() => void (vi.useRealTimers(), vi.unstubAllEnvs()));
  const door = openWatched(await found.tunnel(), 1);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.setSystemTime(Date.now() - HOUR);
  await vi.advanceTimersByTimeAsync(14_000);
  vi.useRealTimers();
  expect(await door.tunnel.closed).toMatchObject({ by: 'itself', code: 'TUNNEL_OFFLINE' });
  expect(await closer.close()).toEqual([]);
  expect(registry.alive.size).toBe(0);
});
