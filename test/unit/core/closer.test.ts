import { describe, expect, test } from 'vitest';
import { Closer } from '../../../src/core/closer.js';
import { createFakeClock } from '../../helpers/fake-clock.js';
import { passing } from '../../helpers/passing.js';

const never = (): Promise<void> => new Promise(() => {});

describe('a closer', () => {
  test('releases newest first, one after the other', async () => {
    const clock = createFakeClock();
    const closer = new Closer(clock);
    const order: string[] = [];
    closer.add('oldest', () => void order.push('oldest'));
    closer.add('middle', async () => {
      order.push('middle begins');
      await Promise.resolve();
      order.push('middle ends');
    });
    closer.add('newest', () => void order.push('newest'));
    expect(await closer.close()).toEqual([]);
    expect(order).toEqual(['newest', 'middle begins', 'middle ends', 'oldest']);
    expect(clock.timers).toBe(0);
  });

  test('runs every release whatever fails or hangs, and names what did', async () => {
    const clock = createFakeClock();
    const closer = new Closer(clock);
    const began = clock.now();
    const released: string[] = [];
    const thrown = new Error('no');
    closer.add('a', () => void released.push('a'));
    closer.add('throws', () => {
      throw thrown;
    });
    closer.add('hangs', never);
    closer.add('rejects', () => Promise.reject(thrown));
    const failures = await passing(clock, closer.close());
    expect(released).toEqual(['a']);
    expect(failures).toEqual([
      { name: 'rejects', why: 'failed', error: thrown },
      { name: 'hangs', why: 'hung' },
      { name: 'throws', why: 'failed', error: thrown },
    ]);
    expect(clock.now() - began).toBe(5_000);
  });

  test('a step that ends in its 5 s is no failure', async () => {
    const clock = createFakeClock();
    const closer = new Closer(clock);
    closer.add('slow', () => new Promise((resolve) => void clock.after(4_000, resolve)));
    expect(await passing(clock, closer.close())).toEqual([]);
  });

  test('the whole is bounded when asked, and what is left is still released', async () => {
    const clock = createFakeClock();
    const closer = new Closer(clock);
    const began = clock.now();
    const released: string[] = [];
    closer.add('last', () => void released.push('last'));
    closer.add('hangs too', never);
    closer.add('hangs', never);
    const failures = await passing(clock, closer.close(8_000));
    expect(failures.map(({ name, why }) => `${name} ${why}`)).toEqual(['hangs hung', 'hangs too hung']);
    expect(released).toEqual(['last']);
    expect(clock.now() - began).toBe(8_000);
  });

  test('closing again releases nothing again and gives the same list', async () => {
    const closer = new Closer(createFakeClock());
    let times = 0;
    closer.add('once', () => {
      times += 1;
      throw new Error('no');
    });
    const [first, second] = await Promise.all([closer.close(), closer.close()]);
    expect(second).toBe(first);
    expect(await closer.close()).toBe(first);
    expect(times).toBe(1);
  });

  test('what is registered late is released at once, and its failure is added', async () => {
    const closer = new Closer(createFakeClock());
    const closing = closer.close();
    let released = false;
    closer.add('late', () => {
      released = true;
      throw new Error('no');
    });
    expect(released).toBe(true);
    expect((await closing).map(({ name }) => name)).toEqual(['late']);
  });

  test('a release may register another, which is released too', async () => {
    const closer = new Closer(createFakeClock());
    const released: string[] = [];
    closer.add('outer', () => {
      closer.add('inner', () => void released.push('inner'));
    });
    await closer.close();
    expect(released).toEqual(['inner']);
  });

  test('a hung step that fails after it was given up disturbs nobody', async () => {
    const clock = createFakeClock();
    const closer = new Closer(clock);
    closer.add('hangs', () => new Promise((_, reject) => void clock.after(6_000, () => reject(new Error('too late')))));
    const failures = await passing(clock, closer.close());
    clock.advance(6_000);
    await Promise.resolve();
    expect(failures).toEqual([{ name: 'hangs', why: 'hung' }]);
  });

  test('is an async disposable', async () => {
    const closer = new Closer(createFakeClock());
    let released = false;
    closer.add('one', () => void (released = true));
    await closer[Symbol.asyncDispose]();
    expect(released).toBe(true);
  });
});
