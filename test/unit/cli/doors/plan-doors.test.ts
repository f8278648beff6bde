import { describe, expect, test } from 'vitest';
import type { DoorFactory, FoundCloudflared } from '../../../../src/cli/start/doors/door-factory.js';
import { planDoors, type DoorPlanOptions } from '../../../../src/cli/start/doors/plan-doors.js';
import { ChatError } from '../../../../src/protocol/chat-error.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

const tunnel = (door: string) => ({ door, open: () => Promise.reject(new Error('not here')) as never });
const download = { version: '1', bytes: 39_000_000, sha256: '00', url: 'https://github.com/x', fetch: async () => tunnel('fetched') };
const settings = { tunnel: 'auto', bind: '127.0.0.1', lan: false, publicUrl: '', yes: false };
const to = { signal: new AbortController().signal, progress: () => {} };

const plan = (own: Partial<typeof settings>, found: Promise<FoundCloudflared>, ask?: DoorPlanOptions['ask']) => {
  const factory: DoorFactory = {
    findCloudflared: () => found,
    ssh: async (destination, publicUrl) => tunnel(`${destination} ${publicUrl ?? '-'}`),
    tor: async () => tunnel('tor'),
  };
  return planDoors({ settings: { ...settings, ...own }, factory, clock: createFakeClock(), ask, ending: new AbortController().signal });
};

const missing = (): Promise<FoundCloudflared> => Promise.resolve({ state: 'missing', download });
const found = (): Promise<FoundCloudflared> => Promise.resolve({ state: 'found', tunnel: async () => tunnel('found') });
const prepared = async ({ doors }: Awaited<ReturnType<typeof plan>>) =>
  Promise.all(doors.map(async (door) => (await door.prepare(to)).door));

describe('auto', () => {
  test('is the quick tunnel, and may fail', async () => {
    const made = await plan({}, found());
    expect(made).toMatchObject({ optional: true, doors: [{ name: 'cloudflared' }] });
    expect(await prepared(made)).toEqual(['found']);
  });

  test('without the program and without anybody to ask there is no door, with the reason', async () => {
    const made = await plan({}, missing());
    expect(made).toMatchObject({ doors: [], lack: { code: 'TUNNEL_BINARY_MISSING', why: 'cloudflared; with --yes it is downloaded' } });
  });

  test('a download needs a yes: of the person, or --yes', async () => {
    const asked: unknown[] = [];
    const yes = await plan({}, missing(), async (what) => asked.push(what) > 0);
    expect(await prepared(yes)).toEqual(['fetched']);
    expect(asked).toEqual([download]);
    expect(await plan({}, missing(), async () => false)).toMatchObject({
      doors: [],
      lack: { why: 'cloudflared; you chose not to download it' },
    });
    expect(await prepared(await plan({ yes: true }, missing()))).toEqual(['fetched']);
  });

  test('nobody is asked for what cannot be downloaded', async () => {
    const made = await plan({ yes: true }, Promise.resolve({ state: 'missing' }), () => Promise.reject(new Error('asked')));
    expect(made.lack?.why).toBe('cloudflared; there is none to download for this computer');
  });

  test('what is wrong with the program that was named is the reason', async () => {
    const made = await plan({}, Promise.reject(new ChatError('TUNNEL_BINARY_REFUSED', 'another hash')));
    expect(made).toMatchObject({ doors: [], lack: { code: 'TUNNEL_BINARY_REFUSED', why: 'another hash' } });
  });

  test('there is no door to a server that does not listen on 127.0.0.1', async () => {
    expect(await plan({ bind: '::1' }, found())).toMatchObject({
      doors: [],
      optional: true,
      lack: { code: 'TUNNEL_NO_WAY_IN', why: '--bind ::1' },
    });
  });
});

describe('named doors', () => {
  test('keep their order, and must open', async () => {
    const made = await plan({ tunnel: 'tor,cloudflared,ssh:me@box.example:2222', publicUrl: 'https://chat.example' }, found());
    expect(made.optional).toBe(false);
    expect(made.doors.map(({ name }) => name)).toEqual(['tor', 'cloudflared', 'ssh:me@box.example:2222']);
    expect(await prepared(made)).toEqual(['tor', 'found', 'me@box.example:2222 https://chat.example']);
    expect(made.doors[2]?.honesty).toContain('box.example');
    expect(made.doors[2]?.honesty).not.toContain('me@');
  });

  test('one that cannot be tried fails where the others are seen', async () => {
    const made = await plan({ tunnel: 'cloudflared,tor' }, missing());
    expect(made.doors.map(({ name }) => name)).toEqual(['cloudflared', 'tor']);
    await expect(made.doors[0]?.prepare(to)).rejects.toMatchObject({ code: 'TUNNEL_BINARY_MISSING' });
  });

  test('none is none, and nothing is looked for', async () => {
    const made = await plan(
      { tunnel: 'none' },
      Promise.reject(new Error('looked for')).catch(() => new Promise<never>(() => {})),
    );
    expect(made).toEqual({ doors: [], optional: false });
  });
});

describe('--public-url', () => {
  const publicUrl = 'https://chat.example';

  test.each(['auto', 'none', 'tor', 'cloudflared,ssh:localhost.run,ssh:free@a.pinggy.io'])(
    'with %s is a mistake, with a hint',
    async (tunnel) => {
      await expect(plan({ tunnel, publicUrl }, found())).rejects.toMatchObject({
        code: 'USAGE',
        why: expect.stringContaining('--tunnel ssh:user@host') as string,
      });
    },
  );

  test('is for a host of one’s own, among others too', async () => {
    expect((await plan({ tunnel: 'tor,ssh:box.example', publicUrl }, found())).doors).toHaveLength(2);
  });
});

describe('a search that takes its time', () => {
  const never = (): Promise<FoundCloudflared> => new Promise(() => {});

  test('is not waited for when the session ends, and is told so', async () => {
    const clock = createFakeClock();
    const [ending, closing] = [new AbortController(), new AbortController()];
    let told: AbortSignal | undefined;
    const factory: DoorFactory = {
      findCloudflared: (signal) => ((told = signal), never()),
      ssh: () => Promise.reject(new Error('not here')),
      tor: () => Promise.reject(new Error('not here')),
    };
    const planning = planDoors({ settings, factory, clock, ask: undefined, ending: ending.signal });
    clock.advance(1_000);
    const [door] = (await planning).doors;
    const preparing = door?.prepare({ signal: closing.signal, progress: () => {} });
    ending.abort();
    closing.abort();
    await expect(preparing).rejects.toThrow('not waited for');
    await expect(door?.prepare({ signal: closing.signal, progress: () => {} })).rejects.toThrow('not waited for');
    expect(told?.aborted).toBe(true);
  });
});
