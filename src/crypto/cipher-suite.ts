import type { CiphersuiteImpl } from 'ts-mls/crypto/ciphersuite.js';

/** `length` bytes that nobody can guess. */
type Random = (length: number) => Uint8Array;

/** MLS suite 3: X25519, ChaCha20-Poly1305, SHA-256, Ed25519 (RFC 9420, section 17.1). */
export function makeCipherSuite(random: Random): CiphersuiteImpl {
  void random;
  throw new Error('not written yet');
}
