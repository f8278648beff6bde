import { fingerprintCodes, pairNumber, roomWords } from '../crypto/codes.js';
import { fingerprint } from '../crypto/fingerprint.js';
import { matchCode } from '../crypto/typed-code.js';
import type { MemberId } from '../protocol/ids.js';
import type { Codes, MemberCodes } from './member-api.js';

export interface RoomCodesParts {
  readonly own: Uint8Array;
  /** Of whoever is here, with ourselves. */
  readonly keyOf: (id: MemberId) => Uint8Array | undefined;
  readonly isOwn: (id: MemberId) => boolean;
  readonly room: () => Uint8Array | undefined;
}

/** What the members of a room read to each other: docs/protocol.md, "Verification". */
export class RoomCodes implements Codes {
  readonly #parts: RoomCodesParts;

  constructor(parts: RoomCodesParts) {
    this.#parts = parts;
  }

  member(id: MemberId): MemberCodes | undefined {
    const key = this.#parts.keyOf(id);
    if (key === undefined) return undefined;
    const print = fingerprint(key);
    return { words: fingerprintCodes.words(print), digits: fingerprintCodes.digits(print), qr: fingerprintCodes.qr(print) };
  }

  pair(id: MemberId): string | undefined {
    const key = this.#parts.keyOf(id);
    return key === undefined || this.#parts.isOwn(id) ? undefined : pairNumber(this.#parts.own, key);
  }

  room(): string | undefined {
    const code = this.#parts.room();
    return code === undefined ? undefined : roomWords(code);
  }

  check(id: MemberId, typed: string): ReturnType<Codes['check']> {
    const codes = this.member(id);
    const pair = this.pair(id);
    if (codes === undefined) return 'unreadable';
    return matchCode(typed, [codes.words, codes.digits, codes.qr, ...(pair === undefined ? [] : [pair])]);
  }
}
