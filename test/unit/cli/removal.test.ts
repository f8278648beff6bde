import { expect, test } from 'vitest';
import { tellEvents } from '../../../src/cli/join/event-view.js';
import { LineView } from '../../../src/cli/join/line-view.js';
import { createFakeMember, viewMember } from '../../helpers/fake-member.js';
import { createFakeScreen } from '../../helpers/fake-screen.js';

const [bob, eve] = [viewMember('Bob'), viewMember('Eve', { shown: 'Eve·3f2a' })];

/** What a person and a program are told. */
function told(unannounced: boolean): readonly [string, unknown] {
  const fake = createFakeMember();
  fake.set({ phase: 'joined' });
  const [screen, json] = [createFakeScreen(), createFakeScreen({ json: true })];
  fake.member.on(new LineView(fake.member, screen.reporter, 600_000).heard);
  fake.member.on(tellEvents(fake.member, 'room', json.reporter));
  const item = { key: 1, rev: 0, at: 0, type: 'member-removed', member: bob, by: eve } as const;
  fake.emit({ type: 'item', item: unannounced ? { ...item, unannounced } : item });
  return [screen.text, JSON.parse(json.result)];
}

test('a removal that the host has said is told with its name', () => {
  const [line, event] = told(false);
  expect(line).toBe('- Bob was removed by Eve·3f2a, 2 here\n');
  expect(event).toMatchObject({ event: 'member-removed', nick: 'Bob', by: { nick: 'Eve' } });
  expect(event).not.toHaveProperty('unannounced');
});

test('one that nobody has said, of one who had just been heard, is told as something strange', () => {
  const [line, event] = told(true);
  expect(line).toBe('! Eve·3f2a took Bob out of the room, though they had just been heard, 2 here\n');
  expect(event).toMatchObject({ event: 'member-removed', nick: 'Bob', by: { nick: 'Eve' }, unannounced: true });
});
