import type { GroupSetup } from '../../../crypto/group-types.js';
import { sha256 } from '../../../crypto/hash.js';
import type { SecretBytes } from '../../../crypto/secret-bytes.js';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { concat, equal, toHex } from '../../../protocol/bytes.js';
import { encodeUtf8 } from '../../../protocol/utf8.js';
import type { Scope } from './scope.js';

/** What a group of two trusts: two keys, and the secret of one epoch of the room. */
export function pairSetup(scope: Scope, peer: Uint8Array, epoch: number, secret: SecretBytes): GroupSetup {
  const { suite, aad } = scope.setup;
  return {
    suite,
    aad: concat(aad, encodeUtf8('dm')),
    psk: { id: encodeUtf8(`ctp1/dm/${scope.place.gen}/${epoch}`), secret },
    trust: (identity, sigPk) => (equal(sigPk, scope.sigPk) || equal(sigPk, peer)) && scope.vouchesFor(identity, sigPk, 'dm'),
  };
}

/** The id of every group that this pair ever has in a generation. */
export function pairId(scope: Scope, peer: Uint8Array): Uint8Array {
  const keys = [scope.sigPk, peer].toSorted((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
  return new ByteWriter()
    .raw(encodeUtf8('dm'))
    .u32(scope.place.gen)
    .raw(sha256(...keys))
    .done();
}
