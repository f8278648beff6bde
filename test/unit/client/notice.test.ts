import { describe, expect, test } from 'vitest';
import { noticeOf } from '../../../src/client/notice.js';
import type { ViewItem } from '../../../src/client/view.js';
import { messageItem, viewMember } from '../../helpers/fake-member.js';

const bob = viewMember('Bob');
const ana = viewMember('Ana', { self: true });
const at = { key: 1, rev: 0, at: 0 };
const calls = (item: ViewItem): readonly unknown[] => (['on', 'mentions', 'off'] as const).map((level) => noticeOf(item, level));
const none = [undefined, undefined, undefined];

describe('the reader is called', () => {
  test('for what others say', () => {
    expect(calls(messageItem({ from: bob }))).toEqual(['message', undefined, undefined]);
    expect(calls(messageItem({ from: bob, style: 'me' }))).toEqual(['message', undefined, undefined]);
  });

  test('for what names the reader, or is for the reader alone', () => {
    expect(calls(messageItem({ from: bob, mentioned: true }))).toEqual(['mention', 'mention', undefined]);
    expect(calls(messageItem({ from: bob, private: { with: bob } }))).toEqual(['private', 'private', undefined]);
    expect(calls(messageItem({ from: bob, private: { with: bob }, mentioned: true }))).toEqual(['private', 'private', undefined]);
  });

  test('for a file', () => {
    const file = { name: 'a.png', mime: 'image/png', bytes: 1, transfer: { side: 'theirs', state: 'offered', bytes: 0 } } as const;
    expect(calls(messageItem({ from: bob, text: '', file }))).toEqual(['message', undefined, undefined]);
  });
});

describe('the reader is not called', () => {
  test.each([
    ['for own messages', messageItem({ from: ana, mentioned: true })],
    ['by whoever is muted', messageItem({ from: { ...bob, muted: true }, mentioned: true, private: { with: bob } })],
    ['by whoever is ignored', messageItem({ from: { ...bob, ignored: true }, mentioned: true })],
    ['for what is gone', messageItem({ from: bob, mentioned: true, gone: 'deleted', text: '' })],
    ['for what was said before', { ...at, type: 'history', entries: [] }],
    ['when somebody comes', { ...at, type: 'member-joined', member: bob }],
    ['for a warning', { ...at, type: 'warning', code: 'RATE' }],
  ] satisfies (readonly [string, ViewItem])[])('%s', (_name, item) => expect(calls(item)).toEqual(none));
});
