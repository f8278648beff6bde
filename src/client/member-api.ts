import type { LinkSecret } from '../crypto/link.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { EndReason } from '../protocol/event.js';
import type { MemberId } from '../protocol/ids.js';
import type { Parsed } from '../protocol/parsed.js';
import type { Clock } from '../core/ports/clock.js';
import type { Random } from '../core/ports/random.js';
import type { Connect } from '../core/ports/transport.js';
import type { EmojiState, View, ViewItem, ViewMember } from './view.js';

export interface MemberOptions {
  /** Its `s` is taken over: it is overwritten at the end. */
  readonly secret: LinkSecret;
  /** Valid (parseNick). */
  readonly nick: string;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * The host member only: its signature seed (32 bytes, taken over), how many the room may hold, and how many of the last messages a
   * newcomer is given (mode `mls`). It opens the room.
   */
  readonly host?: { readonly seed: Uint8Array; readonly maxMembers: number; readonly title?: string; readonly history?: number };
  /** From a link that makes a room: opens this one with the first HELLO. 16 bytes. */
  readonly ticket?: Uint8Array;
  /** How long a member that had joined tries to come back before it gives the host up. Milliseconds. */
  readonly giveUpMs: number;
}

/** `state`: an own message was sent, or not delivered. `quote`: what it answers has changed. `transfer`: of its file. */
export type ItemChange = 'state' | 'edited' | 'gone' | 'reactions' | 'quote' | 'transfer';

/** What somebody wants to say. */
export interface Saying {
  readonly text: string;
  readonly style?: 'said' | 'me';
  /** The id of a message. */
  readonly replyTo?: string;
  /** Seconds that it may be read, from its arrival on each screen: at most limits.burnSeconds. */
  readonly burn?: number;
}

/** A file to be offered: where its bytes come from. */
export interface FileSource {
  /** As its owner calls it; a path, and what cannot be seen, is left away. */
  readonly name: string;
  /** Empty when it is not known. */
  readonly mime: string;
  readonly bytes: number;
  /** The bytes from `from` up to, not with, `to`. Rejects when they cannot be read. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** Files of the room. Items are named by their key in the view; each answer's `reason` is a MemberErrorCode. */
export interface Files {
  /** Tells the room, or one member alone, that there is this file; its bytes go to who asks for them. The value is the item's key. */
  offer(source: FileSource, to?: MemberId): Promise<Parsed<number>>;
  /** Asks for a file, or goes on with it. */
  get(key: number): Parsed<number>;
  /** Asks for no more of it for now. */
  pause(key: number): void;
  /** Gives up what is on its way or here; of our own: takes the offer back. */
  cancel(key: number): void;
  /** The whole file, once it is here. It stays the member's: overwritten when it is cancelled, and at the end. */
  content(key: number): Uint8Array | undefined;
}

/** What happens to a member, in order. After `ended` nothing follows. */
export type MemberEvent =
  /** In the room; who is here is in the view. */
  | { readonly type: 'joined' }
  | { readonly type: 'confirmed' }
  /** An item was added to the view. */
  | { readonly type: 'item'; readonly item: ViewItem }
  /** An item of the view changed; `by`: who has done it, where that is somebody. */
  | { readonly type: 'item-changed'; readonly item: ViewItem; readonly change: ItemChange; readonly by?: ViewMember }
  /** Members, typing, connection, title or lock changed. */
  | { readonly type: 'changed' }
  /** Emoji that are compared with a member: what to do now, or what came of it. */
  | { readonly type: 'emoji'; readonly member: ViewMember; readonly emoji: EmojiState }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly code?: MemberErrorCode };

/** A member's fingerprint, for people to compare. */
export interface MemberCodes {
  readonly words: string;
  readonly digits: string;
  readonly qr: string;
}

/** What members read to each other to know who is who: docs/protocol.md, "Verification". */
export interface Codes {
  /** `undefined`: nobody here has this id. */
  member(id: MemberId): MemberCodes | undefined;
  /** The same number on the other's screen. `undefined` of oneself, and of who is not here. */
  pair(id: MemberId): string | undefined;
  /** The same words on every member's screen, until someone comes or goes. `undefined` in modes without a group, and out of it. */
  room(): string | undefined;
  /** Any form of the member's fingerprint, or the number of the pair. `unreadable` is no alarm: no whole code. */
  check(id: MemberId, typed: string): 'same' | 'different' | 'unreadable';
}

