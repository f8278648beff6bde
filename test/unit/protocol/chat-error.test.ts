import { describe, expect, test } from 'vitest';
import { ChatError } from '../../../src/protocol/chat-error.js';
import { errors, type ErrorCode } from '../../../src/protocol/error-code.js';

/** What a command was asked to find out, and found: 1, as diff and grep say it. */
const findings: { readonly [code in ErrorCode]?: number } = { SERVED_DIFFERS: 1 };

describe('an error', () => {
  test.each(Object.keys(errors) as ErrorCode[])('%s says what it is and what to do, and has an exit code of its own kind', (code) => {
    const error = new ChatError(code);
    expect(error.message).toMatch(/^\S.*\.$/u);
    expect(error.hint).toMatch(/^\S.*\.$/u);
    if (code in findings) return expect(error.exitCode).toBe(findings[code]);
    expect(error.exitCode).toBeGreaterThanOrEqual(64);
    expect(error.exitCode).toBeLessThanOrEqual(78);
  });

  test('carries the particular and the cause', () => {
    const cause = new Error('EADDRINUSE');
    expect(new ChatError('PORT_IN_USE', 'port 80', cause)).toMatchObject({
      name: 'ChatError',
      code: 'PORT_IN_USE',
      why: 'port 80',
      exitCode: 73,
      cause,
    });
  });

  test('without a cause has none', () => {
    expect(Object.hasOwn(new ChatError('BUG'), 'cause')).toBe(false);
  });
});
