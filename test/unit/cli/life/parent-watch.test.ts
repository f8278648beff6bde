import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { starters, watchParent } from '../../../../src/cli/life/parent-watch.js';
import { createFakeClock, type FakeClock } from '../../../helpers/fake-clock.js';

const npm = { npm_lifecycle_event: 'start' };

const watch = (env: NodeJS.ProcessEnv): { clock: FakeClock; family: { starters: string; gone: number }; stop: () => void } => {
  const clock = createFakeClock();
  const family = { starters: '4711 4700', gone: 0 };
  const stop = watchParent(
    env,
    clock,
    () => family.starters,
    () => (family.gone += 1),
  );
  return { clock, family, stop };
};

describe('the parent watch', () => {
  test('tells once when npm, which started us, is gone', () => {
    const { clock, family } = watch(npm);
    clock.advance(60_000);
    expect(family.gone).toBe(0);
    family.starters = '4711 1';
    clock.advance(1_000);
    expect(family.gone).toBe(1);
    clock.advance(60_000);
    expect(family.gone).toBe(1);
  });

  test('watches nobody when npm did not start us: a daemon may change its parent', () => {
    const { clock, family } = watch({});
    family.starters = '4711 1';
    clock.advance(60_000);
    expect(family.gone).toBe(0);
    expect(clock.timers).toBe(0);
  });

  test('watches no longer than it is asked to', () => {
    const { clock, family, stop } = watch(npm);
    stop();
    family.starters = '4711 1';
    clock.advance(60_000);
    expect(family.gone).toBe(0);
  });
});

describe.skipIf(process.platform !== 'linux')('who started a program', () => {
  test('is its parent, when that is no shell', () => {
    expect(starters(process.pid)).toBe(`${process.pid}`);
  });

  test('is also who started the shell that it runs in', async () => {
    const shell = spawn('sh', ['-c', 'echo ready; read line']);
    await once(shell.stdout, 'data');
    expect(starters(shell.pid as number)).toBe(`${shell.pid} ${process.pid}`);
    shell.stdin.end();
    await once(shell, 'exit');
  });

  test('is the number alone when the process cannot be looked at', () => {
    expect(starters(1_999_999_999)).toBe('1999999999');
  });
});
