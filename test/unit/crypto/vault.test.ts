import { describe, expect, test } from 'vitest';
import { SecretBytes } from '../../../src/crypto/secret-bytes.js';
import { Vault } from '../../../src/crypto/vault.js';

describe('a secret', () => {
  test('is overwritten with zeros by wipe, and reading it then throws', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const secret = new SecretBytes(bytes);
    expect(secret.bytes).toBe(bytes);
    expect(secret.wipe()).toBe(3);
    expect(bytes).toEqual(new Uint8Array(3));
    expect(() => secret.bytes).toThrow('a wiped secret was read');
  });

  test('that is wiped twice was overwritten once', () => {
    const secret = new SecretBytes(Uint8Array.of(1));
    expect([secret.wipe(), secret.wipe()]).toEqual([1, 0]);
  });

  test('does not show its bytes where objects are printed', () => {
    expect(JSON.stringify(new SecretBytes(Uint8Array.of(42)))).toBe('{}');
  });
});

describe('a vault', () => {
  test('ends every secret it holds and says how many', () => {
    const vault = new Vault();
    const arrays = [new Uint8Array(32).fill(1), new Uint8Array(16).fill(2)];
    const secrets = arrays.map((bytes) => vault.hold(bytes));
    expect(vault.wipe()).toEqual({ keys: 2, bytes: 48 });
    expect(arrays).toEqual([new Uint8Array(32), new Uint8Array(16)]);
    for (const secret of secrets) expect(() => secret.bytes).toThrow('wiped');
    expect(vault.wipe()).toEqual({ keys: 0, bytes: 0 });
  });

  test('wipes at once what comes after its end', () => {
    const vault = new Vault();
    vault.wipe();
    const late = new Uint8Array(32).fill(1);
    const secret = vault.hold(late);
    expect(late).toEqual(new Uint8Array(32));
    expect(() => secret.bytes).toThrow('wiped');
  });
});
