import { describe, expect, test } from 'vitest';
import { formatLink, formatQrParts, parseLink, type LinkSecret } from '../../../src/crypto/link.js';
import { repairFragment, repairLink } from '../../../src/crypto/link-repair.js';
import { toBase64url } from '../../../src/protocol/base-n.js';

const S = Uint8Array.from({ length: 32 }, (_, n) => (n * 73 + 251) % 256);
const HOST = Uint8Array.from({ length: 16 }, (_, n) => (n * 151 + 190) % 256);
const secret: LinkSecret = { mode: 'shared-key', s: S, hostFp: HOST };
const origin = 'https://silent-red-fox-runs.trycloudflare.com';
const fragment = `L.${toBase64url(S)}.${toBase64url(HOST)}`;
const link = formatLink(origin, secret);
const blind = formatLink(origin, { ...secret, hostFp: new Uint8Array(0) });
const qr = formatQrParts(origin, secret).join('#');
const [head, tail] = [link.slice(0, 76), link.slice(76)];
const broken = (text: string): string => {
  const found = repairLink(text);
  return found.ok ? 'taken' : found.reason;
};

describe('a link comes back as it was sent', () => {
  test.each([
    ['untouched', link],
    ['in angle brackets', `<${link}>`],
    ['in brackets', `(${link})`],
    ['in quotes', `“${link}”`],
    ['at the end of a sentence', `Come here: ${link}.`],
    ['in a sentence', `Come to ${link}, we are all there; I wait 10 minutes.`],
    ['as markdown', `[the room](${link})`],
    ['as markdown that shows itself', `[${link}](${link})`],
    ['as markdown that shows a cut one', `[${link.slice(0, 60)}…](${link})`],
    ['in bold', `**${link}**`],
    ['in italics', `_${link}_`],
    ['as code', `\`${link}\``],
    ['with escaped characters', link.replaceAll(/[#_.-]/g, String.raw`\$&`)],
    ['twice', `${link}\n${link}`],
    ['with an invisible character, from an address bar', encodeURI(`${head}\u200B${tail}\u2060`)],
    ['with the dashes of a typewriter, from an address bar', encodeURI(link.replace(/(?<=#.*)-/u, '\u2013'))],
    ['wrapped', `${head}\n${tail}`],
    ['wrapped by Windows', `${head}\r\n${tail}\r\n`],
    ['wrapped and indented', `${head}\n    ${tail}`],
    ['wrapped and quoted', `> ${head}\n> ${tail}\n> See you there`],
    ['wrapped and quoted twice', `>> ${head}\n>> ${tail}`],
    ['in quoted-printable', `${link.slice(0, 75)}=\n${link.slice(75)}`],
    ['in quoted-printable, quoted', `> ${link.slice(0, 75)}=\r\n> ${link.slice(75)}`],
    ['wrapped behind its scheme', link.replace('://', '://\n')],
    ['wrapped in its host', link.replace('red-', 'red-\n')],
    ['wrapped three times', link.replaceAll(/(.{35})/g, '$1\n')],
    ['with spaces at its dots', link.replaceAll(/(?<=#.*)\./g, '. ')],
    ['with a space behind the #', link.replace('#', '# ')],
    ['with zero-width characters', [...link].join('\u200B')],
    ['with soft hyphens', link.replaceAll('-', '-\u00AD')],
    ['with a byte order mark', `\uFEFF${link}`],
    ['with a no-break space before it', `\u00A0${link}\u00A0`],
    ['with a direction mark', `\u200E${link}\u200F`],
    ['with hyphens that do not break', link.replaceAll('-', '\u2011')],
    ['with an upper-case host', link.replace(origin, origin.toUpperCase())],
    ['without its scheme', link.slice('https://'.length)],
    ['without its scheme, in a sentence', `come to ${link.slice('https://'.length)} now`],
    ['with one slash', link.replace('//', '/')],
    ['with two links of the page’s own help before it', `See https://example.org/help, then ${link}`],
    ['with a path', link.replace('/#', '/room/?x=1#')],
    ['followed by what was tracked', `${link}&utm_source=chat`],
    ['as the QR code', qr],
    ['as the QR code, in lower case', qr.toLowerCase()],
    ['as the QR code, wrapped', `${qr.slice(0, 70)}\n${qr.slice(70)}`],
  ])('%s', (_, text) => {
    expect(repairLink(text)).toEqual({ ok: true, value: { origin, secret, exposed: false } });
  });

  test('with dashes that a phone made longer', () => {
    const dashed = formatLink(origin, { ...secret, s: new Uint8Array(S).fill(0xfb, 3, 5).fill(0xef, 4, 6) });
    expect(dashed).toContain('--');
    expect(repairLink(dashed.replaceAll('--', '\u2014'))).toEqual(parseLink(dashed));
  });

  test.each([
    ['%23', link.replace('#', '%23')],
    ['%2523', link.replace('#', '%2523')],
    ['%23 behind a path', link.replace('#', 'x/%23')],
    ['all its signs encoded', encodeURIComponent(link)],
    ['in a link of a mail filter', `https://eur01.safelinks.example/?url=${encodeURIComponent(link)}&data=05%7C01&reserved=0`],
    ['in a link of a social network', `https://l.example.com/l.php?u=${encodeURIComponent(encodeURIComponent(link))}&h=AT0`],
  ])('and is said to be exposed: %s', (_, text) => {
    expect(repairLink(text)).toEqual({ ok: true, value: { origin, secret, exposed: true } });
  });

  test('dots that are encoded have been nowhere', () => {
    expect(repairLink(link.replaceAll(/(?<=#.*)\./g, '%2E'))).toMatchObject({ ok: true, value: { secret, exposed: false } });
  });

  test.each([
    ['127.0.0.1:4242', 'http://127.0.0.1:4242'],
    ['localhost:80', 'http://localhost:80'],
    ['192.168.1.5:4000', 'http://192.168.1.5:4000'],
    ['[::1]:4242', 'http://[::1]:4242'],
    ['abcdefgh.onion', 'http://abcdefgh.onion'],
    ['a.example:8443', 'https://a.example:8443'],
  ])('%s without a scheme is %s', (host, known) => {
    expect(repairLink(`${host}/#${fragment}`)).toMatchObject({ ok: true, value: { origin: known, secret } });
  });

  test('of a room without a host, before a sentence', () => {
    for (const text of [blind, `${blind} see you there`, `<${blind}>`, `${blind}.`, `${blind}\nIt is open until 10.`])
      expect(repairLink(text), text).toEqual(parseLink(blind));
  });
});

describe('a link that cannot be read in one way only is refused', () => {
  test.each([
    ['two links', `${link} ${link.replace('#L', '#0')}`, 'LINK_AMBIGUOUS'],
    ['a link that leads elsewhere than it says', `[${link}](${link.replace('silent', 'violent')})`, 'LINK_AMBIGUOUS'],
    ['a cut one', link.slice(0, -3), 'LINK_CUT'],
    ['a cut one in a sentence', `Come to ${link.slice(0, -3)} now`, 'LINK_CUT'],
    ['one that is cut in its key', link.slice(0, 60), 'LINK_CUT'],
    ['one that an app shows shortened', `${link.slice(0, 60)}…`, 'LINK_CUT'],
    ['one that is shortened behind its key', `${blind}…`, 'LINK_CUT'],
    ['one that lost its last dot with the sentence', blind.slice(0, -1), 'LINK_CUT'],
    ['a QR code that is cut', qr.slice(0, -4), 'LINK_CUT'],
    ['one in lower case', link.toLowerCase().replace('#l', '#L'), 'LINK_ALTERED'],
    ['one in upper case', link.toUpperCase(), 'LINK_ALTERED'],
    ['a QR code with both cases', qr.replace(/.{9}$/, (end) => end.toLowerCase()), 'LINK_ALTERED'],
    ['an address alone', `Come to ${origin}/ now`, 'LINK_NO_KEY'],
    ['a sentence', 'Come here now', 'LINK_MALFORMED'],
    ['nothing', '', 'LINK_MALFORMED'],
    ['a link with a name before its host', link.replace('://', '://user@'), 'LINK_MALFORMED'],
    ['a secret without a host', `#${fragment}`, 'LINK_MALFORMED'],
    ['another scheme', link.replace('https', 'ftp'), 'LINK_MALFORMED'],
    ['another version', link.replace('#L', '#7'), 'MODE_UNSUPPORTED'],
    ['a word that hangs on it', `${link}.more`, 'LINK_MALFORMED'],
    ['a whole book', `${'x '.repeat(4_096)}${link}`, 'LINK_MALFORMED'],
  ])('%s', (_, text, reason) => {
    expect(broken(text)).toBe(reason);
  });

  test.each(['A', 'Come', 'Quag', 'now', '4g', 'ABCw', '2026'])('a cut one does not take %j of the sentence behind it', (word) => {
    for (const at of [' ', '\n', '\n> ']) expect(broken(`${link.slice(0, -word.length)}${at}${word}${at}or later`)).toBe('LINK_CUT');
  });
});

describe('what stands behind the #, alone', () => {
  test.each([
    fragment,
    `#${fragment}`,
    ` #${fragment}. `,
    `<#${fragment}>`,
    `#${fragment}%3E`,
    `#${fragment}%20`,
    `${fragment.slice(0, 50)}\n${fragment.slice(50)}`,
  ])('%j is taken', (text) => {
    expect(repairFragment(text)).toEqual({ ok: true, value: secret });
  });

  test.each([
    [fragment.slice(0, -3), 'LINK_CUT'],
    [`${fragment}.x`, 'LINK_MALFORMED'],
    [`Q${fragment.slice(1)}`, 'MODE_UNSUPPORTED'],
    ['', 'LINK_MALFORMED'],
  ])('%j is refused', (text, reason) => {
    expect(repairFragment(text)).toEqual({ ok: false, reason });
  });
});
