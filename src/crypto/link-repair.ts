import { parsed, type Parsed } from '../protocol/parsed.js';
import { parseFragment, parseLink, formatFragment, type Link, type LinkKey } from './link.js';

/**
 * Links come through apps that wrap, quote, escape and bracket them. A link has no checksum, but the exact length and alphabet of each of its
 * parts; what fits them in one way only is that link again, everything else is refused. No letter of a secret is ever guessed.
 */

/** More than a link in a few sentences. */
const MOST_CHARS = 4_096;
const MOST_BREAKS = 8;
/** An address inside an address inside an address. */
const MOST_DECODED = 3;

const ROOM = String.raw`([a-z0-9])\.([\w-]{43}|[a-z2-7]{52})\.([\w-]{26}|[\w-]{22}|(?!\.\.|…))`;
const TICKET = String.raw`new\.([a-z2-7]{26}|[\w-]{22})`;
/** What stands behind the link is not read; a word that hangs on a dot is none of ours, and `…` for a host's mark was one that is cut. */
const FRAGMENT = String.raw`(?:${ROOM}|${TICKET})(?!_*[a-z0-9-]|\.\w)`;
const PLACE = String.raw`(:\d{1,5})?(?:\/(?:(?!:\/\/)[^#\s])*)?#`;
const IP_OR_LOCAL = String.raw`localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]`;
const NAME = String.raw`(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]`;

interface Shape {
  /** A link can begin where a match ends. */
  readonly start: RegExp;
  /** From there on. */
  readonly whole: RegExp;
}

