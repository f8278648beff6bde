import { createHash, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { credentialHolds, credentialMac } from '../../../src/crypto/credential-mac.js';
import { fingerprint, hostFingerprint, memberId } from '../../../src/crypto/fingerprint.js';
import { capabilityHash, deriveRoomKeys } from '../../../src/crypto/key-schedule.js';
import { labels } from '../../../src/crypto/labels.js';
import type { LinkSecret } from '../../../src/crypto/link.js';
import { Vault } from '../../../src/crypto/vault.js';
import { toHex } from '../../../src/protocol/bytes.js';
import { ids } from '../../../src/protocol/ids.js';

const secret: LinkSecret = { mode: 'shared-key', s: new Uint8Array(32).fill(1), hostFp: new Uint8Array(16).fill(2) };
const derive = (value: LinkSecret): Record<string, string> => {
  const { roomId, cap, env, mac, light } = deriveRoomKeys(value, new Vault());
  return { room: roomId, cap: toHex(cap.bytes), env: toHex(env.bytes), mac: toHex(mac.bytes), light: toHex(light.bytes) };
};
const nodeDerive = (value: LinkSecret, letter: string, label: string, length: number): string => {
  const info = Buffer.concat([Buffer.from(`ctp1${letter}`), Buffer.of(value.hostFp.length), value.hostFp, Buffer.from(label)]);
  return Buffer.from(hkdfSync('sha256', value.s, 'chattrace/ctp1', info, length)).toString('hex');
};

describe('the keys of a room', () => {
  test.each([
    ['mls', '1', secret.hostFp],
    ['shared-key', 'L', secret.hostFp],
    ['none', '0', new Uint8Array(0)],
  ] as const)('of mode %s are those of the protocol, made by another library', (mode, letter, hostFp) => {
    const value = { ...secret, mode, hostFp };
    const expected = Object.fromEntries(['cap', 'env', 'mac', 'light'].map((label) => [label, nodeDerive(value, letter, label, 32)]));
    expect(derive(value)).toEqual({ room: nodeDerive(value, letter, 'room', 16), ...expected });
  });

  test('all differ when the mode, the host or the secret does', () => {
    const changes: Partial<LinkSecret>[] = [
      {},
      { mode: 'mls' },
      { mode: 'none' },
      { hostFp: new Uint8Array(16) },
      { hostFp: new Uint8Array(0) },
      { s: new Uint8Array(32) },
    ];
    const all = changes.flatMap((change) => Object.values(derive({ ...secret, ...change })));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(30);
  });

  test('no two meanings share a label', () => {
    expect(new Set(Object.values(labels)).size).toBe(Object.keys(labels).length);
  });

  test('the relay keeps the SHA-256 of the capability', () => {
    expect(toHex(capabilityHash(new Uint8Array(32)))).toBe(createHash('sha256').update(new Uint8Array(32)).digest('hex'));
  });
});

describe('a key', () => {
  const key = new Uint8Array(32).fill(3);
  const nodeHash = (label: string): string => createHash('sha256').update(label).update(key).digest('hex');

  test('has a fingerprint, an id and a mark as a host, each as the protocol says', () => {
    expect(toHex(fingerprint(key))).toBe(nodeHash('ctp1 fp'));
    expect(memberId(key)).toBe(nodeHash('ctp1 fp').slice(0, 16));
    expect(toHex(hostFingerprint(key))).toBe(nodeHash('ctp1 host').slice(0, 32));
  });
});

describe('the mac of a credential', () => {
  const macKey = new Uint8Array(32).fill(4);
  const scope = { roomId: ids.room(new Uint8Array(16).fill(5)), gen: 1 };
  const who = { nick: 'ana', conn: ids.conn(new Uint8Array(16).fill(6)), sigPk: new Uint8Array(32).fill(7) };
  const credential = { ...who, mac: credentialMac(macKey, scope, who) };

  test('holds for what it was made for', () => {
    expect(credentialHolds(macKey, scope, credential)).toBe(true);
  });

  test.each([
    ['nick', { nick: 'anb' }],
    ['place', { conn: ids.conn(new Uint8Array(16)) }],
    ['key', { sigPk: new Uint8Array(32) }],
    ['mac', { mac: new Uint8Array(32) }],
    ['length of the mac', { mac: credential.mac.subarray(1) }],
  ])('does not hold with another %s', (_, change) => {
    expect(credentialHolds(macKey, scope, { ...credential, ...change })).toBe(false);
  });

  test('does not hold in another room, another group, or by another link', () => {
    expect(credentialHolds(macKey, { ...scope, roomId: ids.room(new Uint8Array(16)) }, credential)).toBe(false);
    expect(credentialHolds(macKey, { ...scope, gen: 2 }, credential)).toBe(false);
    expect(credentialHolds(new Uint8Array(32), scope, credential)).toBe(false);
  });
});
