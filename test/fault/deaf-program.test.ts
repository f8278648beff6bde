import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { askProgram } from '../../src/adapters/tunnel/ask-program.js';
import { spawnGuarded } from '../../src/adapters/tunnel/child-guard.js';
import { versionOf } from '../../src/adapters/tunnel/cloudflared/version.js';
import { checkProgram, otherDoors, type OtherDoor } from '../../src/cli/doctor/check-program.js';
import { Children } from '../helpers/door-watch.js';
import { createFakeClock } from '../helpers/fake-clock.js';
import { folder } from '../helpers/fake-release.js';
import { isRunning } from '../helpers/stand-in.js';

/** A program that says nothing, listens to no signal, and has a child of the same kind. */
interface Deaf {
  readonly path: string;
  /** Numbers of both, once they run. */
  readonly pids: () => Promise<readonly number[]>;
}

function deaf(name = 'cloudflared'): Deaf {
  const path = join(folder(), name);
  const mark = `${path}.pids`;
  writeFileSync(path, `#!/bin/sh\ntrap '' TERM INT HUP\nsleep 600 &\necho $$ $! > '${mark}.new'\nmv '${mark}.new' '${mark}'\nwait\n`, {
    mode: 0o755,
  });
  return {
    path,
    pids: async () => {
      await expect.poll(() => existsSync(mark), { timeout: 20_000 }).toBe(true);
      return readFileSync(mark, 'utf8').trim().split(' ').map(Number);
    },
  };
}

/** The system may need a moment for those whom we did not start ourselves. */
const allGone = async (pids: readonly number[]): Promise<void> => {
  expect(pids).toHaveLength(2);
  for (const pid of pids) await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
};

describe.skipIf(process.platform === 'win32')('a program that is asked for its version, and is deaf,', () => {
  test('is ended after 10 s, with all that it has started', async () => {
    const [clock, registry, { path, pids }] = [createFakeClock(), new Children(), deaf()];
    const asking = versionOf({ path, environment: process.env, clock, registry });
    const running = await pids();
    expect(registry.alive.size).toBe(1);
    clock.advance(10_000);
    // Its output stays open only as long as the second lives.
    expect(await asking).toBeUndefined();
    expect(registry.alive.size).toBe(0);
    await allGone(running);
  });

  test('is ended at once when it is not waited for any more', async () => {
    const [registry, aborter, { path, pids }] = [new Children(), new AbortController(), deaf()];
    const asking = versionOf({ path, environment: process.env, clock: createFakeClock(), registry, signal: aborter.signal });
    const running = await pids();
    aborter.abort();
    expect(await asking).toBeUndefined();
    expect(registry.alive.size).toBe(0);
    await allGone(running);
  });

  test('is not even started when the end was asked for before', async () => {
    const registry = new Children();
    const guard = { clock: createFakeClock(), registry, signal: AbortSignal.abort() };
    expect(await versionOf({ path: deaf().path, environment: process.env, ...guard })).toBeUndefined();
    expect(registry.alive.size).toBe(0);
  });

  test('leaves a note of the doctor, and nothing that runs', async () => {
    const [clock, { path, pids }] = [createFakeClock(), deaf('tor')];
    const door: OtherDoor = { ...(otherDoors[1] as OtherDoor), check: 'tor' };
    const checking = checkProgram(door, { PATH: `${join(path, '..')}:${process.env['PATH']}` }, clock);
    const running = await pids();
    clock.advance(3_000);
    expect(await checking).toMatchObject({ state: 'note', text: `${path} does not work: it gives no version` });
    await allGone(running);
  });
});

describe.skipIf(process.platform === 'win32')('a program that is asked for its version', () => {
  test('is asked again while another process has it open for writing', async () => {
    const path = join(folder(), 'cloudflared');
    writeFileSync(path, '#!/bin/sh\necho "cloudflared version 2026.9.1 (x)"\n', { mode: 0o755 });
    const file = openSync(path, 'r+');
    const busy = await askProgram({ file: path, args: [], env: { ...process.env, LC_ALL: 'C' }, clock: systemClock, withinMs: 10_000 });
    expect(busy.exit.error?.code ?? busy.stderr).toMatch(/ETXTBSY|Text file busy/);
    const asking = versionOf({ path, environment: process.env, clock: systemClock });
    closeSync(file);
    expect(await asking).toBe('2026.9.1');
  });

  test('keeps a bounded part of what it floods with', async () => {
    const args = ['-e', 'process.stdout.write("x".repeat(1_000_000))'];
    const said = await askProgram({ file: process.execPath, args, env: process.env, clock: systemClock, withinMs: 10_000 });
    expect([said.exit.code, said.stdout.length]).toEqual([0, 65_536]);
  });
});

test('a program that the system does not start at all is told, and not thrown', async () => {
  const child = spawnGuarded({ file: process.execPath, args: ['x'.repeat(4_000_000)], env: {}, clock: systemClock });
  expect(child.pid).toBeUndefined();
  expect((await child.exited).error).toBeInstanceOf(Error);
  await child.stop(0);
});

test.runIf(process.platform === 'linux')('a setpriv that hangs holds up the first start for a second, and is not used', async () => {
  const bin = folder();
  writeFileSync(join(bin, 'setpriv'), "#!/bin/sh\ntrap '' TERM\nexec sleep 60\n", { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.resetModules();
  // Whether setpriv works is asked once for each time that this is loaded.
  const { spawnGuarded: fresh } = await import('../../src/adapters/tunnel/child-guard.js');
  const began = performance.now();
  const child = fresh({ file: process.execPath, args: ['--version'], env: {}, clock: systemClock });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect((await child.exited).code).toBe(0);
});
