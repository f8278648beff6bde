import { plainPart } from '../../client/plain-part.js';
import { commitPart } from '../../crypto/commit-part.js';
import type { LinkSecret } from '../../crypto/link.js';
import { together, type Part } from '../../protocol/part.js';
import { dialogsPart } from './dialogs-part.js';

/** What a member needs in such a room beside the room itself: where there is no host, whoever is first makes the group. */
export function memberParts({ mode, hostFp }: LinkSecret, ticket: Uint8Array | undefined): Part<true> {
  if (mode !== 'mls') return plain;
  // Who makes a room is shown its link at once.
  if (ticket !== undefined) return making;
  return hostFp.length === 0 ? first : together([]);
}

const plain = together([plainPart]);
const making = together([commitPart, dialogsPart]);
const first = together([commitPart]);
