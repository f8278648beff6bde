import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findOrigin } from '../../../../src/cli/verify/address.js';
import { formatLink } from '../../../../src/crypto/link.js';
import { folder } from '../../../helpers/cli.js';

const secret = { mode: 'shared-key', s: Uint8Array.from({ length: 32 }, (_, n) => n * 7), hostFp: new Uint8Array(16).fill(9) } as const;
const link = formatLink('https://silent-fox.trycloudflare.com', secret);
const of = (argument: string | undefined, { file, environment }: { file?: string; environment?: string } = {}): unknown => {
  try {
    return findOrigin({ argument, file, environment });
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
};

describe('where verify looks', () => {
  test.each([
    [link, 'https://silent-fox.trycloudflare.com'],
    [`> ${link.slice(0, 60)}\n> ${link.slice(60)}`, 'https://silent-fox.trycloudflare.com'],
    ['https://a.example', 'https://a.example'],
    [' HTTPS://A.Example/ ', 'https://a.example'],
    ['https://a.example:443/', 'https://a.example'],
    ['https://a.example:8443/#', 'https://a.example:8443'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://[::1]:4000/', 'http://[::1]:4000'],
    ['a.example', 'https://a.example'],
  ])('%j', (text, origin) => {
    expect(of(text)).toBe(origin);
  });

  test.each([
    ['', 'LINK_MALFORMED'],
    ['a b', 'LINK_MALFORMED'],
    ['ftp://a.example', 'LINK_MALFORMED'],
    ['https://user@a.example', 'LINK_NO_KEY'],
    ['https://a.example:99999', 'LINK_MALFORMED'],
    [link.slice(0, -4), 'LINK_CUT'],
    [`${link} ${link.replace('silent', 'loud')}`, 'LINK_AMBIGUOUS'],
  ])('not at %j', (text, code) => {
    expect(of(text)).toBe(code);
  });

  test('is the argument, else the file, else the variable, else a matter of usage', () => {
    const file = join(folder(), 'link');
    writeFileSync(file, `${link}\n`);
    const environment = 'https://variable.example';
    expect(of('https://a.example', { file, environment })).toBe('https://a.example');
    expect(of(undefined, { file, environment })).toBe('https://silent-fox.trycloudflare.com');
    expect(of(undefined, { environment })).toBe(environment);
    expect(of(undefined, { environment: '' })).toBe('USAGE');
  });
});
