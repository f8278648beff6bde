import type { LinkKey } from '../core/relay/relay-event.js';
import { limits } from '../protocol/limits.js';
import type { Batch } from './batch.js';
import type { Link } from './link.js';

interface Entry {
  readonly link: Link;
  /** Pings since the last answer. */
  unanswered: number;
  /** It was sent what it had missed, which may be more than a queue holds. */
  catchingUp: boolean;
  /** It was told that it has a place. */
  seated: boolean;
}

/** Pings without an answer after which a connection counts as broken. */
const MISSED_MOST = 2;

/** Who is connected, by number, and how much each may have waiting. */
export class LinkTable {
  readonly #entries = new Map<LinkKey, Entry>();
  #last = 0;

  get size(): number {
    return this.#entries.size;
  }

  add(link: Link): LinkKey {
    this.#last += 1;
    this.#entries.set(this.#last, { link, unanswered: 0, catchingUp: false, seated: false });
    return this.#last;
  }

  /** It has a place. */
  seat(key: LinkKey): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.seated) return;
    entry.seated = true;
    entry.link.seated();
  }

  /** Forgets it: from here on nothing is written to it. */
  take(key: LinkKey): Link | undefined {
    const link = this.#entries.get(key)?.link;
    this.#entries.delete(key);
    return link;
  }

  has(key: LinkKey): boolean {
    return this.#entries.has(key);
  }

  /** To one, who may have more waiting for it than a broadcast would allow: what it missed is sent in one go. */
  send(key: LinkKey, batch: Batch): 'sent' | 'too-slow' {
    const entry = this.#entries.get(key);
    if (entry === undefined) return 'sent';
    if (entry.link.backlog > limits.queueBytes) entry.catchingUp = true;
    if (isTooSlow(entry)) return 'too-slow';
    entry.link.write(batch);
    return 'sent';
  }

  /** To many; answers who was left out, because too much waits for it. */
  sendAll(keys: readonly LinkKey[], batch: Batch): readonly LinkKey[] {
    const slow: LinkKey[] = [];
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry === undefined) continue;
      if (isTooSlow(entry)) slow.push(key);
      else entry.link.write(batch);
    }
    return slow;
  }

  /** To many but `sender`, without those that have much waiting. `left` runs once, later: when it has left for all. */
  sendBulk(keys: readonly LinkKey[], sender: LinkKey, batch: Batch, left: () => void): void {
    const entries = keys.filter((key) => key !== sender).map((key) => this.#entries.get(key));
    const quick = entries.filter((entry) => entry !== undefined).filter(({ link }) => link.backlog <= limits.bulkQueueBytes);
    let waiting = quick.length;
    if (waiting === 0) queueMicrotask(left);
    for (const { link } of quick) {
      link.write(batch, () => {
        waiting -= 1;
        if (waiting === 0) left();
      });
    }
  }

  alive(key: LinkKey): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.unanswered = 0;
  }

  /** Pings everybody; answers who has not answered the last ones and is not asked again. */
  ping(): readonly LinkKey[] {
    const dead: LinkKey[] = [];
    for (const [key, entry] of this.#entries) {
      if (entry.unanswered >= MISSED_MOST) {
        dead.push(key);
        continue;
      }
      entry.unanswered += 1;
      entry.link.ping();
    }
    return dead;
  }
}

function isTooSlow(entry: Entry): boolean {
  const { backlog } = entry.link;
  if (backlog <= limits.queueBytes) {
    entry.catchingUp = false;
    return false;
  }
  return !entry.catchingUp || backlog > limits.queueBytes + limits.resumeBytes;
}
