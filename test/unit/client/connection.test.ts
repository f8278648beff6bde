import { describe, expect, test } from 'vitest';
import { Connection, type ConnectionEvent } from '../../../src/client/connection.js';
import { SecretBytes } from '../../../src/crypto/secret-bytes.js';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import type { Control } from '../../../src/protocol/control.js';
import { parseControl } from '../../../src/protocol/control.js';
import { encodeFrame, parseFrame } from '../../../src/protocol/frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { createFakeClock } from '../../helpers/fake-clock.js';
import { createHandLines, type HandLine } from '../../helpers/hand-line.js';

const b16 = (n: number): Uint8Array => new Uint8Array(16).fill(n);
const HELLO_OK: Control<'HELLO_OK'> = {
  conn: b16(1),
  token: b16(2),
  gen: 0,
  epoch: 0,
  seq: 5,
  n: 1,
  first: false,
  pending: false,
  here: [ids.conn(b16(4))],
  away: [],
};
const RESUMED: Control<'RESUMED'> = {
  token: b16(3),
  gen: 0,
  epoch: 0,
  seq: 9,
  locked: false,
  here: [ids.conn(b16(1))],
  away: [ids.conn(b16(4))],
};
const app = (seq: number): Uint8Array => encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq, to: [], body: Uint8Array.of(seq) });

function setUp(giveUpMs = 60_000) {
  const clock = createFakeClock();
  const { lines, connect } = createHandLines();
  const events: ConnectionEvent[] = [];
  const common = { roomId: ids.room(b16(9)), cap: new SecretBytes(new Uint8Array(32)), random: () => Uint8Array.of(255) };
  const connection = new Connection({ ...common, connect, clock, giveUpMs, emit: (event) => void events.push(event) });
  const line = (n = -1): HandLine => lines.at(n) as HandLine;
  return { clock, lines, line, events, connection, types: () => events.map(({ type }) => type) };
}

/** With a place, and nothing said yet. */
function placed(giveUpMs?: number) {
  const all = setUp(giveUpMs);
  all.line().open().say('HELLO_OK', HELLO_OK);
  all.events.length = 0;
  return all;
}

/** The body of the last frame of this type that was sent. */
function body<T extends 'HELLO' | 'RESUME' | 'PING' | 'PONG'>(line: HandLine, type: T): Control<T> | undefined {
  const frames = line.sent.map(parseFrame).flatMap((frame) => (frame.ok && frame.value.type === type ? [frame.value] : []));
  const last = frames.at(-1);
  const parsed = last === undefined ? undefined : parseControl(type, last.body);
  return parsed?.ok === true ? parsed.value : undefined;
}

describe('the first connection', () => {
  test('says HELLO once it is open, and has a place when HELLO_OK comes', () => {
    const { line, events, connection } = setUp();
    expect(line().types).toEqual([]);
    line().open();
    expect(line().types).toEqual(['HELLO']);
    expect(connection.live).toBe(false);
    line().say('HELLO_OK', HELLO_OK);
    expect(events).toEqual([{ type: 'placed', place: { conn: ids.conn(b16(1)), gen: 0, epoch: 0, others: 1, taken: [ids.conn(b16(4))] } }]);
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
      { type: 'resumed' },
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

describe('a place', () => {
  test('whose relay says nothing for 30 s is taken again over a new connection', () => {
    const { clock, lines, line, events } = placed();
    clock.advance(30_000);
    expect(line(0).types.slice(1)).toEqual(['PING']);
    expect(line(0).closedWith).toBe(4000);
    expect(events).toEqual([
      { type: 'state', state: 'silent' },
      { type: 'state', state: 'reconnecting' },
    ]);
    clock.advance(0);
    expect(lines).toHaveLength(2);
  });

  test('whose relay speaks again after 15 s is online again', () => {
    const { clock, line, events } = placed();
    clock.advance(15_000);
    line().say('PONG', { t: 0 });
    expect(events).toEqual([
      { type: 'state', state: 'silent' },
      { type: 'state', state: 'online' },
    ]);
  });

  test('answers PING with the same number', () => {
    const { line } = placed();
    line().say('PING', { t: 42 });
    expect(body(line(), 'PONG')).toEqual({ t: 42 });
  });

  test('hands on who left and what is noticed', () => {
    const { line, events } = placed();
    line().say('LEFT', { conn: b16(4), why: 'gone' });
    line().say('LEFT', {});
    line().say('NOTICE', { code: 'away', conn: b16(4) });
    line().say('NOTICE', { code: 'exposed' });
    expect(events).toEqual([
      { type: 'left', conn: ids.conn(b16(4)) },
      { type: 'notice', code: 'away', conn: ids.conn(b16(4)) },
      { type: 'notice', code: 'exposed', conn: undefined },
    ]);
  });

  test.each([
    ['no frame', Uint8Array.of(9)],
    ['an empty message', new Uint8Array(0)],
    ['a control frame for a relay', controlFrame('HELLO', { room: b16(1), cap: new Uint8Array(32) })],
    ['a control frame without its body', controlFrame('NOTICE', {} as never)],
  ])('says that something could not be read, and goes on, after %s', (_, bytes) => {
    const { line, events, connection } = placed();
    line().bytes(bytes);
    expect([events, connection.live]).toEqual([[{ type: 'garbage' }], true]);
  });

  test('does not believe a RESUMED that nobody asked for before there is a place', () => {
    const { line, events, connection } = setUp();
    line().open().say('RESUMED', RESUMED);
    line().say('PONG', { t: 0 });
    expect([events, connection.live]).toEqual([[{ type: 'garbage' }], false]);
  });

  test.each(['resume_gap', 'resume_refused'])(
    'takes no %s that nobody asked for: a relay cannot make it forget what it has missed',
    (code) => {
      const { line, types, connection } = placed();
      line().say('ERR', { code });
      line().say('HELLO_OK', HELLO_OK);
      expect([line().types, types(), connection.live]).toEqual([['HELLO'], ['garbage', 'garbage'], true]);
    },
  );

  test('whose frame was refused for its rate waits and resumes, so that the order stays', () => {
    const { clock, lines, line, events } = placed();
    line().say('ERR', { code: 'rate', retryMs: 2_000 });
    expect(events).toEqual([
      { type: 'refused', code: 'rate' },
      { type: 'state', state: 'reconnecting' },
    ]);
    expect(line().closedWith).toBe(4000);
    clock.advance(1_999);
    expect(lines).toHaveLength(1);
    clock.advance(1);
    expect(lines).toHaveLength(2);
  });

  test('that is left says so, closes with 1000, and nothing is heard after that', () => {
    const { clock, line, events, connection } = placed();
    connection.leave();
    connection.leave();
    expect([line().types, line().closedWith]).toEqual([['HELLO', 'LEFT'], 1000]);
    line().bytes(app(6));
    line().breaks();
    connection.probe();
    clock.advance(60_000);
    expect([events, clock.timers]).toEqual([[], 0]);
  });
});
