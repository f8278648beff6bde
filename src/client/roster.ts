import { fingerprint } from '../crypto/fingerprint.js';
import { toHex } from '../protocol/bytes.js';
import type { ConnId, MemberId } from '../protocol/ids.js';
import type { Identity } from './cipher/room-cipher.js';
import { Marks } from './marks.js';
import { NICK_MARK } from '../protocol/nick.js';
import { shownNames } from './shown-names.js';
import type { ViewMember } from './view.js';

/** Whether a member is read here, and whether it may call whoever sits here. */
export interface Heed {
  readonly ignored?: boolean;
  readonly muted?: boolean;
}

interface Entry {
  identity: Identity;
  readonly fingerprint: string;
  readonly host: boolean;
  readonly self: boolean;
  away: boolean;
  /** Seen before our own break, and not since. */
  stale: boolean;
  heed: Heed;
  view: ViewMember;
}

/** Who is here, by key and by place, with names that differ. */
export class Roster {
  readonly #entries = new Map<MemberId, Entry>();
  readonly #marks = new Marks();

  /** The host first, then in the order in which they came. */
  get views(): readonly ViewMember[] {
    const views = [...this.#entries.values()].map(({ view }) => view);
    return views.toSorted((a, b) => Number(b.role === 'host') - Number(a.role === 'host'));
  }

  get size(): number {
    return this.#entries.size;
  }

  get self(): ViewMember | undefined {
    return [...this.#entries.values()].find(({ self }) => self)?.view;
  }

  get(id: MemberId): ViewMember | undefined {
    return this.#entries.get(id)?.view;
  }

  keyOf(id: MemberId): Uint8Array | undefined {
    return this.identityOf(id)?.sigPk;
  }

  identityOf(id: MemberId): Identity | undefined {
    return this.#entries.get(id)?.identity;
  }

  /** Its key has been compared, or not. Answers how it is seen now; undefined for ourselves and who is not here. */
  mark(id: MemberId, verified: boolean): ViewMember | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.self) return undefined;
    this.#marks.set(entry.view, verified);
    this.#redraw();
    return entry.view;
  }

  /** False for ourselves and who is not here. */
  heed(id: MemberId, heed: Heed): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.self) return false;
    entry.heed = { ...entry.heed, ...heed };
    this.#redraw();
    return true;
  }

  /** Who has come by the nick of a verified member that is away or gone, with another key: each once. */
  returned(): readonly ViewMember[] {
    return this.#marks.size === 0 ? [] : this.#marks.returned(this.views);
  }

  /** Who claims this place: one, or two when one of them lies. */
  at(conn: ConnId): readonly ViewMember[] {
    return this.#at(conn).map(({ view }) => view);
  }

  /** Answers how the member was seen before; undefined for a new one. */
  put(identity: Identity, facts: { readonly host: boolean; readonly self: boolean }): ViewMember | undefined {
    const known = this.#entries.get(identity.id);
    if (known === undefined) {
      const view = { id: identity.id, nick: identity.nick, shown: identity.nick, role: 'guest', away: false, verified: false } as const;
      const print = toHex(fingerprint(identity.sigPk));
      const { host, self } = facts;
      this.#entries.set(identity.id, {
        identity,
        fingerprint: print,
        host,
        self,
        away: false,
        stale: false,
        heed: {},
        view: { ...view, fingerprint: print, self },
      });
    } else {
      Object.assign(known, { identity, away: false, stale: false });
    }
    const before = known?.view;
    this.#redraw();
    return before;
  }

  /** Someone who never came to be here, as it called itself. */
  stranger({ id, nick, sigPk }: Identity): ViewMember {
    const shown = `${nick}${NICK_MARK}${id.slice(0, 4)}`;
    return { id, nick, shown, fingerprint: toHex(fingerprint(sigPk)), role: 'guest', self: false, away: false, verified: false };
  }

  rename(id: MemberId, nick: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.identity = { ...entry.identity, nick };
    this.#redraw();
  }

  /** Answers whom it changed. */
  setAway(conn: ConnId, away: boolean): readonly ViewMember[] {
    const changed = this.#at(conn).filter((entry) => !entry.self && entry.away !== away);
    for (const entry of changed) entry.away = away;
    if (changed.length > 0) this.#redraw();
    return changed.map(({ view }) => view);
  }

  remove(id: MemberId): ViewMember | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.self) return undefined;
    this.#entries.delete(id);
    this.#redraw();
    return entry.view;
  }

  /** We stand at a new place: everybody else must show again that it is here. */
  markStale(): void {
    for (const entry of this.#entries.values()) entry.stale = !entry.self;
  }

  get stale(): readonly ViewMember[] {
    return [...this.#entries.values()].filter(({ stale }) => stale).map(({ view }) => view);
  }

  /** Who was here before our own break, with its connection too, and is not yet here again. */
  get returning(): boolean {
    return [...this.#entries.values()].some(({ stale, away }) => stale && !away);
  }

  clear(): void {
    this.#entries.clear();
    this.#marks.clear();
  }

  #at(conn: ConnId): readonly Entry[] {
    return [...this.#entries.values()].filter(({ identity }) => identity.conn === conn);
  }

  #redraw(): void {
    const named = [...this.#entries.values()].map(({ identity, host }) => ({ id: identity.id, nick: identity.nick, host }));
    const shown = shownNames(named);
    for (const entry of this.#entries.values()) {
      const { id, nick } = entry.identity;
      const { self, away, fingerprint: print } = entry;
      const role = entry.host ? 'host' : 'guest';
      const verified = !self && this.#marks.has(print);
      const { ignored, muted } = entry.heed;
      const heed = { ...(ignored === true ? { ignored } : {}), ...(muted === true ? { muted } : {}) };
      entry.view = { id, nick, shown: shown.get(id) ?? nick, fingerprint: print, role, self, away, verified, ...heed };
    }
  }
}
