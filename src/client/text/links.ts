import { isUnsafe } from '../../protocol/unsafe-text.js';

/** An address as the WHATWG URL standard takes it apart: what browsers and Node have as `URL`. */
export interface UrlParts {
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  readonly pathname: string;
}

/** `undefined`: no address. */
export type ParseUrl = (text: string) => UrlParts | undefined;

/** An address in a message: `text` as it was written, `href` as a browser understands it, in ASCII only. */
export interface MessageLink {
  readonly text: string;
  readonly href: string;
}

/** More than these in one message, and longer ones, stay text: whoever writes them pays less than who must draw them. */
export const LINKS_MOST = 50;
const LINK_CHARACTERS = 2_048;

/** What may open: nothing that runs or reads anything here. */
const SCHEME = /https?:\/\/|mailto:/giu;
/** Before a scheme these make it a part of something else, such as of another address. */
const INSIDE = /[\w+\-.:/\\@%=&?#]/u;
/** Ends of an address in a text: white space, what no address has as it is, and the punctuation of scripts that put no space behind it. */
const END = /[\s<>"`\\^{|}«»“”„‘’‹›、。，！？；：（）「」『』【】《》〈〉]/u;
const TRAILING = ".,;:!?'*_~";

/** The text of a message in pieces, in order, with at most `most` links; put together again they are the text. */
export function splitLinks(text: string, parseUrl: ParseUrl, most = LINKS_MOST): readonly (string | MessageLink)[] {
  const pieces: (string | MessageLink)[] = [];
  let links = 0;
  let done = 0;
  SCHEME.lastIndex = 0;
  for (let match = SCHEME.exec(text); match !== null && links < most; match = SCHEME.exec(text)) {
    if (INSIDE.test(text.charAt(match.index - 1))) continue;
    const written = candidate(text, match.index);
    // What is no link as a whole is none in part either.
    SCHEME.lastIndex = match.index + Math.max(written.length, match[0].length);
    const href = parseAddress(written, parseUrl);
    if (href === undefined) continue;
    if (match.index > done) pieces.push(text.slice(done, match.index));
    pieces.push({ text: written, href });
    done = match.index + written.length;
    links++;
  }
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}

function candidate(text: string, start: number): string {
  let end = start;
  for (const character of text.slice(start, start + LINK_CHARACTERS + 2)) {
    if (END.test(character) || isUnsafe(character)) break;
    end += character.length;
  }
  const written = text.slice(start, end);
  return written.length > LINK_CHARACTERS ? written : withoutTrail(written);
}

/** A sentence's full stop is not the address's, nor is the bracket that was opened before it. */
function withoutTrail(written: string): string {
  const unopened = new Map([
    [')', count(written, ')') - count(written, '(')],
    [']', count(written, ']') - count(written, '[')],
  ]);
  let end = written.length;
  for (; end > 0; end--) {
    const last = written.charAt(end - 1);
    const left = unopened.get(last);
    if (left === undefined ? !TRAILING.includes(last) : left <= 0) break;
    if (left !== undefined) unopened.set(last, left - 1);
  }
  return written.slice(0, end);
}

const count = (text: string, character: string): number => text.split(character).length - 1;

/** What a browser makes of it, when that is an address that can be shown whole and means what it says. */
function parseAddress(written: string, parseUrl: ParseUrl): string | undefined {
  const url = written.length > LINK_CHARACTERS ? undefined : parseUrl(written);
  if (url === undefined) return undefined;
  const { href, protocol, host, pathname } = url;
  // Letters of other scripts in a host become `xn--…`, elsewhere %…: nothing that could turn the direction or look like something else.
  if (!/^[\x21-\x7e]+$/u.test(href)) return undefined;
  if (protocol === 'mailto:') return /^[^@]+@[^@]+$/u.test(pathname) ? href : undefined;
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  // What stands before an @ looks like the host, and is not.
  const authority = /^https?:\/\/([^/?#]*)/iu.exec(written)?.[1] ?? '';
  return host === '' || authority === '' || authority.includes('@') ? undefined : href;
}
