import { describe, expect, test } from 'vitest';
import type { ViewMember } from '../../../src/client/view.js';
import { ViewLog, type NewItem } from '../../../src/client/view-log.js';
import { ids } from '../../../src/protocol/ids.js';
import { limits } from '../../../src/protocol/limits.js';

const from = (self: boolean): ViewMember => {
  const id = ids.member(new Uint8Array(8));
  return { id, nick: 'ana', shown: 'ana', fingerprint: '', role: 'guest', self, away: false, verified: false };
};
const message = (id: string, self = true): NewItem => ({
  type: 'message',
  id,
  from: from(self),
  style: 'said',
  text: id,
  state: 'sending',
  at: 0,
});

describe('the log of a view', () => {
  test('keeps the newest 2,000 items, with keys that rise', () => {
    const log = new ViewLog();
    for (let n = 1; n <= limits.viewItems + 5; n++) log.add({ type: 'topic', text: String(n), at: 0 });
    expect(log.items).toHaveLength(limits.viewItems);
    expect([log.items[0]?.key, log.items.at(-1)?.key]).toEqual([6, limits.viewItems + 5]);
  });

  test('says what it no longer keeps', () => {
    const dropped: number[] = [];
    const log = new ViewLog(({ key }) => void dropped.push(key));
    for (let n = 1; n <= limits.viewItems + 2; n++) log.add(message(String(n)));
    expect(dropped).toEqual([1, 2]);
    expect([log.message(2), log.message(3)?.id]).toEqual([undefined, '3']);
  });

  test('numbers messages, and nothing else', () => {
    const log = new ViewLog();
    log.add(message('a'));
    log.add({ type: 'topic', text: 'x', at: 0 });
    log.add(message('b'));
    expect(log.messages.map(({ key, no }) => [key, no])).toEqual([
      [1, 1],
      [3, 2],
    ]);
  });

  test('changes a message by a new item with a higher rev', () => {
    const log = new ViewLog();
    const before = log.add(message('a'));
    if (before.type !== 'message') throw new Error('no message');
    expect(log.change({ ...before, text: 'b' })).toEqual({ ...before, text: 'b', rev: 1 });
    expect([before.rev, log.message(before.key)?.text]).toEqual([0, 'b']);
  });

  test('is empty after clear', () => {
    const log = new ViewLog();
    log.add(message('a'));
    log.clear();
    expect([log.items, log.messages]).toEqual([[], []]);
  });
});
