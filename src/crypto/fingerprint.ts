import { ids, type MemberId } from '../protocol/ids.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { sha256 } from './hash.js';
import { labels } from './labels.js';

/** Fingerprint of a member's signature key: 32 bytes (docs/protocol.md, "Identity"). */
export const fingerprint = (sigPk: Uint8Array): Uint8Array => sha256(encodeUtf8(labels.fingerprint), sigPk);

export const memberId = (sigPk: Uint8Array): MemberId => ids.member(fingerprint(sigPk));

/** The mark of the host that stands in the link: 16 bytes. */
export const hostFingerprint = (sigPk: Uint8Array): Uint8Array => sha256(encodeUtf8(labels.host), sigPk).slice(0, 16);
