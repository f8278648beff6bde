import { expect, test } from 'vitest';
import { sha256 } from '../../../src/crypto/hash.js';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { createRoomWorld } from '../../helpers/room-world.js';
import { body, setUp, b16, HELLO_OK, placed } from '../../helpers/connection-bench.js';

const ticket = (n: number): Uint8Array => sha256(Uint8Array.of(n)).slice(0, 16);

/** A room of mode mls that nobody hosts and nobody has opened: its first member has the ticket. */
async function invited() {
  const world = await createRoomWorld({ mode: 'mls' });
  world.relay.event({ type: 'invite', ticketHash: sha256(ticket(1)), max: 5 });
  const secret = (n: number) => ({ mode: 'mls' as const, s: new Uint8Array(32).fill(n), hostFp: new Uint8Array(0) });
  return { ...world, secretOf: secret };
}

const warnings = (guest: {
  readonly member: { readonly view: { readonly items: readonly { readonly type: string }[] } };
}): readonly unknown[] => guest.member.view.items.filter(({ type }) => type === 'warning');

test('who comes with the ticket makes the room and its group, alone and sure of it', async () => {
  const { guest, run, secretOf } = await invited();
  const ana = guest('Ana', { secret: secretOf(1), ticket: ticket(1) });
  await run(6_000);
  expect(ana.member.view).toMatchObject({ phase: 'joined', hosted: false, confirmed: true, self: { role: 'guest' } });
  expect(ana.member.view.members).toHaveLength(1);
  expect(warnings(ana)).toEqual([]);
});

test('others come with the secret alone; any of them confirms the group, and nobody is a host', async () => {
  const { guest, run, settle, secretOf } = await invited();
  const ana = guest('Ana', { secret: secretOf(1), ticket: ticket(1) });
  await settle();
  const ben = guest('Ben', { secret: secretOf(1) });
  const atFirst = (): boolean => ben.member.view.phase === 'joined';
  for (let tries = 0; !atFirst() && tries < 100; tries++) await run(5, 5);
  expect(ben.member.view).toMatchObject({ phase: 'joined', confirmed: false });
  await run(3_000);
  expect(ben.member.view).toMatchObject({ phase: 'joined', confirmed: true });
  expect(ben.events.map(({ type }) => type)).toContain('confirmed');
  ana.member.leave();
  await run(5_000);
  const cleo = guest('Cleo', { secret: secretOf(1) });
  await run(3_000);
  cleo.member.say({ text: 'hello' });
  await run(500);
  expect(ben.texts()).toEqual(['hello']);
  expect([ben, cleo].map(({ member }) => [member.view.confirmed, member.view.members.map(({ role }) => role)])).toEqual([
    [true, ['guest', 'guest']],
    [true, ['guest', 'guest']],
  ]);
});

test('where nobody vouches that is said, and not that a host is missing', async () => {
  const { guest, run, settle, secretOf, relay } = await invited();
  guest('Ana', { secret: secretOf(1), ticket: ticket(1) });
  await settle();
  const ben = guest('Ben', { secret: secretOf(1) });
  // The relay keeps from him what she says.
  relay.hooks.toMember = (message, wire) => (wire === ben.wire() && message[1] === frameTypes.APP ? [] : [message]);
  await run(6_000);
  expect(ben.member.view.phase).toBe('joined');
  expect(ben.member.view.confirmed).toBe(false);
  expect(warnings(ben)).toMatchObject([{ code: 'GROUP_UNCONFIRMED' }]);
});

test('a second room with the same ticket is refused, with one code; the first maker may try again', async () => {
  const { guest, run, secretOf } = await invited();
  const ana = guest('Ana', { secret: secretOf(1), ticket: ticket(1) });
  await run(100);
  const eve = guest('Eve', { secret: secretOf(2), ticket: ticket(1) });
  const again = guest('Ana2', { secret: secretOf(1), ticket: ticket(1) });
  await run(3_000);
  expect(eve.events.at(-1)).toEqual({ type: 'ended', reason: 'refused', code: 'TICKET_USED' });
  expect(again.member.view).toMatchObject({ phase: 'joined', confirmed: true });
  expect(ana.member.view.members).toHaveLength(2);
});

test('the ticket goes with HELLO, at the first and at a fresh place, and never with RESUME', () => {
  const fresh = setUp(60_000, { hosted: false, ticket: b16(7) });
  fresh.line().open();
  expect(body(fresh.line(), 'HELLO')?.ticket).toEqual(b16(7));
  fresh.line().say('HELLO_OK', HELLO_OK);
  fresh.line().breaks();
  fresh.clock.advance(1);
  fresh.line().open();
  expect(body(fresh.line(), 'RESUME')).not.toHaveProperty('ticket');
  const without = placed();
  expect(body(without.line(), 'HELLO')).not.toHaveProperty('ticket');
});
