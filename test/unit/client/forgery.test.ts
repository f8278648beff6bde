import { describe, expect, test } from 'vitest';
import { whyText } from '../../../src/client/why.js';
import { credentialMac } from '../../../src/crypto/credential-mac.js';
import { signature } from '../../../src/crypto/signature.js';
import { ids, type ConnId } from '../../../src/protocol/ids.js';
import { encodeTextBody } from '../../../src/protocol/text-body.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { HandMadeMember } from '../../helpers/hand-made-member.js';
import { createRoomWorld, type Guest, type RoomWorld } from '../../helpers/room-world.js';
import { itemsOf, namesIn, warningsOf } from '../../helpers/seen.js';

const text = (words: string): Uint8Array => encodeTextBody({ style: 'said', text: words });
/** The host and ana talk; mallory has the link and a place of its own. */
async function room(): Promise<{ world: RoomWorld; ana: Guest; mallory: HandMadeMember; anaConn: ConnId }> {
  const conns: ConnId[] = [];
  const world = await createRoomWorld();
  world.relay.hooks.toMember = (bytes) => {
    if (bytes[1] === 66)
      conns.push(ids.conn(Buffer.from((JSON.parse(Buffer.from(bytes.subarray(26)).toString()) as { conn: string }).conn, 'base64url')));
    return [bytes];
  };
  const ana = world.guest('ana');
  await world.run(2_000);
  const [anaConn = ids.conn(new Uint8Array(16))] = conns;
  const mallory = new HandMadeMember(world);
  await mallory.connect();
  return { world, ana, mallory, anaConn };
}

