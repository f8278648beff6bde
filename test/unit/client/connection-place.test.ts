import { describe, expect, test } from 'vitest';
import { controlFrame } from '../../../src/protocol/control-frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { b16, HELLO_OK, RESUMED, app, setUp, placed, body } from '../../helpers/connection-bench.js';

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
