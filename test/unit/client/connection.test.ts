import { describe, expect, test } from 'vitest';
import { ids } from '../../../src/protocol/ids.js';
import { b16, HELLO_OK, RESUMED, app, setUp, placed, body } from '../../helpers/connection-bench.js';

describe('the first connection', () => {
  test('says HELLO once it is open, and has a place when HELLO_OK comes', () => {
    const { line, events, connection } = setUp();
    expect(line().types).toEqual([]);
    line().open();
    expect(line().types).toEqual(['HELLO']);
    expect(connection.live).toBe(false);
    line().say('HELLO_OK', HELLO_OK);
    expect(events).toEqual([
      { type: 'placed', place: { conn: ids.conn(b16(1)), gen: 0, epoch: 0, first: false, others: 1, taken: [ids.conn(b16(4))] } },
    ]);
    expect(connection.live).toBe(true);
  });

  test('that is refused ends with UNREACHABLE and is not made again', () => {
    const { clock, lines, line, events } = setUp();
    line().breaks();
    clock.advance(600_000);
    expect(events).toEqual([{ type: 'ended', reason: 'unreachable', code: 'UNREACHABLE' }]);
    expect([lines.length, clock.timers]).toEqual([1, 0]);
  });

  test('that nobody answers ends after 15 s with UNREACHABLE', () => {
    const { clock, line, events } = setUp();
    line().open();
    clock.advance(14_999);
    expect(events).toEqual([]);
    clock.advance(1);
    expect(events).toEqual([{ type: 'ended', reason: 'unreachable', code: 'UNREACHABLE' }]);
    expect(line().closedWith).toBe(4000);
  });

  test('to something that is no relay ends with RELAY_PROTOCOL', () => {
    const { line, events } = setUp();
    line()
      .open()
      .bytes(Uint8Array.of(1, 2, 3));
    line().breaks();
    expect(events).toEqual([{ type: 'garbage' }, { type: 'ended', reason: 'unreachable', code: 'RELAY_PROTOCOL' }]);
  });

  test.each([
    [4003, 'REFUSED'],
    [4004, 'ROOM_FULL'],
    [4005, 'ROOM_LOCKED'],
  ])('closed with %i ends with %s', (code, expected) => {
    const { line, events } = setUp();
    line().open().breaks(code);
    expect(events).toEqual([{ type: 'ended', reason: 'refused', code: expected }]);
  });

  test('hands on no member frame before it has a place', () => {
    const { line, events } = setUp();
    line().open().bytes(app(1));
    expect(events).toEqual([]);
  });
});

describe('a break', () => {
  test('is tried to mend at once, with the place, its token and the last seq', () => {
    const { clock, lines, line, events } = placed();
    line().bytes(app(7));
    line().breaks();
    clock.advance(0);
    expect(lines).toHaveLength(2);
    line().open();
    expect(line().types).toEqual(['RESUME']);
    expect(body(line(), 'RESUME')).toMatchObject({ conn: b16(1), token: b16(2), seq: 7 });
    expect(events.slice(1)).toEqual([{ type: 'state', state: 'reconnecting' }]);
  });

  test('is over when the answer to the PING behind RESUMED has come: before it nothing may be sent', () => {
    const { clock, line, events, connection } = placed();
    line().breaks();
    clock.advance(0);
    line().open().say('RESUMED', RESUMED);
    line().bytes(app(8));
    expect([line().types, connection.live]).toEqual([['RESUME', 'PING'], false]);
    line().say('PONG', { t: 0 });
    expect(connection.live).toBe(true);
    const caughtUp = { type: 'caught-up', here: RESUMED.here, away: RESUMED.away, locked: false };
    expect(events.filter(({ type }) => type !== 'frame')).toEqual([
      { type: 'state', state: 'reconnecting' },
      { type: 'state', state: 'online' },
      { type: 'resumed', taken: [...RESUMED.here, ...RESUMED.away] },
      caughtUp,
    ]);
    expect(events.map(({ type }) => type)).toEqual(['state', 'state', 'resumed', 'frame', 'caught-up']);
  });

  test('is followed by the next one with the fresh token', () => {
    const { clock, line } = placed();
    for (const token of [b16(2), b16(3)]) {
      line().breaks();
      clock.advance(0);
      expect(body(line().open(), 'RESUME')?.token).toEqual(token);
      line().say('RESUMED', RESUMED);
      line().say('PONG', { t: 0 });
    }
  });

  test('is tried to mend ever more rarely, at most every 5 s', () => {
    const { clock, lines, line } = placed(600_000);
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      const before = clock.now();
      const count = lines.length;
      line().breaks();
      while (lines.length === count) clock.advance(1);
      waits.push(clock.now() - before);
    }
    expect(waits).toEqual([1, 250, 500, 999, 1_997, 3_993, 4_991, 4_991, 4_991]);
  });

  test('that lasts too long ends with HOST_GONE, and no connection is made after that', () => {
    const { clock, lines, line, events } = placed(10_000);
    line().breaks();
    for (let n = 0; n < 200; n++) {
      clock.advance(100);
      if (line().closedWith === undefined) line().breaks();
    }
    const count = lines.length;
    clock.advance(600_000);
    expect(events.at(-1)).toEqual({ type: 'ended', reason: 'host-gone', code: 'HOST_GONE' });
    expect([lines.length, clock.timers]).toEqual([count, 0]);
  });

  test('that is given up late counts from when it began, not from the last try', () => {
    const { clock, line, events } = placed(10_000);
    line().breaks();
    clock.advance(0);
    clock.advance(9_999);
    expect(events.some(({ type }) => type === 'ended')).toBe(false);
    line().breaks();
    clock.advance(1);
    line().breaks();
    expect(events.at(-1)).toEqual({ type: 'ended', reason: 'host-gone', code: 'HOST_GONE' });
  });

  test.each(['resume_gap', 'resume_refused'])('answered with %s takes a fresh place on the same connection', (code) => {
    const { clock, lines, line, events } = placed();
    line().breaks();
    clock.advance(0);
    line().open().say('ERR', { code });
    expect([lines.length, line().types]).toEqual([2, ['RESUME', 'HELLO']]);
    line().say('HELLO_OK', { ...HELLO_OK, conn: b16(5) });
    expect(events.at(-1)).toMatchObject({ type: 'placed', place: { conn: ids.conn(b16(5)) } });
  });

  test('whose old connection still speaks is not confused by it', () => {
    const { clock, line, events } = placed();
    line().breaks();
    clock.advance(0);
    line(0).bytes(app(9));
    line(0).breaks(4010);
    line(1).open();
    expect(events.map(({ type }) => type)).toEqual(['state']);
    expect(body(line(1), 'RESUME')?.seq).toBe(5);
  });

  test('is mended at once when it is probed', () => {
    const { clock, lines, line, connection } = placed();
    for (let n = 0; n < 6; n++) {
      line().breaks();
      connection.probe();
      expect(lines).toHaveLength(n + 2);
    }
    clock.advance(1);
    expect(lines).toHaveLength(7);
  });
});
