import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Door, DoorState } from '../../../../src/cli/start/doors/door.js';
import { Doors } from '../../../../src/cli/start/doors/doors.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';
import { createFakeDoor } from '../../../helpers/fake-tunnel.js';

const A = { state: 'ready', url: 'https://a.example' } as const;
const B = { state: 'ready', url: 'https://b.example' } as const;

const openDoors = async (...list: readonly Door[]) => {
  const clock = createFakeClock();
  const heard: (readonly [string, DoorState['state']])[] = [];
  const doors = new Doors({ doors: list, port: 4000, clock, heard: (door, { state }) => heard.push([door.name, state]) });
  let settled = false;
  void doors.settled.then(() => (settled = true));
  doors.open();
  await turn();
  return {
    doors,
    clock,
    heard,
    isSettled: async () => {
      await turn();
      return settled;
    },
    urls: () => doors.addresses.map(({ url }) => url),
  };
};

describe('one door', () => {
  test('goes from state to state, and each is heard once', async () => {
    const a = createFakeDoor('a');
    const { heard, isSettled, urls } = await openDoors(a);
    expect(a.last.port).toBe(4000);
    a.last.say({ state: 'resolving' });
    a.last.say({ state: 'requesting' });
    a.last.say({ state: 'registering' });
    expect(await isSettled()).toBe(false);
    a.last.say(A);
    expect(await isSettled()).toBe(true);
    expect(urls()).toEqual([A.url]);
    expect(heard.map(([, state]) => state)).toEqual(['resolving', 'requesting', 'registering', 'ready']);
  });

  test('that never says how it went is closed a second after its time', async () => {
    const a = createFakeDoor('a');
    const { clock, heard, isSettled } = await openDoors(a);
    clock.advance(45_999);
    expect(await isSettled()).toBe(false);
    clock.advance(1);
    expect(await isSettled()).toBe(true);
    expect(a.last.isClosed).toBe(true);
    expect(heard.at(-1)).toEqual(['a', 'failed']);
  });

  test('is not ended by that time when it was ready in it', async () => {
    const a = createFakeDoor('a');
    const { clock, urls } = await openDoors(a);
    a.last.say(A);
    await turn();
    clock.advance(100_000);
    await turn();
    expect(a.last.isClosed).toBe(false);
    expect(urls()).toEqual([A.url]);
  });

  test('whose program cannot be had has failed, with the reason', async () => {
    const a = createFakeDoor('a', () => Promise.reject(new ChatError('TUNNEL_BINARY_MISSING', 'nowhere')));
    const { heard, isSettled, doors } = await openDoors(a);
    expect(await isSettled()).toBe(true);
    expect(heard).toEqual([
      ['a', 'resolving'],
      ['a', 'failed'],
    ]);
    expect(doors.failed).toBe(true);
  });

  test('that is fetched and gets no byte for 20 s has failed; each byte gives it 20 s more', async () => {
    const a: Door = {
      name: 'a',
      honesty: '',
      openMs: 45_000,
      prepare: ({ signal, progress }) =>
        new Promise((_resolve, reject) => {
          progress(1, 100);
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    };
    const { clock, heard, isSettled } = await openDoors(a);
    clock.advance(19_999);
    expect(await isSettled()).toBe(false);
    clock.advance(1);
    expect(await isSettled()).toBe(true);
    expect(heard.map(([, state]) => state)).toEqual(['resolving', 'downloading', 'failed']);
  });

  test('is opened again only when it has failed, by the same tunnel, and may have another address', async () => {
    const a = createFakeDoor('a');
    const { doors, urls } = await openDoors(a);
    a.last.say(A);
    await turn();
    expect(doors.reopen()).toEqual([]);
    a.last.fail('TUNNEL_EXITED');
    await turn();
    expect(urls()).toEqual([]);
    expect(doors.reopen()).toEqual(['a']);
    expect(doors.reopen()).toEqual([]);
    await turn();
    a.last.say(B);
    await turn();
    expect(a.openings).toHaveLength(2);
    expect(urls()).toEqual([B.url]);
  });

  test('that does not answer is still there, and comes back', async () => {
    const a = createFakeDoor('a');
    const { heard, urls } = await openDoors(a);
    a.last.say(A);
    a.last.say({ state: 'degraded', url: A.url });
    await turn();
    expect(urls()).toEqual([A.url]);
    a.last.say(A);
    await turn();
    expect(heard.map(([, state]) => state)).toEqual(['resolving', 'ready', 'degraded', 'ready']);
  });
});

describe('several doors', () => {
  test('are opened side by side; the first of the list is waited for as long as it may come', async () => {
    const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
    const { isSettled, urls } = await openDoors(a, b);
    b.last.say(B);
    expect(await isSettled()).toBe(false);
    expect(urls()).toEqual([B.url]);
    a.last.say(A);
    expect(await isSettled()).toBe(true);
    expect(urls()).toEqual([A.url, B.url]);
  });

  test('one may fail while the others stay', async () => {
    const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
    const { isSettled, urls } = await openDoors(a, b);
    b.last.say(B);
    a.last.fail('TUNNEL_OFFLINE');
    expect(await isSettled()).toBe(true);
    expect(urls()).toEqual([B.url]);
    expect(b.last.isClosed).toBe(false);
  });

  test('a door that answers comes before one that does not', async () => {
    const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
    const { urls } = await openDoors(a, b);
    a.last.say(A);
    b.last.say(B);
    a.last.say({ state: 'degraded', url: A.url });
    await turn();
    expect(urls()).toEqual([B.url, A.url]);
  });

  test('none of them, and it is settled at once', async () => {
    const { isSettled } = await openDoors();
    expect(await isSettled()).toBe(true);
  });
});

describe('closing', () => {
  test('ends each of them, tells nothing more, and none opens again', async () => {
    const [a, b] = [createFakeDoor('a'), createFakeDoor('b')];
    const { doors, heard } = await openDoors(a, b);
    a.last.say(A);
    await turn();
    const before = heard.length;
    await doors.close();
    expect([a.last.isClosed, b.last.isClosed]).toEqual([true, true]);
    expect(doors.reopen()).toEqual([]);
    expect(heard).toHaveLength(before);
    expect(doors.addresses).toEqual([]);
  });

  test('a door that is still fetched is never opened', async () => {
    let fetched: () => void = () => {};
    const a = createFakeDoor('a', () => new Promise((resolve) => (fetched = resolve)));
    const { doors } = await openDoors(a);
    const closing = doors.close();
    fetched();
    await closing;
    expect(a.openings).toEqual([]);
  });
});
