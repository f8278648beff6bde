import { expect, test } from 'vitest';
import { nearnessOf } from '../../../src/web/near-address.js';

const hostOf = (origin: string): string => new URL(origin).hostname;

test.each([
  'http://localhost:80',
  'http://127.0.0.1',
  'http://127.9.9.9:4000',
  'http://2130706433',
  'http://[::1]:4000',
  `http://${'a'.repeat(56)}.onion`,
])('nobody is on the way to %s', (origin) => {
  expect(nearnessOf(hostOf(origin))).toBe('private');
});

test.each([
  'http://10.0.0.1',
  'http://172.16.0.1',
  'http://172.31.255.255',
  'http://192.168.1.5:4000',
  'http://169.254.1.1',
  'http://[fd00::2]:4000',
  'http://[fe80::1]',
])('%s is in the network', (origin) => {
  expect(nearnessOf(hostOf(origin))).toBe('network');
});

test.each([
  'http://8.8.8.8',
  'http://172.15.0.1',
  'http://172.32.0.1',
  'http://192.169.0.1',
  'http://127.0.0.1.example.org',
  'http://10.example.org',
  'http://localhost.example.org',
  'http://printer.local',
  'http://[2001:db8::1]',
  'http://short.onion',
])('%s is far', (origin) => {
  expect(nearnessOf(hostOf(origin))).toBe('far');
});
