import { createApplicationMessage } from 'ts-mls/createMessage.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import { toLeafIndex } from 'ts-mls/treemath.js';
import { describe, expect, test } from 'vitest';
import { encodeSync } from '../../../../src/client/cipher/mls/sync-body.js';
import { encodePayload, pad } from '../../../../src/protocol/payload.js';
import { encodeUtf8 } from '../../../../src/protocol/utf8.js';
import { expectTalk, roomWithInsider, words } from '../../../helpers/adversary-room.js';
import { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import { losePlace } from '../../../helpers/private-room.js';
import { itemsOf, namesIn, warningsOf } from '../../../helpers/seen.js';

const NOTHING = new Uint8Array(32);

/** As ana's program would encode it, but that the leaf is another's. */
async function inTheNameOf(mallory: HostileLeaf, leaf: number, text: string, generation = 0): Promise<void> {
  const { state, setup } = mallory.insider;
  const payload = encodePayload({ kind: 'text', id: mallory.random(16), n: 1, p: NOTHING, body: words(text) });
  const as = { ...state, privatePath: { ...state.privatePath, leafIndex: toLeafIndex(leaf) } };
  const node = as.secretTree[2 * leaf];
  if (node === undefined) throw new Error('no such leaf');
  const secretTree = as.secretTree.slice();
  secretTree[2 * leaf] = { ...node, application: { ...node.application, generation } };
  const { privateMessage } = await createApplicationMessage({ ...as, secretTree }, pad(payload), setup.suite, setup.aad);
  mallory.send('APP', encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage }));
}

describe('a member that speaks in the name of another', () => {
  test.each([0, 40, 1_999, 4_000_000_000])(
    'with its keys but not its signature (generation %d) is not shown, and does not silence it',
    async (generation) => {
      const { world, mallory, host, ana, ben } = await roomWithInsider();
      await inTheNameOf(mallory, 1, 'I am ana', generation);
      await world.run(1_000);
      for (const one of [host, ana, ben]) expect([one.texts(), warningsOf(one)]).toEqual([[], ['MESSAGES_REFUSED']]);
      await expectTalk(world, host, ana, ben);
    },
  );

  test('cannot be the host by its nick, nor ana: a piece of its key stands behind both', async () => {
    const { world, mallory, ana, ben } = await roomWithInsider();
    for (const nick of ['ana', 'аna', 'host', 'h0st']) {
      await mallory.say('nick', encodeUtf8(nick));
      await world.run(500);
      const seen = ben.member.view.members.find(({ nick: its, role }) => its === nick && role === 'guest' && its !== 'ana');
      const shown = ben.member.view.members.map((member) => member.shown);
      expect(new Set(shown).size).toBe(shown.length);
      if (nick !== 'ana') expect(seen?.shown).toMatch(/·[0-9a-f]{4}$/u);
      expect(shown).toContain('host');
    }
    expect(itemsOf(ana, 'member-renamed').length).toBe(4);
  });

  test.each(['ana·1234', '\u202eana', '', 'x'.repeat(33)])('cannot call itself %j', async (nick) => {
    const { world, mallory, ana } = await roomWithInsider();
    await mallory.say('nick', encodeUtf8(nick));
    await world.run(500);
    expect([namesIn(ana), warningsOf(ana)]).toEqual([['ana', 'ben', 'host', 'mallory'], ['MESSAGES_REFUSED']]);
    losePlace(world, ana);
    await world.run(5_000);
    expect(namesIn(ana)).toEqual(['ana', 'ben', 'host', 'mallory']);
  });

  const bodies = { topic: encodeUtf8('our new title'), end: new Uint8Array(0), history: new Uint8Array(0), rotate: new Uint8Array(32) };
  test.each(['topic', 'end', 'history', 'rotate'] as const)('cannot say %s: that is the host’s', async (kind) => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    await mallory.say(kind, bodies[kind]);
    await world.run(500);
    expect([ana.member.view.phase, ana.member.view.title, itemsOf(ana, 'history'), warningsOf(ana)]).toEqual([
      'joined',
      undefined,
      [],
      ['MESSAGES_REFUSED'],
    ]);
    await expectTalk(world, host, ana, ben);
  });
});

