import { expect, test } from 'vitest';
import { deriveRoomKeys } from '../../../src/crypto/key-schedule.js';
import { Vault } from '../../../src/crypto/vault.js';
import { frameTypes } from '../../../src/protocol/frame-type.js';
import { bytesNeedle, findIn, textNeedle, type Needle } from '../../helpers/needle.js';
import { reachable } from '../../helpers/reachable.js';
import { createRoomWorld, type RoomWorld } from '../../helpers/room-world.js';

const NICKS = ['Ana-who-is-here', 'Ben-who-breaks', 'Cleo-who-waits'] as const;
const TEXTS = ['a text for everybody', 'a text after a break'] as const;
const TITLE = 'a title of the room';

function needlesOf({ secret }: RoomWorld): readonly Needle[] {
  const { env, mac, psk, light } = deriveRoomKeys(secret, new Vault());
  return [
    bytesNeedle('S', secret.s),
    ...Object.entries({ env, mac, psk }).map(([name, key]) => bytesNeedle(`K_${name}`, key.bytes)),
    bytesNeedle('K_light', light.bytes),
    ...NICKS.map((nick) => textNeedle('nick', nick)),
    ...TEXTS.map((text) => textNeedle('text', text)),
    textNeedle('title', TITLE),
  ];
}

const namesIn = (root: object, needles: readonly Needle[]): readonly string[] => [
  ...new Set(findIn(reachable(root).content, needles).map((found) => found.replace(/ \(.*/u, ''))),
];

test('nothing that the relay holds of a session with a host is a key, a name or a text; each member holds all of them', async () => {
  const world = await createRoomWorld({ mode: 'mls', title: TITLE });
  const needles = needlesOf(world);
  const { relay, guest, run, host } = world;
  const [ana, ben] = [guest(NICKS[0]), guest(NICKS[1])];
  await run(3_000);
  ana.member.say({ text: TEXTS[0] });
  await run(500);
  ben.wire().cut('both');
  relay.hooks.toMember = (message, wire) => (wire === host.wire() && message[1] === frameTypes.LEASE ? [] : [message]);
  const sent: Uint8Array[] = [];
  relay.hooks.toRelay = (message) => {
    if (message[1] === frameTypes.APP) sent.push(message.slice());
    return [message];
  };
  ana.member.say({ text: TEXTS[1] });
  // Its package waits: the host never hears of its lease.
  const cleo = guest(NICKS[2]);
  await run(300);

  const [room] = relay.state.rooms.values();
  expect([room?.places.size, room?.away.size, room?.group.waiting.size, room?.buffer.empty]).toEqual([4, 0, 1, false]);
  const held = reachable(relay.state);
  expect(namesIn(relay.state, needles)).toEqual([]);
  // All of it was looked at: it has no function that could keep something, and frames, tokens and packages were found.
  expect(held.functions).toBe(0);
  expect(held.objects).toBeGreaterThan(50);
  expect(held.content.length).toBeGreaterThan(2_000);
  expect(held.content.includes(Buffer.from(room?.capHash ?? []))).toBe(true);
  // The kept frames stand in a private field. Behind the head, where the relay puts the seq.
  expect(sent.some((frame) => held.content.includes(Buffer.from(frame.subarray(30))))).toBe(true);

  expect(namesIn(host.member, needles)).toEqual(
    expect.arrayContaining(['S', 'K_env', 'K_mac', 'K_psk', 'K_light', 'nick', 'text', 'title']),
  );
  expect(namesIn(cleo.member, needles)).toEqual(expect.arrayContaining(['S', 'K_env', 'K_mac', 'K_psk', 'nick']));
});
