import type { View, ViewItem } from '../../src/client/view.js';
import { messageItem, viewMember } from './fake-member.js';

export const ana = viewMember('Ana', { self: true });
export const bob = viewMember('Bob', { verified: true });
export const hana = viewMember('Hana', { role: 'host' });

/** A room in which this is to be seen; keys and numbers rise, a minute lies between two. */
export function exportedView(items: readonly object[], more: Partial<View> = {}): View {
  const placed = items.map((item, index) => {
    const place = { key: index + 1, rev: 0, at: Date.UTC(2026, 10, 21, 9, index) };
    return 'type' in item ? { ...item, ...place } : { ...messageItem({ from: bob, ...item }), ...place, no: index + 1 };
  });
  return {
    phase: 'joined',
    connection: 'online',
    mode: 'mls',
    hosted: true,
    confirmed: true,
    title: undefined,
    locked: false,
    self: ana,
    members: [hana, ana, bob],
    items: placed as readonly ViewItem[],
    typing: [],
    ended: undefined,
    ...more,
  };
}
