import { describe, expect, test } from 'vitest';
import { peek, type Glimpse } from '../../../src/client/peek.js';
import { deriveRoomKeys } from '../../../src/crypto/key-schedule.js';
import type { LinkSecret } from '../../../src/crypto/link.js';
import { Vault } from '../../../src/crypto/vault.js';
import { parseControl } from '../../../src/protocol/control.js';
import { parseFrame } from '../../../src/protocol/frame.js';
import { ids } from '../../../src/protocol/ids.js';
import { createFakeClock } from '../../helpers/fake-clock.js';
import { createHandLines, type HandLine } from '../../helpers/hand-line.js';
import { createRelayRoom } from '../../helpers/relay-room.js';

const link = (): LinkSecret => ({ mode: 'mls', s: new Uint8Array(32).fill(5), hostFp: new Uint8Array(16).fill(6) });

/** A question whose other end is the test itself. */
function asked(ticket?: Uint8Array) {
  const clock = createFakeClock();
  const { lines, connect } = createHandLines();
  const answers: Glimpse[] = [];
  const secret = link();
  const cancel = peek({ secret, ticket, connect, clock }, (glimpse) => void answers.push(glimpse));
  return { clock, lines, line: lines[0] as HandLine, answers, secret, cancel };
}

const UNKNOWN = [{ state: 'unknown' }];

describe('a look into the room', () => {
  test('asks once, with the capability of the link and nothing else, and closes', () => {
    const { lines, line, answers, clock } = asked();
    expect(line.sent).toEqual([]);
    line.open();
    expect(line.types).toEqual(['PEEK']);
    const frame = parseFrame(line.sent[0] as Uint8Array);
    const keys = deriveRoomKeys(link(), new Vault());
    expect(frame.ok && parseControl('PEEK', frame.value.body)).toEqual({
      ok: true,
      value: { room: ids.bytes(keys.roomId), cap: keys.cap.bytes },
    });
    line.say('PEEKED', { n: 3, full: true, locked: false });
    expect(answers).toEqual([{ state: 'open', inside: 3, full: true, locked: false }]);
    expect(line.closedWith).toBe(1000);
    line.breaks(1000);
    clock.advance(60_000);
    expect([answers.length, lines.length, clock.nextAt]).toEqual([1, 1, undefined]);
  });

  test('keeps nothing of the secret', () => {
    expect(asked().secret.s).toEqual(new Uint8Array(32));
  });

  test('shows the ticket', () => {
    const { line } = asked(new Uint8Array(16).fill(9));
    const frame = parseFrame(line.open().sent[0] as Uint8Array);
    const body = frame.ok ? parseControl('PEEK', frame.value.body) : frame;
    expect(body.ok && body.value.ticket).toEqual(new Uint8Array(16).fill(9));
  });

  test('no room for this link: by the word, and by the close alone', () => {
    const [one, other] = [asked(), asked()];
    one.line.open().say('ERR', { code: 'refused' });
    other.line.open().breaks(4003);
    for (const { answers } of [one, other]) expect(answers).toEqual([{ state: 'none' }]);
  });

  test.each<[string, (line: HandLine) => void]>([
    ['a relay that does not know the question', (line) => line.open().say('ERR', { code: 'bad_frame' })],
    ['a flood', (line) => line.open().say('ERR', { code: 'rate', retryMs: 5 })],
    ['a connection that never came up', (line) => line.breaks()],
    ['an end of the session', (line) => line.open().breaks(1001)],
    ['garbage', (line) => line.open().bytes(Uint8Array.of(1, 2, 3))],
    ['another answer', (line) => line.open().say('PONG', { t: 1 })],
  ])('%s: nothing is known', (_what, happens) => {
    const { line, answers } = asked();
    happens(line);
    expect(answers).toEqual(UNKNOWN);
  });

  test('an answer without a number is none', () => {
    const { line, answers } = asked();
    line.open();
    const frame = new TextEncoder().encode('{"n":-1,"full":false,"locked":false}');
    const header = Uint8Array.of(1, 78, ...new Uint8Array(21), 0, 0, frame.length);
    expect(parseFrame(Uint8Array.of(...header, ...frame)).ok).toBe(true);
    line.bytes(Uint8Array.of(...header, ...frame));
    expect(answers).toEqual(UNKNOWN);
  });

  test('silence: nothing is known after ten seconds, and the connection is closed', () => {
    const { clock, line, answers } = asked();
    line.open();
    clock.advance(9_999);
    expect([answers, line.closedWith]).toEqual([[], undefined]);
    clock.advance(1);
    expect([answers, line.closedWith]).toEqual([UNKNOWN, 1000]);
  });

  test('cancelled it closes, and answers nothing', () => {
    const { clock, line, answers, cancel } = asked();
    line.open();
    cancel();
    line.say('PEEKED', { n: 3, full: false, locked: false });
    cancel();
    clock.advance(60_000);
    expect([answers, line.closedWith]).toEqual([[], 1000]);
  });

  test('cancelled before it is connected it asks nothing, and closes when it is', () => {
    const { line, answers, cancel, clock } = asked();
    cancel();
    expect([line.closedWith, clock.nextAt]).toEqual([undefined, undefined]);
    line.open();
    expect([line.types, line.closedWith, answers]).toEqual([[], 1000, []]);
  });
});

test('a relay answers it', () => {
  const { world } = createRelayRoom();
  const answers: Glimpse[] = [];
  peek({ secret: link(), connect: world.connect, clock: world.clock }, (glimpse) => void answers.push(glimpse));
  world.pump();
  expect(answers).toEqual([{ state: 'none' }]);
  expect(world.counts().links).toBe(1);
});