describe('a member that lies about what others said', () => {
  const sync = (mallory: HostileLeaf, n: number, authenticator = mallory.insider.state.keySchedule.epochAuthenticator): Uint8Array =>
    encodeSync({ epoch: mallory.epoch, authenticator, counts: [0, 1, 2].map((leaf) => ({ leaf, n, p: NOTHING })) });

  test.each([7, 600, 0xffff_ffff])('that they said %d messages more, silences nobody', async (n) => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    ana.member.say({ text: 'first' });
    await world.run(1_000);
    await mallory.say('sync', sync(mallory, n));
    await world.run(1_000);
    const texts = Array.from({ length: 300 }, (_, i) => `after the lie ${i}`);
    for (const text of texts) ana.member.say({ text });
    await world.run(20_000, 500);
    expect(ben.texts('ana')).toEqual(['first', ...texts]);
    await expectTalk(world, host, ana, ben);
  });

  test('that the group is another one, makes nobody leave it', async () => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    await mallory.say('sync', sync(mallory, 1, NOTHING));
    await mallory.say('here', NOTHING);
    await world.run(5_000);
    for (const one of [host, ana, ben]) expect([warningsOf(one), itemsOf(one, 'absent')]).toEqual([[], []]);
    await expectTalk(world, host, ana, ben);
  });

  test('that the group is the right one, confirms nobody where there is a host', async () => {
    const { world, mallory, host } = await roomWithInsider();
    const muted = new Set<string>();
    world.relay.hooks.toRelay = (bytes, wire) => {
      if (wire.inside && bytes[1] === 4) muted.add(Buffer.from(bytes.subarray(60)).toString('hex'));
      return [bytes];
    };
    world.relay.hooks.toMember = (bytes, wire) =>
      !wire.inside && muted.has(Buffer.from(bytes.subarray(60)).toString('hex')) ? [] : [bytes];
    const cem = world.guest('cem');
    await world.run(1_000);
    await mallory.follow();
    await mallory.say('sync', sync(mallory, 1));
    await world.run(3_000);
    expect(cem.member.view).toMatchObject({ phase: 'joined', confirmed: false });
    expect(host.member.view.members.length).toBe(5);
  });

  test('in one number says two things: who hears the second is told that they do not follow', async () => {
    const { world, mallory, ana } = await roomWithInsider();
    await mallory.say('text', words('one'));
    await world.run(500);
    const { state, setup } = mallory.insider;
    const payload = encodePayload({ kind: 'text', id: mallory.random(16), n: 2, p: new Uint8Array(32).fill(4), body: words('two') });
    const { privateMessage } = await createApplicationMessage(state, pad(payload), setup.suite, setup.aad);
    mallory.send('APP', encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage }));
    await world.run(500);
    expect([ana.texts('mallory'), warningsOf(ana)]).toEqual([['one', 'two'], ['MESSAGES_REFUSED']]);
  });

  test('whose payload is not one, is not shown', async () => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    const { setup } = mallory.insider;
    for (const data of [new Uint8Array(0), new Uint8Array(256), mallory.random(256), mallory.random(300), new Uint8Array(50_000)]) {
      const { newState, privateMessage } = await createApplicationMessage(mallory.insider.state, data, setup.suite, setup.aad);
      mallory.insider.state = newState;
      mallory.send('APP', encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage }));
    }
    await world.run(1_000);
    for (const one of [host, ana, ben]) expect([one.texts(), warningsOf(one)]).toEqual([[], ['MESSAGES_REFUSED']]);
    await expectTalk(world, host, ana, ben);
  });

  test('that puts its message under another epoch’s head, is not shown', async () => {
    const { world, mallory, ana, ben } = await roomWithInsider();
    world.guest('cem');
    await world.run(1_000);
    const { state, setup } = mallory.insider;
    const payload = encodePayload({ kind: 'text', id: mallory.random(16), n: 1, p: NOTHING, body: words('when') });
    const { privateMessage } = await createApplicationMessage(state, pad(payload), setup.suite, setup.aad);
    mallory.send('APP', encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage }), {
      epoch: mallory.epoch + 1,
    });
    await world.run(1_000);
    for (const one of [ana, ben]) expect([one.texts(), warningsOf(one)]).toEqual([[], ['MESSAGES_REFUSED']]);
  });
});

describe('a member that was removed', () => {
  test('reads nothing of what follows, and what it says later is not shown', async () => {
    const { world, mallory, host, ana, ben } = await roomWithInsider();
    ana.member.say({ text: 'while it was here' });
    await world.run(1_000);
    await mallory.follow();
    const before = mallory.insider.state;
    mallory.raw.say('LEFT', {});
    await world.run(5_000);
    expect(namesIn(ana)).toEqual(['ana', 'ben', 'host']);
    // It still has the link, takes another place and listens to everything from there.
    const again = await new HostileLeaf(world, { seed: 77 }).connect();
    again.inside = mallory.inside;
    host.member.say({ text: 'now it is gone' });
    await world.run(1_000);
    await again.follow();
    expect([mallory.heard.map(({ text }) => text).filter((text) => text.includes('here')), again.heard]).toEqual([
      ['while it was here'],
      [],
    ]);
    for (const ahead of [0n, 1n, 2n]) {
      const { groupContext } = before;
      again.insider.state = { ...before, groupContext: { ...groupContext, epoch: groupContext.epoch + ahead } };
      await again.say('text', words('I am still here'));
    }
    await world.run(1_000);
    for (const one of [host, ana, ben]) expect(one.texts('mallory')).toEqual([]);
    await world.run(35_000, 500);
    await expectTalk(world, host, ana, ben);
  });
});
