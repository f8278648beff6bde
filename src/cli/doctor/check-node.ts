import type { Finding } from './finding.js';

/** As in package.json, "engines"; a test compares the two. */
export const NODE_LEAST = '20.19.0';

const numbers = (version: string): readonly number[] => version.split('.').map((part) => Number.parseInt(part, 10));

/** `version`: such as 20.20.1. */
export function checkNode(version: string, machine: string): Finding {
  const text = `${version}, ${machine}`;
  const difference = numbers(NODE_LEAST).map((least, at) => (numbers(version)[at] ?? 0) - least);
  const older = (difference.find((one) => one !== 0) ?? 0) < 0;
  if (!older) return { check: 'node', state: 'ok', text, details: { version } };
  return { check: 'node', state: 'problem', text, fix: `Install Node.js ${NODE_LEAST} or newer: https://nodejs.org`, details: { version } };
}
