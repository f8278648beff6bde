import { expect, test } from 'vitest';
import { isOwnOrigin } from '../../../src/server/upgrade-rule.js';

test.each([
  [undefined, 'a.example'],
  ['null', 'a.example'],
  ['https://a.example', 'a.example'],
  ['https://a.example', 'a.example:443'],
  ['http://127.0.0.1:8080', '127.0.0.1:8080'],
  ['http://[::1]:8080', '[::1]:8080'],
  ['https://A.example', 'a.EXAMPLE'],
])('Origin %s at Host %s may knock', (origin, host) => expect(isOwnOrigin(origin, host)).toBe(true));

test.each([
  ['https://b.example', 'a.example'],
  ['https://a.example.b.example', 'a.example'],
  ['https://a.example:444', 'a.example'],
  ['http://127.0.0.1:8080', '127.0.0.1:8081'],
  ['http://127.0.0.1:8080', 'localhost:8080'],
  ['https://a.example', undefined],
  ['https://a.example', 'b.example@a.example'],
  ['file://a.example', 'a.example'],
  ['chrome-extension://a.example', 'a.example'],
  ['', 'a.example'],
  ['https://a.example, https://b.example', 'a.example'],
  ['a.example', 'a.example'],
])('Origin "%s" at Host %s may not', (origin, host) => expect(isOwnOrigin(origin, host)).toBe(false));
