import { describe, expect, test } from 'vitest';
import { newSession, stepSession, type Session, type SessionEvent } from '../../../src/core/session.js';

const opened: SessionEvent = { type: 'opened', at: 1 };
const ending: SessionEvent = { type: 'ending', at: 2, reason: 'ttl' };
const wiped: SessionEvent = { type: 'wiped', at: 3 };
const after = (...events: readonly SessionEvent[]): Session => events.reduce(stepSession, newSession);

describe('a session', () => {
  test('goes from starting over open and closing to wiped', () => {
    expect(after()).toEqual({ state: 'starting' });
    expect(after(opened)).toEqual({ state: 'open', since: 1 });
    expect(after(opened, ending)).toEqual({ state: 'closing', since: 2, reason: 'ttl', opened: true });
    expect(after(opened, ending, wiped)).toEqual({ state: 'wiped', since: 3, reason: 'ttl', opened: true });
  });

  test('may end before it opened, and an opening that comes too late opens nothing', () => {
    expect(after(ending)).toEqual({ state: 'closing', since: 2, reason: 'ttl', opened: false });
    expect(after(ending, opened)).toEqual(after(ending));
  });

  test('keeps its first reason to end', () => {
    const again: SessionEvent = { type: 'ending', at: 9, reason: 'signal' };
    expect(after(opened, ending, again)).toEqual(after(opened, ending));
    expect(after(opened, ending, wiped, again)).toEqual(after(opened, ending, wiped));
  });

  test.each([
    ['wiped before it ends', [wiped]],
    ['wiped while open', [opened, wiped]],
    ['wiped twice', [opened, ending, wiped, wiped]],
    ['opened twice', [opened, opened]],
    ['opened after the wipe', [opened, ending, wiped, opened]],
  ])('cannot be %s', (_, events) => {
    expect(() => after(...events)).toThrow('a session that is');
  });
});
