import { describe, expect, test } from 'vitest';
import { watchParent } from '../../../../src/cli/life/parent-watch.js';
import { createFakeClock, type FakeClock } from '../../../helpers/fake-clock.js';

const npm = { npm_lifecycle_event: 'start' };

const watch = (env: NodeJS.ProcessEnv): { clock: FakeClock; family: { parent: number; gone: number }; stop: () => void } => {
  const clock = createFakeClock();
  const family = { parent: 4_711, gone: 0 };
  const stop = watchParent(
    env,
    clock,
    () => family.parent,
    () => (family.gone += 1),
  );
  return { clock, family, stop };
};

describe('the parent watch', () => {
  test('tells once when npm, which started us, is gone', () => {
    const { clock, family } = watch(npm);
    clock.advance(60_000);
    expect(family.gone).toBe(0);
    family.parent = 1;
    clock.advance(1_000);
    expect(family.gone).toBe(1);
    clock.advance(60_000);
    expect(family.gone).toBe(1);
  });

  test('watches nobody when npm did not start us: a daemon may change its parent', () => {
    const { clock, family } = watch({});
    family.parent = 1;
    clock.advance(60_000);
    expect(family.gone).toBe(0);
    expect(clock.timers).toBe(0);
  });

  test('watches no longer than it is asked to', () => {
    const { clock, family, stop } = watch(npm);
    stop();
    family.parent = 1;
    clock.advance(60_000);
    expect(family.gone).toBe(0);
  });
});