describe('someone with the link', () => {
  test('who plays by the rules is shown as itself', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    mallory.say('text', text('hello'));
    await world.run(500);
    expect([ana.texts('mallory'), world.host.texts('mallory')]).toEqual([['hello'], ['hello']]);
    expect(warningsOf(ana)).toEqual([]);
  });

  test('cannot speak in the name of another place', async () => {
    const { world, ana, mallory, anaConn } = await room();
    await mallory.meet('mallory');
    mallory.say('text', text('I am ana'), { conn: anaConn, counter: 1_000 });
    await world.run(500);
    expect([world.host.texts(), ana.texts()]).toEqual([[], []]);
    expect(warningsOf(world.host)).toEqual(['MESSAGES_REFUSED']);
    ana.member.say({ text: 'still me' });
    await world.run(500);
    expect(world.host.texts('ana')).toEqual(['still me']);
  });

  test('is counted, however seldom it is told', async () => {
    const { world, mallory, anaConn } = await room();
    await mallory.meet('mallory');
    for (const counter of [1_000, 1_001, 1_002]) {
      mallory.say('text', text('I am ana'), { conn: anaConn, counter });
      await world.run(500);
    }
    await world.run(61_000, 1_000);
    mallory.say('text', text('I am ana'), { conn: anaConn, counter: 1_003 });
    await world.run(500);
    expect(itemsOf(world.host, 'warning').map(({ why }) => /\d+ so far/.exec(whyText(why ?? ''))?.[0])).toEqual(['1 so far', '4 so far']);
  });

  test('cannot take the place of another by announcing it', async () => {
    const { world, ana, mallory, anaConn } = await room();
    mallory.here({ conn: anaConn, nick: 'ana' }, [], { conn: anaConn });
    await world.run(500);
    ana.member.say({ text: 'still me' });
    await world.run(500);
    expect(namesIn(world.host)).toEqual(['ana', 'host']);
    expect(world.host.texts('ana')).toEqual(['still me']);
  });

  test('cannot invent members at places that the relay has not given', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    const echoes = mallory.met.map(({ nonce }) => ({ role: 'met' as const, head: nonce.subarray(0, 8) }));
    for (let n = 1; n <= 20; n++) {
      const seed = new Uint8Array(32).fill(n);
      const conn = ids.conn(new Uint8Array(16).fill(n));
      mallory.here({ nick: `ghost-${n}`, sigPk: signature.publicKey(seed), conn }, echoes, { seed, conn });
    }
    await world.run(1_000);
    expect(namesIn(ana)).toEqual(['ana', 'host', 'mallory']);
  });

  test('who claims the place of another first does not keep its owner from a newcomer', async () => {
    const { world, ana, anaConn, mallory } = await room();
    await mallory.meet('mallory');
    const ben = world.guest('ben');
    const seed = new Uint8Array(32).fill(9);
    for (let i = 0; i < 20; i++) {
      await world.run(5, 5);
      const echoes = mallory.met.map(({ nonce }) => ({ role: 'welcome' as const, head: nonce.subarray(0, 8) }));
      mallory.here({ nick: 'ana', sigPk: signature.publicKey(seed), conn: anaConn }, echoes, { seed, conn: anaConn });
    }
    await world.run(3_000);
    ana.member.say({ text: 'the real one' });
    await world.run(500);
    expect(ben.texts('ana')).toContain('the real one');
  });

  test('cannot announce another place while it signs for its own', async () => {
    const { world, mallory, anaConn } = await room();
    mallory.here({ conn: anaConn });
    await world.run(500);
    expect([namesIn(world.host), warningsOf(world.host)]).toEqual([['ana', 'host'], ['MESSAGES_REFUSED']]);
  });

  test('cannot announce a key that it does not have', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    const host = mallory.met.find(({ credential }) => credential.nick === 'host')?.credential;
    expect(host).toBeDefined();
    mallory.here({ nick: 'host', sigPk: host?.sigPk ?? new Uint8Array(32) }, [], { counter: 1_000 });
    await world.run(500);
    expect([namesIn(ana), warningsOf(ana)]).toEqual([['ana', 'host', 'mallory'], ['MESSAGES_REFUSED']]);
  });

  test('is not the host by its nick, and is told apart from it', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('h0st');
    const others = ana.member.view.members.filter(({ self }) => !self).map(({ shown, role }) => [shown, role]);
    expect(others).toEqual([
      ['host', 'host'],
      [expect.stringMatching(/^h0st·[0-9a-f]{4}$/u), 'guest'],
    ]);
    await world.run(500);
  });

  test.each(['topic', 'end'] as const)('cannot say %s: that is the host’s', async (kind) => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    mallory.say(kind, kind === 'topic' ? encodeUtf8('our new title') : new Uint8Array(0));
    await world.run(500);
    expect([ana.member.view.phase, ana.member.view.title, warningsOf(ana)]).toEqual(['joined', undefined, ['MESSAGES_REFUSED']]);
    expect(world.host.member.view.phase).toBe('joined');
  });

  test('cannot say the same twice', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    for (const words of ['one', 'again']) mallory.say('text', text(words), { counter: 50 });
    await world.run(500);
    expect([ana.texts('mallory'), warningsOf(ana)]).toEqual([['one'], ['MESSAGES_REFUSED']]);
  });

  test('cannot rename itself to something that is no nick', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    for (const nick of ['ana·1234', '\u202eana', '', 'x'.repeat(33)]) mallory.say('nick', encodeUtf8(nick));
    mallory.say('nick', Uint8Array.of(0xff));
    await world.run(500);
    expect([namesIn(ana), warningsOf(ana)]).toEqual([['ana', 'host', 'mallory'], ['MESSAGES_REFUSED']]);
  });

  test('cannot show text that is no text', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    mallory.say('text', Uint8Array.of(0, 0, 0xff));
    mallory.say('text', Uint8Array.of(9));
    await world.run(500);
    expect([ana.texts(), warningsOf(ana)]).toEqual([[], ['MESSAGES_REFUSED']]);
  });

  test('cannot set a title longer than the screen', async () => {
    const { world, ana } = await room();
    const titled = await createRoomWorld({ title: 'é'.repeat(100) });
    const ben = titled.guest('ben');
    await titled.run(2_000);
    expect(ben.member.view.title).toBe('é'.repeat(100));
    expect([ana.member.view.title, world.host.member.view.title]).toEqual([undefined, undefined]);
  });

  test('that says a kind which nobody knows yet is neither shown nor missed', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    mallory.say('mute', encodeUtf8('?'));
    mallory.say('text', text('hello'));
    await world.run(500);
    expect([ana.texts('mallory'), itemsOf(ana, 'missing'), warningsOf(ana)]).toEqual([['hello'], [], []]);
  });

  test('who says less than it counted is seen to', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    world.relay.hooks.toRelay = () => [];
    for (const words of ['lost', 'lost too']) mallory.say('text', text(words));
    await world.settle();
    delete world.relay.hooks.toRelay;
    mallory.say('text', text('third'));
    await world.run(500);
    expect(itemsOf(ana, 'missing')).toMatchObject([{ count: 2, member: { nick: 'mallory' } }]);
    expect(ana.texts('mallory')).toEqual(['third']);
  });

  test('is not shown before it has repeated the nonce of who reads it', async () => {
    const { world, ana, mallory } = await room();
    mallory.here({});
    mallory.say('text', text('before'));
    await world.run(500);
    expect([ana.texts(), namesIn(ana)]).toEqual([[], ['ana', 'host']]);
  });

  test('who has the link of another room is not heard: its mac does not fit', async () => {
    const { world, ana, mallory } = await room();
    const mac = credentialMac(
      new Uint8Array(32),
      { roomId: mallory.keys.roomId, gen: 0 },
      { nick: 'mallory', conn: mallory.conn, sigPk: mallory.sigPk },
    );
    mallory.here({ mac });
    mallory.say('text', text('hello'));
    await world.run(500);
    expect([ana.texts(), namesIn(ana), warningsOf(ana)]).toEqual([[], ['ana', 'host'], ['MESSAGES_REFUSED']]);
  });

  test('whose clock is off by more than 10 minutes is refused, and the warning names the clock', async () => {
    const { world, ana, mallory } = await room();
    await mallory.meet('mallory');
    const now = world.relay.clock.now();
    mallory.say('text', text('nearly'), { ts: now - 599_000 });
    mallory.say('text', text('too old'), { ts: now - 610_000 });
    mallory.say('text', text('too new'), { ts: now + 610_000 });
    await world.run(500);
    expect([ana.texts('mallory'), warningsOf(ana)]).toEqual([['nearly'], ['CLOCK']]);
  });

  test('who sends what does not open is not heard, and a flood of it is one warning a minute', async () => {
    const { world, ana, mallory } = await room();
    for (let n = 0; n < 5; n++) mallory.raw.frame('APP', new Uint8Array(300).fill(n));
    await world.run(500);
    expect(warningsOf(ana)).toEqual(['MESSAGES_REFUSED']);
    await world.run(60_000, 5_000);
    mallory.raw.frame('APP', new Uint8Array(300));
    await world.run(500);
    expect(warningsOf(ana)).toEqual(['MESSAGES_REFUSED', 'MESSAGES_REFUSED']);
  });
});
