import { generateKeyPackage } from 'ts-mls/keyPackage.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import { describe, expect, test } from 'vitest';
import { plain } from '../../../../src/crypto/group-mls.js';
import { sharedKeySeal } from '../../../../src/client/cipher/message-seal.js';
import { encodeSigned } from '../../../../src/crypto/signed-message.js';
import { encodeFrame } from '../../../../src/protocol/frame.js';
import { encodePayload, pad } from '../../../../src/protocol/payload.js';
import { encodeUtf8 } from '../../../../src/protocol/utf8.js';
import { adversaryRoom, connOf, expectTalk, inject, listen, roomWithInsider, words } from '../../../helpers/adversary-room.js';
import { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import { endOf, namesIn, warningsOf } from '../../../helpers/seen.js';

describe('a room that is encrypted by a group', () => {
  test.each(['shared-key', 'none'] as const)('has no door for the same secret in mode %s: it is another room', async (mode) => {
    const { world } = await adversaryRoom();
    const lowered = world.guest('cem', { secret: { ...world.secret, s: world.secret.s.slice(), mode } });
    await world.run(3_000);
    expect(endOf(lowered)).toEqual(['refused', 'REFUSED']);
  });

  test('shows nothing that is said as the weaker modes say it, signed and under every key of the link', async () => {
    const { world, host, ana, ben, mallory } = await roomWithInsider();
    const payload = pad(encodePayload({ kind: 'text', id: mallory.random(16), n: 1, p: new Uint8Array(32), body: words('in the clear') }));
    const message = { conn: mallory.conn, counter: 1, ts: world.relay.clock.now(), payload };
    const { keys } = mallory;
    const inner = encodeSigned(mallory.seed.bytes, { roomId: keys.roomId, gen: 0, type: 'APP', to: [] }, message);
    const head = { type: 'APP', gen: 0, epoch: mallory.epoch } as const;
    const sealed = sharedKeySeal(keys, mallory.random).seal(head, inner);
    const bodies = [sealed, inner, payload, encodeUtf8('{"text":"in the clear"}'), mallory.scope.sealed('APP', mallory.epoch, payload)];
    for (const body of bodies) mallory.raw.send(encodeFrame({ ...head, seq: 0, to: [], body }));
    await world.run(1_000);
    for (const one of [host, ana, ben]) expect([one.texts(), warningsOf(one)]).toEqual([[], ['MESSAGES_REFUSED']]);
    await expectTalk(world, host, ana, ben);
  });

  test('shows nothing of a type that it does not know, or of text in the place of a frame', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const texts = ['{"type":"text","text":"hello"}', 'hello', ''];
    for (const text of texts) ben.wire().inject('member', encodeUtf8(text));
    for (const type of [0, 7, 63, 200]) ben.wire().inject('member', Uint8Array.of(1, type, ...new Uint8Array(24)));
    await world.run(1_000);
    expect([ben.texts(), warningsOf(ben), ben.member.view.phase]).toEqual([[], ['MESSAGES_REFUSED'], 'joined']);
    await expectTalk(world, host, ana, ben);
  });

  test('lets nobody in by a key package of another suite', async () => {
    const { world, host, ana } = await adversaryRoom();
    const ghost = await new HostileLeaf(world).connect();
    const suite = { ...ghost.scope.setup.suite, name: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519' } as const;
    const credential = { credentialType: 'basic', identity: ghost.credential() } as const;
    const capabilities = { ...plain.capabilities, ciphersuites: [suite.name] };
    const { publicPackage: keyPackage } = await generateKeyPackage(credential, capabilities, plain.lifetime, [], suite);
    const { up } = listen(world, 'COMMIT');
    ghost.send('KEYPKG', encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage }));
    await world.run(2_000);
    expect([up, namesIn(host), namesIn(ana)]).toEqual([[], ['ana', 'ben', 'host'], ['ana', 'ben', 'host']]);
  });

  test('shows nothing said to one place by a relay that turns it to another', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const id = ana.member.view.members.find(({ nick }) => nick === 'host')?.id;
    const { down } = listen(world, 'APP', 'DM');
    if (id !== undefined) ana.member.tell(id, { text: 'for the host alone' });
    await world.run(3_000);
    const told = down.filter(({ to }) => to.length === 1);
    expect(told.length).toBeGreaterThan(0);
    for (const frame of told) inject(ben, { ...frame, to: [connOf(world, ben)] });
    await world.run(500);
    expect(JSON.stringify(ben.member.view.items)).not.toContain('alone');
    expect(JSON.stringify(host.member.view.items)).toContain('for the host alone');
  });
});

describe('what is on the wires of such a room', () => {
  test('holds no word, name or key of it, and its messages have few lengths', async () => {
    const { world, host, ana, ben } = await adversaryRoom({ title: 'the very secret title' });
    const wire: Uint8Array[] = [];
    world.relay.hooks.toRelay = (bytes) => (wire.push(bytes.slice()), [bytes]);
    world.relay.hooks.toMember = (bytes) => (wire.push(bytes.slice()), [bytes]);
    world.guest('zerubbabel');
    await world.run(2_000);
    for (let length = 1; length < 400; length += 13) ana.member.say({ text: 'mississippi'.padEnd(length, '!') });
    ben.member.rename('nebuchadnezzar');
    await world.run(20_000, 500);
    const all = Buffer.concat(wire);
    const { keys } = await new HostileLeaf(world).connect();
    const secrets = [world.secret.s, keys.env.bytes, keys.mac.bytes, keys.psk.bytes, keys.light.bytes].flatMap((key) => [
      Buffer.from(key),
      Buffer.from(Buffer.from(key).toString('base64url')),
    ]);
    const said = ['mississippi', 'zerubbabel', 'nebuchadnezzar', 'secret title'].map((text) => Buffer.from(text));
    for (const needle of [...said, ...secrets]) expect(all.includes(needle)).toBe(false);
    // The capability is there, so the search finds what is there.
    expect(all.includes(Buffer.from(Buffer.from(keys.cap.bytes).toString('base64url')))).toBe(true);
    const lengths = new Set(wire.filter((bytes) => bytes[1] === 4 && bytes[22] === 0).map(({ length }) => length));
    expect(host.texts('ana').length).toBe(31);
    expect(lengths.size).toBeLessThanOrEqual(2);
  });
});
