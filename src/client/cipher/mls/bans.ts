import { toHex } from '../../../protocol/bytes.js';
import type { ConnId } from '../../../protocol/ids.js';
import { limits } from '../../../protocol/limits.js';
import type { Identity } from '../room-cipher.js';

const MOST = 4 * limits.membersMost;

/** Whom the host lets in no more: by key, which lasts as long as the session, and by place. Who has the link can come with another key. */
export class Bans {
  readonly #keys = new Set<string>();
  readonly #conns = new Set<ConnId>();
  /** Nobody at all is let in now; who is in stays. */
  all = false;

  add({ sigPk, conn }: Identity): void {
    put(this.#keys, toHex(sigPk));
    put(this.#conns, conn);
  }

  has({ sigPk, conn }: Pick<Identity, 'sigPk' | 'conn'>): boolean {
    return this.#keys.has(toHex(sigPk)) || this.#conns.has(conn);
  }
}

function put<T>(set: Set<T>, value: T): void {
  set.add(value);
  const [oldest] = set;
  if (oldest !== undefined && set.size > MOST) set.delete(oldest);
}
