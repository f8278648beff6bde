import type { Mode } from './mode.js';

/** A member as the NDJSON events name it. */
export interface EventMember {
  readonly id: string;
  readonly nick: string;
  readonly fingerprint: string;
  readonly role: 'host' | 'guest';
  /** Somebody at this program has compared its key. */
  readonly verified?: true;
}

export interface WipeReceipt {
  readonly ms: number;
  readonly sockets: number;
  readonly keys: number;
  readonly bytes: number;
  readonly children: number;
  readonly filesLeft: number;
  readonly logs: 'none' | 'deleted' | 'kept';
  readonly complete: boolean;
}

export type EndReason =
  | 'signal'
  | 'command'
  | 'ttl'
  | 'idle'
  | 'kicked'
  | 'banned'
  | 'host-ended'
  | 'host-gone'
  | 'refused'
  | 'unreachable'
  | 'error';

interface Words {
  readonly code: string;
  readonly text: string;
  readonly hint: string;
}

/** What names a message: anybody may choose an id, so `no`, which rises with each message here, says which of them. */
interface EventMessage {
  readonly id: string;
  readonly no: number;
  readonly from: EventMember;
  /** Between two alone: `from` and `to`. */
  readonly private?: true;
  readonly to?: EventMember;
  readonly own?: true;
}

/** What `--json` prints: docs/cli.md, "Events". The one place where event types are declared. */
export type ChatEvent =
  | {
      readonly event: 'ready';
      readonly url: string;
      readonly localUrl: string;
      readonly lanUrl?: string;
      readonly reach: 'public' | 'lan' | 'local';
      /** Absent with `blind`: there is no room yet. */
      readonly roomId?: string;
      readonly blind?: true;
      readonly name: string;
      readonly pid: number;
      readonly encryption: Mode;
      readonly assets: { readonly sha256: string };
    }
  | { readonly event: 'tunnel'; readonly door: string; readonly state: string; readonly url?: string }
  | { readonly event: 'guests'; readonly count: number }
  /** The link of a room that this member has made. */
  | { readonly event: 'made'; readonly url: string }
  | {
      readonly event: 'joined';
      readonly roomId: string;
      readonly self: EventMember;
      readonly members: readonly EventMember[];
      readonly encryption: Mode;
      readonly confirmed: boolean;
      readonly safetyCode?: string;
    }
  | { readonly event: 'confirmed' }
  /** The room has another link, by which its members have come along; of `start` all that `ready` says of links. */
  | {
      readonly event: 'link-changed';
      readonly url: string;
      readonly localUrl?: string;
      readonly lanUrl?: string;
      readonly reach?: 'public' | 'lan' | 'local';
      readonly roomId: string;
    }
  /** The host has removed it: `by`. `unannounced`: `by` did, it had just been heard, and nobody had said why. */
  | ({ readonly event: 'member-removed'; readonly by: EventMember; readonly unannounced?: true } & EventMember)
  | ({ readonly event: 'member-joined' | 'member-left' | 'member-renamed' | 'member-away' | 'member-back' } & EventMember)
  /** `member-anew`: with the nick of a verified member that is away or gone, and another key. */
  | ({ readonly event: 'member-verified' | 'member-unverified' | 'member-anew' } & EventMember)
  /** Emoji compared with a member: src/client/view.ts, EmojiState. */
  | ({
      readonly event: 'emoji';
      readonly state: 'asked' | 'waiting' | 'show' | 'same' | 'different' | 'stopped';
      readonly emoji?: readonly { readonly symbol: string; readonly name: string }[];
      readonly reason?: string;
    } & EventMember)
  | ({
      readonly event: 'message';
      readonly kind: 'text' | 'me' | 'file';
      readonly text: string;
      readonly replyTo?: string;
      /** It names us. */
      readonly mentioned?: true;
      /** Written anew before it came here. */
      readonly edited?: true;
      /** Seconds that it may be read. */
      readonly burn?: number;
      readonly file?: { readonly name: string; readonly mime: string; readonly bytes: number };
    } & EventMessage)
  | ({ readonly event: 'message-edited'; readonly text: string } & EventMessage)
  /** Taken back by its writer, or its time is over. */
  | ({ readonly event: 'message-gone'; readonly reason: 'deleted' | 'burned' } & EventMessage)
  /** All that stand below it now; `by` has changed its own. */
  | ({
      readonly event: 'reactions';
      readonly reactions: readonly { readonly emoji: string; readonly by: readonly EventMember[] }[];
      readonly by?: EventMember;
    } & EventMessage)
  /** How a file comes, or who gets ours: src/client/view.ts, Transfer. */
  | ({
      readonly event: 'file';
      readonly state: 'offered' | 'withdrawn' | 'getting' | 'waits' | 'paused' | 'here' | 'stopped';
      readonly bytes?: number;
      readonly reason?: 'self' | 'withdrawn' | 'gone' | 'corrupt';
      readonly receivers?: readonly {
        readonly member: EventMember;
        readonly state: 'getting' | 'paused' | 'has';
        readonly bytes: number;
      }[];
    } & EventMessage)
  | { readonly event: 'missing'; readonly from: EventMember; readonly count: number }
  | { readonly event: 'topic'; readonly text: string }
  | {
      readonly event: 'history';
      readonly entries: readonly { readonly at: string; readonly nick: string; readonly kind: 'text' | 'me'; readonly text: string }[];
    }
  | { readonly event: 'connection'; readonly state: 'online' | 'silent' | 'reconnecting' }
  | ({ readonly event: 'warning' | 'error' } & Words)
  /** One check of `doctor`, or one thing that `verify` looked at. */
  | {
      readonly event: 'finding';
      readonly check: string;
      readonly state: 'ok' | 'note' | 'problem';
      readonly text: string;
      readonly fix?: string;
      readonly details?: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly event: 'checked'; readonly ok: number; readonly notes: number; readonly problems: number }
  /** `served`: of a whole build that is not of this version. */
  | {
      readonly event: 'verified';
      readonly origin: string;
      readonly same: boolean;
      readonly differences: number;
      readonly assets: { readonly sha256: string };
      readonly served?: { readonly sha256: string };
    }
  | { readonly event: 'written'; readonly path: string; readonly bytes: number; readonly sha256: string }
  /** One thing that `cleanup` ended or removed, or could not. */
  | { readonly event: 'removed'; readonly what: string; readonly name: string }
  | { readonly event: 'not-removed'; readonly what: string; readonly name: string; readonly why: string }
  | { readonly event: 'cleaned'; readonly removed: number; readonly notRemoved: number }
  | { readonly event: 'ended'; readonly reason: EndReason; readonly code?: string; readonly wipe?: WipeReceipt };
