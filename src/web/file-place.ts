import { formatLink, parseLink, type Link } from '../crypto/link.js';
import type { LinkErrorCode } from '../protocol/link-error.js';
import { isAuthentic } from './authentic.js';
import { entranceWith, type Entrance } from './entrance.js';
import { nearnessOf } from './near-address.js';
import type { Place } from './place.js';
import { pasteWords } from './screens/paste-words.js';

/** The page as a file (client.html): no address gave it code, and the link is kept in no address and no history. */
export class FilePlace implements Place {
  readonly origin = undefined;
  #link: string | undefined;

  entrance(): Entrance {
    // Put on a web server without https, the file is as good as any page from there.
    if (!isAuthentic()) return { state: 'insecure' };
    if (this.#link === undefined) return { state: 'no-key', why: 'file' };
    const link = parseLink(this.#link);
    if (!link.ok) return { state: 'no-key', why: link.reason as LinkErrorCode };
    const { origin, secret } = link.value;
    const { protocol, hostname, host } = new URL(origin);
    const nearness = protocol === 'http:' ? nearnessOf(hostname) : 'private';
    if (nearness === 'far') return { state: 'no-key', why: 'INSECURE_ORIGIN' };
    const leads = (): string => pasteWords.leads.replace('{host}', host);
    const notices = nearness === 'network' ? [leads, () => pasteWords.near] : [leads];
    return entranceWith({ ok: true, value: secret }, origin, notices);
  }

  open({ origin, secret }: Link): void {
    this.#link = URL.canParse(origin) ? formatLink(origin, secret) : origin;
  }

  forget(): void {
    this.#link = undefined;
  }
}
