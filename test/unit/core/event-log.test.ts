import { describe, expect, test } from 'vitest';
import { createEventLog, EVENT_LOG_SIZE } from '../../../src/core/event-log.js';
import type { LogEvent } from '../../../src/core/log-event.js';
import { createFakeClock } from '../../helpers/fake-clock.js';

const every: readonly LogEvent[] = [
  { type: 'session-open' },
  { type: 'member-connected', members: 2 },
  { type: 'member-resumed', members: 3 },
  { type: 'member-left', why: 'gone', members: 2 },
  { type: 'connection-refused', code: 4007 },
  { type: 'connection-closed', code: 1006 },
  { type: 'frame-refused', code: 'RATE' },
  { type: 'link-exposed' },
  { type: 'error', code: 'HOST_GONE' },
  { type: 'session-closing' },
];

describe('the event log', () => {
  test('is one line an event: time, type, numbers and words', () => {
    const clock = createFakeClock(Date.UTC(2031, 4, 7, 14, 23, 55, 120));
    const log = createEventLog(clock);
    for (const event of every) log.log(event);
    clock.advance(1_000);
    log.log({ type: 'session-open' });
    expect(log.lines()).toEqual([
      '2031-05-07T14:23:55.120Z session-open',
      '2031-05-07T14:23:55.120Z member-connected members=2',
      '2031-05-07T14:23:55.120Z member-resumed members=3',
      '2031-05-07T14:23:55.120Z member-left why=gone members=2',
      '2031-05-07T14:23:55.120Z connection-refused code=4007',
      '2031-05-07T14:23:55.120Z connection-closed code=1006',
      '2031-05-07T14:23:55.120Z frame-refused code=RATE',
      '2031-05-07T14:23:55.120Z link-exposed',
      '2031-05-07T14:23:55.120Z error code=HOST_GONE',
      '2031-05-07T14:23:55.120Z session-closing',
      '2031-05-07T14:23:56.120Z session-open',
    ]);
    expect(log.count).toBe(11);
  });

  test('takes nothing that its events have no place for', () => {
    const log = createEventLog(createFakeClock());
    const smuggled = { text: 'canary', nick: 'canary', address: 'canary' };
    for (const event of every) log.log({ ...event, ...smuggled });
    log.log({ type: 'error', code: 'canary said: meet me\nat noon' });
    expect(log.lines().join('\n')).not.toMatch(/canary|noon/);
    expect(log.lines().at(-1)).toMatch(/ error code=\?$/);
  });

  test('keeps the newest 2,000, in order', () => {
    const log = createEventLog(createFakeClock());
    expect(EVENT_LOG_SIZE).toBe(2_000);
    for (let members = 0; members < 4_700; members += 1) log.log({ type: 'member-connected', members });
    expect(log.count).toBe(2_000);
    const numbers = log.lines().map((line) => Number(line.split('=')[1]));
    expect(numbers).toEqual(Array.from({ length: 2_000 }, (_, i) => 2_700 + i));
  });

  test('after the wipe holds nothing and takes nothing', () => {
    const log = createEventLog(createFakeClock());
    for (const event of every) log.log(event);
    log.wipe();
    log.log({ type: 'session-open' });
    expect(log.count).toBe(0);
    expect(log.lines()).toEqual([]);
  });
});
