import { toHex } from '../protocol/bytes.js';
import { parseHistory } from '../protocol/history-body.js';
import { limits } from '../protocol/limits.js';
import type { Payload } from '../protocol/payload.js';
import { decodeUtf8 } from '../protocol/utf8.js';
import type { Removals } from './removals.js';
import type { ViewMember } from './view.js';
import type { NewItem, ViewLog } from './view-log.js';

const MEMBER_ID = 8;
const LINK_SECRET = 32;

export interface HostWordsOptions {
  readonly log: ViewLog;
  readonly add: (item: Omit<Extract<NewItem, { type: 'history' }>, 'at'>) => void;
  readonly setTitle: (title: string) => void;
  readonly removals: Removals;
  /** The room goes on under a link with this secret (32 bytes). */
  readonly rotated: (s: Uint8Array) => void;
  readonly ended: () => void;
}

/** What the host alone may say of the room. */
export class HostWords {
  readonly #options: HostWordsOptions;

  constructor(options: HostWordsOptions) {
    this.#options = options;
  }

  /** False: it is not believed. */
  heard(from: ViewMember, { kind, body }: Payload): boolean {
    if (from.role !== 'host') return false;
    switch (kind) {
      case 'topic':
        return this.#title(body);
      case 'history':
        return this.#history(body);
      case 'kick':
        if (body.length === MEMBER_ID) this.#options.removals.note(toHex(body), from);
        return body.length === MEMBER_ID;
      case 'rotate':
        if (body.length === LINK_SECRET) this.#options.rotated(body.slice());
        return body.length === LINK_SECRET;
      case 'end':
        this.#options.ended();
        return true;
      default:
        return false;
    }
  }

  #title(body: Uint8Array): boolean {
    const title = body.length > limits.titleBytes ? undefined : decodeUtf8(body);
    if (title !== undefined) this.#options.setTitle(title);
    return title !== undefined;
  }

  /** Once: a second one could be another. */
  #history(body: Uint8Array): boolean {
    const { log, add } = this.#options;
    const entries = parseHistory(body);
    if (entries.ok && log.items.every(({ type }) => type !== 'history')) add({ type: 'history', entries: entries.value });
    return entries.ok;
  }
}
