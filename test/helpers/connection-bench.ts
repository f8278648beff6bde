import { Connection } from '../../src/client/connection.js';
import type { ConnectionEvent } from '../../src/client/connection-event.js';
import { SecretBytes } from '../../src/crypto/secret-bytes.js';
import type { Control } from '../../src/protocol/control.js';
import { parseControl } from '../../src/protocol/control.js';
import { encodeFrame, parseFrame } from '../../src/protocol/frame.js';
import { ids } from '../../src/protocol/ids.js';
import { createFakeClock } from './fake-clock.js';
import { createHandLines, type HandLine } from './hand-line.js';

export const b16 = (n: number): Uint8Array => new Uint8Array(16).fill(n);
export const HELLO_OK: Control<'HELLO_OK'> = {
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
export const RESUMED: Control<'RESUMED'> = {
  token: b16(3),
  gen: 0,
  epoch: 0,
  seq: 9,
  locked: false,
  here: [ids.conn(b16(1))],
  away: [ids.conn(b16(4))],
};
export const app = (seq: number): Uint8Array => encodeFrame({ type: 'APP', gen: 0, epoch: 0, seq, to: [], body: Uint8Array.of(seq) });

/** A connection over lines that the test holds in its hands. */
export function setUp(giveUpMs = 60_000, { hosted = true, ticket }: { readonly hosted?: boolean; readonly ticket?: Uint8Array } = {}) {
  const clock = createFakeClock();
  const { lines, connect } = createHandLines();
  const events: ConnectionEvent[] = [];
  const door = { hosted, ticket };
  const common = { ...door, roomId: ids.room(b16(9)), cap: new SecretBytes(new Uint8Array(32)), random: () => Uint8Array.of(255) };
  const connection = new Connection({ ...common, connect, clock, giveUpMs, emit: (event) => void events.push(event) });
  const line = (n = -1): HandLine => lines.at(n) as HandLine;
  return { clock, lines, line, events, connection, types: () => events.map(({ type }) => type) };
}

/** With a place, and nothing said yet. */
export function placed(giveUpMs?: number) {
  const all = setUp(giveUpMs);
  all.line().open().say('HELLO_OK', HELLO_OK);
  all.events.length = 0;
  return all;
}

/** The body of the last frame of this type that was sent. */
export function body<T extends 'HELLO' | 'RESUME' | 'PING' | 'PONG'>(line: HandLine, type: T): Control<T> | undefined {
  const frames = line.sent.map(parseFrame).flatMap((frame) => (frame.ok && frame.value.type === type ? [frame.value] : []));
  const last = frames.at(-1);
  const parsed = last === undefined ? undefined : parseControl(type, last.body);
  return parsed?.ok === true ? parsed.value : undefined;
}
