import { expect, test } from 'vitest';
import { meaningOfClose } from '../../../src/client/close-meaning.js';

test.each([
  [1001, 'host-gone', 'HOST_GONE'],
  [1009, 'error', 'RELAY_PROTOCOL'],
  [4001, 'error', 'RELAY_PROTOCOL'],
  [4003, 'refused', 'REFUSED'],
  [4004, 'refused', 'ROOM_FULL'],
  [4005, 'refused', 'ROOM_LOCKED'],
  [4007, 'error', 'FLOOD'],
  [4009, 'error', 'REPLACED'],
  [4010, 'kicked', 'REMOVED'],
] as const)('close code %i of a member with a place means %s, %s', (code, reason, error) => {
  expect(meaningOfClose(code, 'place')).toEqual({ type: 'ended', reason, code: error });
});

test.each([1000, 1005, 1006, 1011, 1012, 4000, 4002, 4008, 4999])(
  'close code %i of a member with a place is a broken connection',
  (code) => {
    expect(meaningOfClose(code, 'place')).toEqual({ type: 'again' });
  },
);

test('a connection that breaks before a place is not made again', () => {
  expect(meaningOfClose(1006, 'nothing')).toEqual({ type: 'ended', reason: 'unreachable', code: 'UNREACHABLE' });
  expect(meaningOfClose(1006, 'relay')).toEqual({ type: 'ended', reason: 'unreachable', code: 'RELAY_PROTOCOL' });
});

test('a session that ends before a place was given is a refusal', () => {
  expect(meaningOfClose(1001, 'relay')).toEqual({ type: 'ended', reason: 'refused', code: 'REFUSED' });
});

test('in a room without a host the relay alone can say that the session has ended, and that is what it is', () => {
  const ended = { type: 'ended', reason: 'host-gone', code: 'RELAY_ENDED' };
  expect(meaningOfClose(1001, 'place', { hosted: false, invited: false })).toEqual(ended);
  expect(meaningOfClose(1001, 'relay', { hosted: false, invited: true })).toMatchObject({ code: 'REFUSED' });
});

test('who is refused with a ticket comes too late, unless it was in the room before', () => {
  expect(meaningOfClose(4003, 'relay', { hosted: false, invited: true })).toEqual({
    type: 'ended',
    reason: 'refused',
    code: 'TICKET_USED',
  });
  expect(meaningOfClose(4003, 'place', { hosted: false, invited: true })).toMatchObject({ code: 'REFUSED' });
});