const WITH_SCHEME: Shape = {
  start: /(?=https?:\/)/giu,
  whole: new RegExp(String.raw`^(https?):\/{1,3}([a-z0-9.-]+|\[[0-9a-f:]+\])${PLACE}${FRAGMENT}`, 'iu'),
};
const WITHOUT_SCHEME: Shape = {
  start: /(?:^|[^\w.@:/\]-])(?:\/\/)?(?=[a-z0-9[]\S*#)/giu,
  whole: new RegExp(String.raw`^()(${IP_OR_LOCAL}|${NAME})${PLACE}${FRAGMENT}`, 'iu'),
};
const ALONE: Shape = {
  start: /(?:^|[^\w.-])(?=(?:[a-z0-9]|new)\.)/giu,
  whole: new RegExp(`^()()()${FRAGMENT}`, 'iu'),
};

/** Found in a text. */
interface Found {
  readonly origin: string;
  readonly secret: Parsed<LinkKey>;
}

/**
 * The one link in a text. `reason` is an error code: LINK_AMBIGUOUS when there is more than one, LINK_ALTERED when an app has changed its
 * letters, or one of `parseLink`.
 */
export function repairLink(text: string): Parsed<Link> {
  const only = onlyOne(text, (plain) => (/https?:\//iu.test(plain) ? WITH_SCHEME : WITHOUT_SCHEME));
  if (only === undefined) return { ok: false, reason: reasonOf(text) };
  if (!only.ok) return only;
  const { origin, secret, decoded } = only.value;
  return parsed({ origin, secret, exposed: decoded && /%(?:25)*23/u.test(text) });
}

/** The same for what stands behind the #, alone. */
export function repairFragment(text: string): Parsed<LinkKey> {
  const only = onlyOne(text, () => ALONE);
  if (only === undefined) return parseFragment(text.trim().replace(/^#/u, ''));
  return only.ok ? parsed(only.value.secret) : only;
}

interface Only {
  readonly origin: string;
  readonly secret: LinkKey;
  /** Percent signs had to be resolved before it was found. */
  readonly decoded: boolean;
}

/** `undefined` when there is nothing with the shape of a link. */
function onlyOne(text: string, shapeOf: (plain: string) => Shape): Parsed<Only> | undefined {
  if (text.length > MOST_CHARS) return undefined;
  for (let plain = text, times = 0; times <= MOST_DECODED; plain = decode(plain), times++) {
    const tidied = tidy(plain);
    const found = findAll(tidied.split(' '), shapeOf(tidied));
    if (found.length === 0) continue;
    const good = found.flatMap(({ origin, secret }) => (secret.ok ? [{ origin, secret: secret.value }] : []));
    const [only, ...more] = new Map(good.map((one) => [`${one.origin}#${formatFragment(one.secret)}`, one])).values();
    if (more.length > 0) return { ok: false, reason: 'LINK_AMBIGUOUS' };
    if (only !== undefined) return parsed({ ...only, decoded: times > 0 });
    return found[0]?.secret as { readonly ok: false; readonly reason: string };
  }
  return undefined;
}

/** Without what an app can add and no link has. One space stands for every kind of break. */
function tidy(text: string): string {
  return text
    .replace(/[\p{Cf}\u034F\uFE00-\uFE0F]/gu, '')
    .replace(/=\r?\n(?:[ \t]*[>|])*[ \t]*/gu, '') // quoted-printable (RFC 2045, 6.7): "=" at the end of a line is a break that was put in
    .replace(/(?:\r\n?|[\n\v\f\u0085\u2028\u2029])(?:[ \t]*[>|])*/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/[\u2010-\u2013\u2212\uFE63\uFF0D]/gu, '-')
    .replace(/\u2014/gu, '--') // what phones make of two
    .replace(/\\(?=[!-/:-@[-`{-~])/gu, '');
}

/** One layer of percent signs. Behind a # a browser writes all that is not ASCII so: dashes and invisible breaks that an app has put in. */
const decode = (text: string): string =>
  text.replace(/%(?:0[9ad]|[2-7][\da-f])|%[c-f][\da-f](?:%[89ab][\da-f])+/giu, (written) => {
    try {
      return decodeURIComponent(written);
    } catch {
      return written;
    }
  });

function findAll(pieces: readonly string[], { start, whole }: Shape): readonly Found[] {
  return pieces.flatMap((piece, at) =>
    [...piece.matchAll(start)].flatMap((match) => {
      const from = piece.slice(match.index + match[0].length);
      const found = longest(from, pieces.slice(at + 1, at + 1 + MOST_BREAKS), whole);
      return found === undefined ? [] : [found];
    }),
  );
}

/** A link that begins in `first`, and goes on over as many breaks as it can. One that is whole beats one that is not. */
function longest(first: string, more: readonly string[], whole: RegExp): Found | undefined {
  let best = read(whole.exec(first));
  let joined = first;
  for (const piece of more) {
    const before = joined.length;
    joined += piece;
    const match = whole.exec(joined);
    const goesOn = match !== null && match[0].length > before;
    if (!isRest(goesOn ? joined.slice(before, match[0].length) : piece)) break;
    const found = goesOn ? read(match) : undefined;
    if (found?.secret.ok === true || best === undefined) best = found;
  }
  return best;
}

/**
 * May be what a break has parted from a link. A word may not: behind a link that is cut there can be a sentence, and letters of it would
 * make another secret.
 */
function isRest(piece: string): boolean {
  if (/^\/?#?(?:(?:[a-z0-9]|new)\.)?$/iu.test(piece)) return true;
  if (piece.length < 6 || !/^[\w.\-/:#%[\]]+$/u.test(piece)) return false;
  return !/^(?:[A-Z]?[a-z]+|[A-Z]+|[\d.:/-]+)[.:]?$/u.test(piece);
}

function read(match: RegExpExecArray | null): Found | undefined {
  if (match === null) return undefined;
  const [, scheme = '', host = '', port = '', letter = '', s = '', mark = '', ticket] = match;
  const known = scheme === '' ? schemeFor(host) : scheme;
  const secret = ticket === undefined ? secretOf(letter, s, mark) : ticketOf(ticket);
  return { origin: `${known}://${host}${port}`.toLowerCase(), secret };
}

/** A name has a certificate; a number, this computer or an onion service has none. */
const schemeFor = (host: string): 'http' | 'https' => (new RegExp(`^(?:${IP_OR_LOCAL})$|\\.onion$`, 'iu').test(host) ? 'http' : 'https');

function secretOf(letter: string, s: string, mark: string): Parsed<LinkKey> {
  const isBase32 = s.length === 52;
  // The QR code has both parts in base32: a mark of the other kind is a piece of a longer one.
  if (mark !== '' && (mark.length === 26) !== isBase32) return { ok: false, reason: 'LINK_CUT' };
  if (!isBase32) return lostItsCase(s) ? ALTERED : parseFragment(`${letter}.${s}.${mark}`);
  // Base32 has one case: which, does not matter.
  return isOneCase(s + mark) ? parseFragment(`${letter}.${s}.${mark}`.toUpperCase()) : ALTERED;
}

function ticketOf(text: string): Parsed<LinkKey> {
  // As for a secret: of mixed case, or in base32 of either.
  if (text.length === 22) return isOneCase(text) ? ALTERED : parseFragment(`new.${text}`);
  return isOneCase(text) ? parseFragment(`new.${text.toUpperCase()}`) : ALTERED;
}

const ALTERED = { ok: false, reason: 'LINK_ALTERED' } as const;

const isOneCase = (text: string): boolean => text === text.toLowerCase() || text === text.toUpperCase();

/** Of 43 random characters of base64url one case is missing once in a thousand million keys. A few that repeat are an example, not a key. */
const lostItsCase = (s: string): boolean => isOneCase(s) && new Set(s).size > 8;

/** A secret in base64url or base32 that ends too early. */
const CUT = /#(?:[10L]\.(?:[\w-]{0,43}(?:\.[\w-]{0,21})?|[A-Z2-7]{44,52}(?:\.[A-Z2-7]{0,25})?)|(?:new|NEW)\.[\w-]{0,25})(?:[\s…]|\.\.|$)/u;

/** Why there is no link in a text. */
function reasonOf(text: string): string {
  const link = parseLink(text);
  if (link.ok) return 'LINK_MALFORMED';
  if (link.reason !== 'LINK_MALFORMED') return link.reason;
  if (CUT.test(text)) return 'LINK_CUT';
  return /https?:\/\/[^\s/#]+/iu.test(text) && !/#|%23/u.test(text) && text.length < MOST_CHARS ? 'LINK_NO_KEY' : link.reason;
}