/** One member of a room, from connecting to its end. Made by `createMember`, which connects at once. */
export interface Member {
  readonly view: View;
  /** Of the link that leads to the room now. Its bytes are the member's: overwritten when the link changes, and at the end. */
  readonly secret: LinkSecret;
  /** Messages that the relay has not ordered yet. Whoever reads many from somewhere pauses while they are more than a few hundred. */
  readonly waiting: number;
  on(listener: (event: MemberEvent) => void): () => void;
  /** Sends a message, or keeps it until the connection is back. The value is the message's id. `reason` is a MemberErrorCode. */
  say(message: Saying): Parsed<string>;
  /** Says something to one member alone, as `say`; `reason` is a MemberErrorCode: also PRIVATE_NONE, MEMBER_UNKNOWN, MEMBER_LEFT. */
  tell(to: MemberId, message: Saying): Parsed<string>;
  /**
   * Puts an emoji below the message with this key of the view, in place of our own that is there; `undefined` takes that away. `reason`:
   * MESSAGE_UNKNOWN (also of one that is gone), EMOJI_UNKNOWN, RATE, NOT_DELIVERED; of what is between two also PART_MISSING, MEMBER_LEFT.
   */
  react(key: number, emoji: string | undefined): Parsed<string>;
  /** Writes an own message anew. `reason`: as `react`, and as `say`. */
  edit(key: number, text: string): Parsed<string>;
  /** Takes an own message, or the offer of a file, back. `reason`: as `react`. */
  remove(key: number): Parsed<string>;
  /** Offers, and files that were offered. Only once `filesPart` is there. */
  readonly files: Files;
  /** What this member says from now on is not shown here, or is. False: nobody else here has this id. */
  ignore(id: MemberId, ignored: boolean): boolean;
  /** This member's messages are no reason for a notification, or are. False: as `ignore`. */
  mute(id: MemberId, muted: boolean): boolean;
  /** `reason` is a MemberErrorCode; the first `why` for people is in parseNick. */
  rename(nick: string): Parsed<string>;
  /** Call on each key stroke and when the input is emptied; it limits itself. */
  typing(active: boolean): void;
  /** The page came back to the front, or the network is back: ask at once whether the connection lives. */
  probe(): void;
  /** Only once `codesPart` is there. */
  readonly codes: Codes;
  /** Notes that somebody here has compared this member's key, or has not. False: nobody else here has this id. */
  mark(id: MemberId, verified: boolean): boolean;
  /** Wants to compare emoji with this member, or says yes to it. `reason`: PRIVATE_NONE, MEMBER_UNKNOWN, PART_MISSING, NOT_DELIVERED. */
  compare(id: MemberId): Parsed<MemberId>;
  /** What is being compared with it; `undefined`: nothing. */
  emoji(id: MemberId): EmojiState | undefined;
  /** The same emoji on both screens marks the member, others take the mark away. Without an answer, or before they are shown: leaves it. */
  answer(id: MemberId, same: boolean | undefined): void;
  /** True when all that was said has been ordered; false when the time was up, or the member has ended, before. */
  flush(ms: number): Promise<boolean>;
  /** Host only: lets nobody else in, or again. False: not at once; who is on the way to another link of the room is waited for. */
  lock(locked: boolean): boolean;
  /**
   * Host only: ends this member's place and removes it from the group. Its key is let in no more; who has the link can come back with
   * another. False: nobody else here has this id.
   */
  kick(id: MemberId): boolean;
  /**
   * Host only: gives the room another link, once those who are to go are out of the group, and moves all who are in it there; an item
   * `link-changed` says when. False: only the host can, and only where who has the old link cannot read the new one (mode `mls`).
   */
  rotate(): boolean;
  /** Host only: says inside the group that the session ends. Resolves when the relay has it, or after `ms`. */
  end(ms: number): Promise<void>;
  /** Says goodbye, closes, wipes; the `ended` event has this reason. Once: later calls do nothing. */
  leave(reason?: EndReason): void;
  /** Overwrites every key and drops the view; what was overwritten. */
  wipe(): { readonly keys: number; readonly bytes: number };
}
