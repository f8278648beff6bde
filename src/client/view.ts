import type { SasEmoji } from '../crypto/sas-emoji.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import type { HistoryEntry } from '../protocol/history-body.js';
import type { EndReason } from '../protocol/event.js';
import type { MemberId } from '../protocol/ids.js';
import type { Mode } from '../protocol/mode.js';
import type { Why } from './why.js';

/** A member as people see it. */
export interface ViewMember {
  readonly id: MemberId;
  readonly nick: string;
  /** `nick`, with a piece of the fingerprint behind it when another one looks alike. Unique in the room. Text from outside. */
  readonly shown: string;
  /** 64 hexadecimal characters. */
  readonly fingerprint: string;
  /** `host`: the key's mark stands in the link. */
  readonly role: 'host' | 'guest';
  readonly self: boolean;
  readonly away: boolean;
  /** Somebody at this program has compared the key and found it right. Never of oneself. */
  readonly verified: boolean;
  /** Its messages are no reason to call whoever sits here. */
  readonly muted?: true;
  /** What it says is not shown here. */
  readonly ignored?: true;
}

/** An emoji below a message, and who has put it there, the first of them first. */
export interface Reaction {
  readonly emoji: string;
  readonly by: readonly ViewMember[];
}

/** What a message answers, as far as it is known here; text from outside. Without `from` it is not in the view. */
export interface Quote {
  readonly key?: number;
  readonly from?: ViewMember;
  /** Its beginning, one line; absent when it is gone. */
  readonly text?: string;
}

/** How a file comes, or goes. Bytes are those that have arrived and been checked. */
export type Transfer =
  | { readonly side: 'ours'; readonly state: 'offered' | 'withdrawn'; readonly receivers: readonly Receiver[] }
  /** `offered`: nothing of it has been asked for. `getting` and `waits` (its owner cannot be reached now), `paused` here. */
  | { readonly side: 'theirs'; readonly state: 'offered' | 'getting' | 'waits' | 'paused'; readonly bytes: number }
  /** Whole, as its owner has it: `Files.content`. */
  | { readonly side: 'theirs'; readonly state: 'here' }
  /** `self`: cancelled here. `gone`: its owner is. `corrupt`: it is not what its owner had announced. */
  | { readonly side: 'theirs'; readonly state: 'stopped'; readonly reason: 'self' | 'withdrawn' | 'gone' | 'corrupt' };

/** Somebody who gets a file of ours. */
export interface Receiver {
  readonly member: ViewMember;
  readonly bytes: number;
  readonly state: 'getting' | 'paused' | 'has';
}

/** A file that somebody offers; nothing of it is anywhere before it is asked for. */
export interface ViewFile {
  /** Text from outside: no folder, no control or direction character. */
  readonly name: string;
  /** What its owner says it is, such as `image/png`: lower case ASCII. */
  readonly mime: string;
  readonly bytes: number;
  readonly transfer: Transfer;
}

/** Emoji that are compared with one member, and what came of it. */
export type EmojiState =
  /** `asked`: the other wants to, and waits for a yes. `same` and `different`: somebody here has said so. */
  | { readonly state: 'asked' | 'waiting' | 'same' | 'different' }
  /** To be compared now, as they stand, all of them. Nobody but these two can have the same. */
  | { readonly state: 'show'; readonly emoji: readonly SasEmoji[] }
  /** `peer`: the other has stopped it, or seen others. `gone`: it, or the way to it. `commitment`: what it showed is not what it had promised. */
  | { readonly state: 'stopped'; readonly reason: 'peer' | 'self' | 'late' | 'gone' | 'order' | 'commitment' };

/** One line of the log. Keys rise; an item whose `rev` grew has changed. Every string is text from outside unless it is a closed list. */
export type ViewItem = { readonly key: number; readonly rev: number; /** Milliseconds. */ readonly at: number } & (
  | {
      readonly type: 'message';
      /** 32 hexadecimal characters. */
      readonly id: string;
      /** As it was when the message came. */
      readonly from: ViewMember;
      readonly style: 'said' | 'me';
      readonly text: string;
      /** Rises by one with each message of this view: what is typed behind a command. */
      readonly no: number;
      /** The id of the message that it answers. */
      readonly replyTo?: string;
      readonly quote?: Quote;
      /** It names us. */
      readonly mentioned?: true;
      /** Its writer has written it anew. */
      readonly edited?: true;
      /** Taken back by its writer, or its time is over: text and file are empty. */
      readonly gone?: 'deleted' | 'burned';
      /** How long it may be read, from its arrival here; `until`: on this program's clock, once that runs. */
      readonly burn?: { readonly seconds: number; readonly until?: number };
      readonly reactions?: readonly Reaction[];
      readonly file?: ViewFile;
      /** Between two members alone, who wrote it and `with`. Absent from what the room reads. */
      readonly private?: { readonly with: ViewMember };
      /** Own messages only: `sending` until the relay has ordered it; `failed` when the session ended, or whom it was for left, before. */
      readonly state: 'sending' | 'sent' | 'failed';
    }
  | { readonly type: 'member-joined' | 'member-left' | 'member-away' | 'member-back'; readonly member: ViewMember }
  /** Marked here, for oneself; and no longer. */
  | { readonly type: 'member-verified' | 'member-unverified'; readonly member: ViewMember }
  /** The nick of a verified member that is away or gone, with another key. */
  | { readonly type: 'member-anew'; readonly member: ViewMember }
  /** The host has said that it removes this member, and it is out. `unannounced`: nobody had said so, and it had just been heard. */
  | { readonly type: 'member-removed'; readonly member: ViewMember; readonly by: ViewMember; readonly unannounced?: true }
  | { readonly type: 'member-renamed'; readonly member: ViewMember; readonly before: string }
  | { readonly type: 'topic'; readonly text: string }
  /** The host has given the room another link: `Member.secret`. Who was here has come along, the old one lets nobody in. */
  | { readonly type: 'link-changed' }
  /** What was said before we came, as the host has it. */
  | { readonly type: 'history'; readonly entries: readonly HistoryEntry[] }
  /** So many messages of a member did not arrive here. */
  | { readonly type: 'missing'; readonly member: ViewMember; readonly count: number }
  /** This member was away too long: what was said meanwhile cannot be read. */
  | { readonly type: 'absent'; readonly ms: number }
  | { readonly type: 'warning'; readonly code: MemberErrorCode; readonly why?: Why }
);

/** What a member's program shows: page, terminal and host console draw this and nothing else. */
export interface View {
  readonly phase: 'entering' | 'joined' | 'ended';
  readonly connection: 'online' | 'silent' | 'reconnecting';
  readonly mode: Mode;
  /** The link names a host. */
  readonly hosted: boolean;
  /**
   * The host whose mark is in the link has shown that it is in our group; without a host, another member has, or we made the group. (In
   * modes without a group: the host has been heard, true from the start when the link names none.)
   */
  readonly confirmed: boolean;
  readonly title: string | undefined;
  readonly locked: boolean;
  readonly self: ViewMember;
  /** With oneself; the host first, then in the order in which they came. */
  readonly members: readonly ViewMember[];
  /** At most limits.viewItems; older ones are dropped. */
  readonly items: readonly ViewItem[];
  /** Who is writing now. */
  readonly typing: readonly MemberId[];
  readonly ended: { readonly reason: EndReason; readonly code?: MemberErrorCode } | undefined;
}
