import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatFragment,
  formatLink,
  formatQrParts,
  parseFragment,
  parseLink,
  type LinkKey,
  type LinkSecret,
} from '../../../src/crypto/link.js';
import { makeTicket } from '../../../src/crypto/room-ticket.js';
import { toBase32, toBase64url } from '../../../src/protocol/base-n.js';
import type { Mode } from '../../../src/protocol/mode.js';

const S = Uint8Array.from({ length: 32 }, (_, n) => 255 - n);
const HOST = Uint8Array.from({ length: 16 }, (_, n) => n);
const [s64, h64] = [toBase64url(S), toBase64url(HOST)];
const secret: LinkSecret = { mode: 'shared-key', s: S, hostFp: HOST };
const fragment = `L.${s64}.${h64}`;
const sized = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const secrets: fc.Arbitrary<LinkSecret> = fc.record({
  mode: fc.constantFrom<Mode>('mls', 'shared-key', 'none'),
  s: sized(32),
  hostFp: fc.oneof(sized(16), fc.constant(new Uint8Array(0))),
});
const reason = (text: string): string => {
  const link = parseLink(text);
  return link.ok ? 'taken' : link.reason;
};

describe('a link', () => {
  test('comes back as it was, in both forms', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom('https://a.example', 'http://localhost:4242', 'https://x-1.trycloudflare.com'),
        (value, origin) => {
          const link = { ok: true, value: { origin, secret: value, exposed: false } };
          expect(parseLink(formatLink(origin, value))).toEqual(link);
          expect(parseLink(formatQrParts(origin, value).join('#'))).toEqual(link);
        },
      ),
    );
  });

  test.each([
    ['mls', '1'],
    ['shared-key', 'L'],
    ['none', '0'],
  ] as const)('of mode %s begins with %s', (mode, letter) => {
    expect(formatLink('https://a.example', { ...secret, mode })).toBe(`https://a.example/#${letter}.${s64}.${h64}`);
  });

  test('of a room without a host ends in a dot', () => {
    expect(formatFragment({ ...secret, hostFp: new Uint8Array(0) })).toBe(`L.${s64}.`);
    expect(parseFragment(`L.${s64}.`)).toMatchObject({ ok: true, value: { hostFp: new Uint8Array(0) } });
  });

  test('for a QR code has only characters of its alphanumeric mode', () => {
    fc.assert(
      fc.property(secrets, (value) => {
        for (const part of formatQrParts('https://room-1.example.com:8443', value)) expect(part).toMatch(/^[0-9A-Z $%*+\-./:]*$/);
      }),
    );
  });

  test.each([
    ['an upper-case host', `HTTPS://ROOM.Example.COM/#${fragment}`, 'https://room.example.com'],
    ['a port', `https://a.example:8443/#${fragment}`, 'https://a.example:8443'],
    ['no slash', `http://a.example#${fragment}`, 'http://a.example'],
    ['an IPv4 address', `http://127.0.0.1:4242/#${fragment}`, 'http://127.0.0.1:4242'],
    ['an IPv6 address', `http://[::1]:4242/#${fragment}`, 'http://[::1]:4242'],
    ['an upper-case IPv6 address', `HTTPS://[2001:DB8::1]/#${fragment}`, 'https://[2001:db8::1]'],
    ['a path', `https://a.example/room/x?y=1#${fragment}`, 'https://a.example'],
    ['spaces and a line feed around it', `  https://a.example/#${fragment} \r\n`, 'https://a.example'],
    ['base32', `HTTPS://A.EXAMPLE/#L.${toBase32(S)}.${toBase32(HOST)}`, 'https://a.example'],
    ['one part in base32', `https://a.example/#L.${toBase32(S)}.${h64}`, 'https://a.example'],
  ])('with %s is taken', (_, text, origin) => {
    expect(parseLink(text)).toEqual({ ok: true, value: { origin, secret, exposed: false } });
  });

  test.each(['%23', '/%23'])('whose # became %s is taken, and said to be exposed', (hash) => {
    const text = `https://a.example/${hash.replace('/', '')}${fragment}`;
    expect(parseLink(text)).toEqual({ ok: true, value: { origin: 'https://a.example', secret, exposed: true } });
  });

  test('whose %23 is in the QR form is exposed too', () => {
    const [before, after] = formatQrParts('https://a.example', secret);
    expect(parseLink(`${before}%23${after}`)).toMatchObject({ ok: true, value: { secret, exposed: true } });
  });

  test.each([
    'https://a.example',
    'https://a.example/',
    'https://a.example/#',
    'https://a.example:8443/',
    'https://a.example/%23',
    'https://a.example/room',
  ])('%s has no key', (text) => {
    expect(reason(text)).toBe('LINK_NO_KEY');
  });

  test.each([
    '',
    'hello',
    fragment,
    `a.example/#${fragment}`,
    `ftp://a.example/#${fragment}`,
    `wss://a.example/#${fragment}`,
    `https:///#${fragment}`,
    `https://user@a.example/#${fragment}`,
    `https://user:word@a.example/#${fragment}`,
    `https://a.example:999999/#${fragment}`,
    `https://a example/#${fragment}`,
    `https://a.example/#${fragment} and more`,
    `https://a.example/#${fragment}#`,
    `https://a.example/#${fragment}.more`,
    `https://a.example/#L.${s64}A.${h64}`,
    `https://a.example/#L.${s64.slice(0, -1)}*.${h64}`,
    `https://a.example/#L.${s64}.${h64}=`,
    `https://a.example/#L.${toBase32(S).toLowerCase()}.${h64}`,
    'https://a.example/#chat',
    'https://a.example/#chat.room.x',
    'https://a.example/#foo',
    `https://a.example/#L${s64}`,
    `https://a.example/#L.${s64}${h64}`,
    `https://a.example/#.${s64}.${h64}`,
    `https://a.example/%2523${fragment}#L`,
    `https://a.example/%23${fragment}.more`,
    `https://[::1/#${fragment}`,
    `https://ä.example/#${fragment}`,
  ])('%j is malformed', (text) => {
    expect(reason(text)).toBe('LINK_MALFORMED');
  });

  test('that is cut anywhere behind its first dot is cut, in every mode and both forms; at the second dot it names no host', () => {
    fc.assert(
      fc.property(secrets, fc.boolean(), fc.nat({ max: 78 }), (value, upper, cut) => {
        const whole = upper ? formatQrParts('', value)[1] : formatFragment(value);
        fc.pre(cut > 0 && cut <= whole.length - 2 && whole[whole.length - 1 - cut] !== '.');
        const text = whole.slice(0, whole.length - cut);
        // The host's mark in base32, cut to the length that it has in base64url, cannot be told from that.
        fc.pre((text.split('.')[2]?.length ?? 0) < 22);
        expect(parseFragment(text)).toEqual({ ok: false, reason: 'LINK_CUT' });
      }),
    );
    expect(parseFragment('L.')).toEqual({ ok: false, reason: 'LINK_CUT' });
    expect(parseFragment(`L.${s64}`)).toEqual({ ok: false, reason: 'LINK_CUT' });
  });

  test.each(['2', 'l', 'M', 'z', '9'])('of mode %s is of another version', (letter) => {
    expect(reason(`https://a.example/#${letter}.${s64}.${h64}`)).toBe('MODE_UNSUPPORTED');
  });
});

