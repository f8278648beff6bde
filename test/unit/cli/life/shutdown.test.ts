import { describe, expect, test } from 'vitest';
import { Shutdown } from '../../../../src/cli/life/shutdown.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';
import { passing } from '../../../helpers/passing.js';

const never = (): Promise<void> => new Promise(() => {});

/** A shutdown with every step, each of which writes down that it ran. */
const full = (done: string[]): Shutdown => {
  const shutdown = new Shutdown(createFakeClock());
  shutdown.closer.add('server', () => void done.push('server'));
  shutdown.closer.add('tunnel', () => void done.push('tunnel'));
  shutdown.onSockets(() => (done.push('sockets'), { sockets: 3, bytes: 1_000 }));
  shutdown.onWipe(() => (done.push('keys'), { keys: 7, bytes: 224 }));
  shutdown.onSay(async (ms) => void done.push(`say within ${ms}`));
  return shutdown;
};

describe('the shutdown', () => {
  test('says it, overwrites keys, closes sockets, then all else newest first; and counts', async () => {
    const done: string[] = [];
    const result = await full(done).run((beat) => done.push(`(${beat})`));
    expect(done).toEqual(['say within 300', '(said)', 'keys', '(wiped)', 'sockets', '(sockets-closed)', 'tunnel', 'server', '(closed)']);
    expect(result).toEqual({ ms: 0, sockets: 3, keys: 7, bytes: 1_224, failures: [] });
  });

  test('what cannot be said in 300 ms stays unsaid, and fails nothing', async () => {
    const clock = createFakeClock();
    const shutdown = new Shutdown(clock);
    const began = clock.now();
    let wipedAfter = -1;
    shutdown.onSay(never);
    shutdown.onSay(() => Promise.reject(new Error('no connection')));
    shutdown.onSay(() => {
      throw new Error('no member');
    });
    shutdown.onWipe(() => {
      wipedAfter = clock.now() - began;
      return { keys: 1, bytes: 32 };
    });
    const running = shutdown.run(() => {});
    clock.advance(299);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect(wipedAfter).toBe(-1);
    clock.advance(1);
    expect(await running).toEqual({ ms: 300, sockets: 0, keys: 1, bytes: 32, failures: [] });
    expect(wipedAfter).toBe(300);
  });

  test('goes on when a step throws, and names it', async () => {
    const done: string[] = [];
    const shutdown = full(done);
    const error = new Error('no');
    shutdown.onWipe(() => {
      throw error;
    });
    shutdown.onSockets(() => {
      throw error;
    });
    const result = await shutdown.run(() => {});
    expect(done.at(-1)).toBe('server');
    expect(result.failures).toEqual([
      { name: 'keys', why: 'failed', error },
      { name: 'sockets', why: 'failed', error },
    ]);
    expect(result.keys).toBe(7);
  });

  test('goes on when it cannot be told', async () => {
    const done: string[] = [];
    const result = await full(done).run(() => {
      throw new Error('no output');
    });
    expect(done).toEqual(['say within 300', 'keys', 'sockets', 'tunnel', 'server']);
    expect(result.failures.map(({ name }) => name)).toEqual(['output', 'output', 'output', 'output']);
  });

  test('takes 8 s at most, whatever hangs, and keys do not wait for it', async () => {
    const clock = createFakeClock();
    const shutdown = new Shutdown(clock);
    const began = clock.now();
    let wipedAfter = -1;
    for (const name of ['third', 'second', 'first']) shutdown.closer.add(name, never);
    shutdown.onWipe(() => {
      wipedAfter = clock.now() - began;
      return { keys: 1, bytes: 32 };
    });
    const result = await passing(
      clock,
      shutdown.run(() => {}),
    );
    expect(wipedAfter).toBe(0);
    expect(result.ms).toBe(8_000);
    expect(result.failures.map(({ name, why }) => `${name} ${why}`)).toEqual(['first hung', 'second hung', 'third hung']);
  });

  test('a start that is overtaken by its end leaves nothing: late steps run at once', async () => {
    const done: string[] = [];
    const shutdown = new Shutdown(createFakeClock());
    await shutdown.run(() => {});
    shutdown.onWipe(() => (done.push('keys'), { keys: 1, bytes: 32 }));
    shutdown.onSockets(() => (done.push('sockets'), { sockets: 1, bytes: 0 }));
    shutdown.closer.add('server', () => void done.push('server'));
    expect(done).toEqual(['keys', 'sockets', 'server']);
  });

  test('a forced end overwrites the keys alone, without waiting', () => {
    const done: string[] = [];
    expect(full(done).wipe()).toEqual({ keys: 7, bytes: 224 });
    expect(done).toEqual(['keys']);
  });
});
