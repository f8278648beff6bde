import { generateKeyPackageWithKey, type KeyPackage } from 'ts-mls/keyPackage.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import { describe, expect, it } from 'vitest';
import { readKeyPackage } from '../../../src/crypto/group-keys.js';
import { plain } from '../../../src/crypto/group-mls.js';
import { hmacSha256 } from '../../../src/crypto/hash.js';
import { signature } from '../../../src/crypto/signature.js';
import { concat } from '../../../src/protocol/bytes.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { makePerson, makeWorld, random, Room, type World } from './group-fixture.js';
import { Insider, lying } from './group-insider.js';
import { expectRefused } from './group-refusal.js';

const encodePackage = (keyPackage: KeyPackage): Uint8Array =>
  encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage });

/** A well-signed key package of somebody who knows the link, with one thing changed. */
async function oddPackage(world: World, odd: Partial<Oddity> = {}, suite = world.setup.suite): Promise<KeyPackage> {
  const seed = random(32);
  const keys = { signKey: seed, publicKey: signature.publicKey(seed) };
  const identity = concat(hmacSha256(world.mac, keys.publicKey, encodeUtf8('odd')), encodeUtf8('odd'));
  const { capabilities = plain.capabilities, lifetime = plain.lifetime, extensions = [], leafExtensions = [] } = odd;
  const credential = { credentialType: 'basic', identity } as const;
  return (await generateKeyPackageWithKey(credential, capabilities, lifetime, extensions, keys, suite, leafExtensions)).publicPackage;
}

interface Oddity {
  readonly capabilities: Parameters<typeof generateKeyPackageWithKey>[1];
  readonly lifetime: Parameters<typeof generateKeyPackageWithKey>[2];
  readonly extensions: Parameters<typeof generateKeyPackageWithKey>[3];
  readonly leafExtensions: Parameters<typeof generateKeyPackageWithKey>[3];
}

describe('a key package', { timeout: 60_000 }, () => {
  it('with nothing odd is one (the control)', async () => {
    const world = makeWorld();
    expect(await readKeyPackage(encodePackage(await oddPackage(world)), world.setup)).toBeDefined();
  });

  it.each<[string, Partial<Oddity>]>([
    ['that has expired', { lifetime: { notBefore: 0n, notAfter: 1n } }],
    ['that is not yet valid', { lifetime: { notBefore: 2n ** 40n, notAfter: plain.lifetime.notAfter } }],
    ['that does not support our credentials', { capabilities: { ...plain.capabilities, credentials: ['x509'] } }],
    ['that supports another suite', { capabilities: { ...plain.capabilities, ciphersuites: ['MLS_128_DHKEMP256_AES128GCM_SHA256_P256'] } }],
    ['that supports more', { capabilities: { ...plain.capabilities, proposals: [0xf000] } }],
    ['with an extension', { extensions: [{ extensionType: 0xf001, extensionData: random(3) }] }],
    ['with an extension in its leaf', { leafExtensions: [{ extensionType: 0xf001, extensionData: random(3) }] }],
  ])('%s is none, and an insider does not get it in', async (_, odd) => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const keyPackage = await oddPackage(room.world, odd);
    expect(await readKeyPackage(encodePackage(keyPackage), room.world.setup)).toBeUndefined();
    const forged = await insider.commit([{ proposalType: 'add', add: { keyPackage } }, insider.psk()]).catch(() => undefined);
    if (forged !== undefined && odd.extensions === undefined) await expectRefused(room.group(1), forged.commit);
  });

  it('with keys that nothing can be sealed to is none, and an insider does not get it in', async () => {
    const room = await Room.of(['ana', 'ben']);
    const insider = await Insider.into(room);
    const { suite } = room.world.setup;
    for (const at of [0, 1]) {
      const keyPackage = await oddPackage(room.world, {}, lying(suite, new Uint8Array(32), at, at + 1));
      expect(await readKeyPackage(encodePackage(keyPackage), room.world.setup)).toBeUndefined();
    }
    const sealing = { ...suite, hpke: { ...suite.hpke, seal: async () => ({ enc: random(32), ct: random(80) }) } };
    const keyPackage = await oddPackage(room.world, {}, lying(suite, new Uint8Array(32), 1));
    await expectRefused(
      room.group(1),
      (await insider.commit([{ proposalType: 'add', add: { keyPackage } }, insider.psk()], { suite: sealing })).commit,
    );
  });

  it('with one bit changed, or cut, or longer, is none', async () => {
    const world = makeWorld();
    const { encoded } = (await makePerson(world, 'ana')).keys;
    for (let at = 0; at < encoded.length * 8; at += 5) {
      const flipped = encoded.slice();
      flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7));
      expect(await readKeyPackage(flipped, world.setup), `bit ${at}`).toBeUndefined();
    }
    for (let length = 0; length < encoded.length; length += 3) {
      expect(await readKeyPackage(encoded.subarray(0, length), world.setup)).toBeUndefined();
    }
    expect(await readKeyPackage(concat(encoded, new Uint8Array(1)), world.setup)).toBeUndefined();
  });
});
