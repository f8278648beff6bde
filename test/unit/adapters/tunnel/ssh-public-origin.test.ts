import { expect, test } from 'vitest';
import { lacksPublicUrl, publicOrigin } from '../../../../src/adapters/tunnel/ssh/public-origin.js';

test.each([
  ['me@box.example:2222', undefined, true],
  ['me@box.example', '', true],
  ['box', 'https://chat.example', false],
  ['me@[2001:db8::1]', 'http://chat.example:8080', false],
  ['box', 'https://chat.example/path', true],
  ['box', 'ftp://chat.example', true],
  ['localhost.run', undefined, false],
  ['a.pinggy.io', undefined, false],
  ['me@serveo.net', undefined, false],
  // What is wrong with it is told elsewhere.
  ['-oProxyCommand=x', undefined, false],
])('%s with %s lacks an address: %s', (destination, publicUrl, lacks) => {
  expect(lacksPublicUrl(destination, publicUrl)).toBe(lacks);
});

test.each([
  'chat.example',
  'https://',
  'https://me@chat.example',
  'https://chat.example/?x',
  'https://chat.example/#x',
  // oxlint-disable-next-line eslint/no-script-url -- which it must not be
  'javascript:alert(1)',
])('%s is no origin', (text) => {
  expect(publicOrigin(text)).toBeUndefined();
});
