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

  test('changes the state of an own message by a new item with a higher rev', () => {
    const log = new ViewLog();
    const before = log.add(message('a'));
    expect(log.unsent).toEqual(['a']);
    expect(log.setState('a', 'sent')).toEqual({ ...before, state: 'sent', rev: 1 });
    expect(before.rev).toBe(0);
    expect([log.items, log.unsent]).toEqual([[{ ...before, state: 'sent', rev: 1 }], []]);
  });

  test('does not change a message of someone else, even with the id of an own one', () => {
    const log = new ViewLog();
    log.add(message('a'));
    log.add(message('a', false));
    log.setState('a', 'sent');
    expect(log.items.map((item) => item.rev)).toEqual([1, 0]);
    expect(log.setState('b', 'sent')).toBeUndefined();
  });

  test('is empty after clear', () => {
    const log = new ViewLog();
    log.add(message('a'));
    log.clear();
    expect([log.items, log.unsent]).toEqual([[], []]);
  });
});
