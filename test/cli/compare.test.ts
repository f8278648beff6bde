import { expect, test } from 'vitest';
import { named, openRoom } from '../helpers/cli.js';

const emoji =
  (state: string) =>
  (one: { readonly event: string; readonly [key: string]: unknown }): boolean =>
    one.event === 'emoji' && one['state'] === state;

test('two members compare emoji in their terminals, and mark each other', async () => {
  const { guest } = await openRoom();
  const [ana, bob] = [await guest('Ana'), await guest('Bob')];
  await ana.event((one) => one.event === 'member-joined' && one['nick'] === 'Bob');
  ana.write('/compare Bob\n');
  expect(await bob.event(emoji('asked'))).toMatchObject({ nick: 'Ana' });
  bob.write('/compare Ana yes\n');
  const [left, right] = [await ana.event(emoji('show')), await bob.event(emoji('show'))];
  expect(left['emoji']).toHaveLength(7);
  expect(left['emoji']).toEqual(right['emoji']);
  ana.write('/compare Bob yes\n');
  expect(await ana.event(named('member-verified'))).toMatchObject({ nick: 'Bob', verified: true });
  bob.write('/compare Ana no\n');
  expect(await bob.event(emoji('different'))).toMatchObject({ nick: 'Ana' });
  expect(bob.events.some(named('member-verified'))).toBe(false);
  expect([ana.stderr, bob.stderr]).toEqual(['', '']);
});

test('the host’s terminal says no at once', async () => {
  const { guest } = await openRoom();
  const ana = await guest('Ana');
  const joined = await ana.event(named('joined'));
  const host = (joined['members'] as { readonly nick: string; readonly role: string }[]).find(({ role }) => role === 'host');
  ana.write(`/compare "${host?.nick}"\n`);
  expect(await ana.event(emoji('stopped'))).toMatchObject({ reason: 'peer', role: 'host' });
});
