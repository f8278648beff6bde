import { expect, it } from 'vitest';
import { Unread } from '../../../src/client/unread.js';
import type { ViewMember } from '../../../src/client/view.js';
import type { MessageItem } from '../../../src/client/view-log.js';

const message = (key: number, from: Partial<ViewMember> = {}, more: Partial<MessageItem> = {}): MessageItem =>
  ({ type: 'message', key, from: { self: false, ...from }, ...more }) as MessageItem;

const shown = ({ count, mentions, before }: Unread) => [count, mentions, before];

it('what comes while somebody looks is read', () => {
  const unread = new Unread();
  unread.heard(message(1));
  expect(shown(unread)).toEqual([0, 0, undefined]);
});

it('the divider stands before the first that nobody saw come, and the rest is counted', () => {
  const unread = new Unread();
  unread.look(false);
  for (const key of [4, 5, 7]) unread.heard(message(key, {}, key === 5 ? { mentioned: true } : {}));
  expect(shown(unread)).toEqual([3, 1, 4]);
});

it('who looks again has read it, and still sees where it began, until something else is not seen', () => {
  const unread = new Unread();
  unread.look(false);
  unread.heard(message(4));
  unread.look(true);
  expect(shown(unread)).toEqual([0, 0, 4]);
  unread.heard(message(5));
  unread.look(false);
  expect(shown(unread)).toEqual([0, 0, 4]);
  unread.heard(message(6));
  expect(shown(unread)).toEqual([1, 0, 6]);
});

it('looking away twice does not move the divider', () => {
  const unread = new Unread();
  unread.look(false);
  unread.heard(message(4));
  unread.look(false);
  unread.heard(message(5));
  expect(shown(unread)).toEqual([2, 0, 4]);
});

it('who says something has read all before it', () => {
  const unread = new Unread();
  unread.look(false);
  unread.heard(message(4, {}, { mentioned: true }));
  unread.heard(message(5, { self: true }));
  expect(shown(unread)).toEqual([0, 0, undefined]);
  unread.heard(message(6));
  expect(shown(unread)).toEqual([1, 0, 6]);
});

it('a member who is muted calls nobody, and what it says is divided off all the same', () => {
  const unread = new Unread();
  unread.look(false);
  unread.heard(message(4, { muted: true }, { mentioned: true }));
  expect(shown(unread)).toEqual([0, 0, 4]);
});