describe('a link that makes a room', () => {
  const made: LinkKey = { mode: 'new', ticket: HOST };
  const t64 = toBase64url(HOST);

  test('comes back as it was, in both forms', () => {
    fc.assert(
      fc.property(sized(16), (ticket) => {
        const link = { ok: true, value: { origin: 'https://a.example', secret: { mode: 'new', ticket }, exposed: false } };
        expect(parseLink(formatLink('https://a.example', { mode: 'new', ticket }))).toEqual(link);
        const parts = formatQrParts('https://a.example', { mode: 'new', ticket });
        expect(parseLink(parts.join('#'))).toEqual(link);
        for (const part of parts) expect(part).toMatch(/^[0-9A-Z $%*+\-./:]*$/);
      }),
    );
  });

  test('has nothing behind the # but the word and the ticket', () => {
    expect(formatFragment(made)).toBe(`new.${t64}`);
    expect(parseLink(`https://a.example/%23new.${t64}`)).toMatchObject({ ok: true, value: { secret: made, exposed: true } });
  });

  test.each([
    ['new.', 'LINK_CUT'],
    [`new.${t64.slice(0, -1)}`, 'LINK_CUT'],
    [`new.${t64}A`, 'LINK_MALFORMED'],
    [`new.${t64}.`, 'LINK_MALFORMED'],
    [`new.${toBase32(HOST).toLowerCase()}`, 'LINK_MALFORMED'],
    [`new.${t64.slice(0, -1)}*`, 'LINK_MALFORMED'],
    ['new', 'LINK_MALFORMED'],
    [`newer.${t64}`, 'LINK_MALFORMED'],
    [`n.${t64}`, 'MODE_UNSUPPORTED'],
  ])('%s is refused: %s', (fragment, code) => {
    expect(parseFragment(fragment)).toEqual({ ok: false, reason: code });
  });

  test('is never made with letters of one case, which would be taken for altered', () => {
    const drawn = [new Uint8Array(16).fill(0), HOST];
    expect(makeTicket(() => drawn.shift() as Uint8Array)).toEqual(made);
    expect(drawn).toEqual([]);
  });
});
