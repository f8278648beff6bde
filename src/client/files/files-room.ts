import type { Clock } from '../../core/ports/clock.js';
import type { Random } from '../../core/ports/random.js';
import type { ConnId, MemberId } from '../../protocol/ids.js';
import type { MemberErrorCode } from '../../protocol/member-error.js';
import type { Parsed } from '../../protocol/parsed.js';
import type { FrameHead } from '../cipher/room-cipher.js';
import type { Offers } from '../offers.js';
import type { Transfer, ViewFile, ViewMember } from '../view.js';

/** What files need of a member. */
export interface FilesRoom {
  readonly clock: Clock;
  readonly random: Random;
  readonly offers: Offers;
  /** Of frames that can go out now; `undefined`: there is no way to the room, or we are not in it. */
  readonly head: () => FrameHead | undefined;
  /** A frame that nobody acknowledges. */
  readonly send: (frame: Uint8Array) => void;
  /** Says an `offer` to the room, or to one alone, and shows it; the reason is a MemberErrorCode. */
  readonly offer: (body: Uint8Array, file: Omit<ViewFile, 'transfer'>, to?: MemberId) => Parsed<Offered>;
  /** Says a `file` to one member: in the room, or in the group of two. */
  readonly tell: (to: MemberId, body: Uint8Array, privately: boolean) => void;
  /** Says a `file` to the room. */
  readonly tellAll: (body: Uint8Array) => void;
  /** `undefined`: it is not here. */
  readonly member: (id: MemberId) => ViewMember | undefined;
  /** Where it can be reached now. */
  readonly placeOf: (id: MemberId) => ConnId | undefined;
  /** The file of an item that is still shown. */
  readonly shows: (key: number) => boolean;
  readonly setTransfer: (key: number, transfer: Transfer) => void;
  readonly warn: (code: MemberErrorCode, why: string) => void;
}

/** An own offer: the key of its item, and the id of its message (16 bytes). */
export interface Offered {
  readonly key: number;
  readonly id: Uint8Array;
}
