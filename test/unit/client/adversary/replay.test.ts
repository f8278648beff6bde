import { describe, expect, test } from 'vitest';
import { credentialMac } from '../../../../src/crypto/credential-mac.js';
import { controlFrame } from '../../../../src/protocol/control-frame.js';
import {
  adversaryRoom,
  connOf,
  epochOf,
  expectTalk,
  expectTogether,
  inject,
  lease,
  listen,
  roomWithInsider,
} from '../../../helpers/adversary-room.js';
import { itemsOf, namesIn, warningsOf } from '../../../helpers/seen.js';

describe('a message that the relay gives again', () => {
  test.each([
    ['as it was', 0],
    ['with a new number', 1],
  ])('%s is shown once, and a person hears that something did not verify', async (_, later) => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { down } = listen(world, 'APP');
    ana.member.say({ text: 'once' });
    await world.run(500);
    const [frame] = down;
    for (let i = 0; i < 3; i++) if (frame !== undefined) inject(ben, frame, frame.seq + later);
    await world.run(500);
    expect([ben.texts('ana'), warningsOf(ben)]).toEqual([['once'], ['MESSAGES_REFUSED']]);
    await expectTalk(world, host, ana, ben);
  });

  test('to its own sender is not shown to it as somebody’s', async () => {
    const { world, ana } = await adversaryRoom();
    const { down } = listen(world, 'APP');
    ana.member.say({ text: 'mine' });
    await world.run(500);
    if (down[0] !== undefined) inject(ana, down[0]);
    await world.run(500);
    expect([ana.texts(), warningsOf(ana)]).toEqual([['mine'], ['MESSAGES_REFUSED']]);
  });

  test('after the commit that was built before it came is shown once', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { down } = listen(world, 'APP');
    const late: Uint8Array[] = [];
    world.relay.hooks.toRelay = (bytes, wire) => {
      if (bytes[1] !== 2 || !wire.inside) return [bytes];
      late.push(bytes);
      return [];
    };
    const cem = world.guest('cem');
    await world.run(500);
    // The host has built its commit and waits for it; ana speaks in between.
    ana.member.say({ text: 'in between' });
    await world.run(100);
    const frame = down.at(-1);
    delete world.relay.hooks.toRelay;
    for (const bytes of late) host.wire().inject('relay', bytes);
    await world.run(1_000);
    expect(host.texts('ana')).toEqual(['in between']);
    if (frame !== undefined) inject(host, frame);
    await world.run(500);
    expect([host.texts('ana'), warningsOf(host)]).toEqual([['in between'], ['MESSAGES_REFUSED']]);
    await world.run(10_000, 500);
    await expectTalk(world, host, ana, ben, cem);
  });

  test('in the next epoch is not shown again, under its own head or that of the new epoch', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { down } = listen(world, 'APP');
    ana.member.say({ text: 'once' });
    await world.run(500);
    const [frame] = down;
    const cem = world.guest('cem');
    await world.run(1_000);
    if (frame !== undefined) for (const epoch of [frame.epoch, frame.epoch + 1]) inject(ben, { ...frame, epoch });
    await world.run(500);
    expect([ben.texts('ana'), warningsOf(ben)]).toEqual([['once'], ['MESSAGES_REFUSED']]);
    await expectTalk(world, host, ana, ben, cem);
  });

  test('in another room is not shown there', async () => {
    const [one, two] = [await adversaryRoom(), await adversaryRoom({ seed: 5 })];
    const { down } = listen(one.world, 'APP');
    one.ana.member.say({ text: 'for this room' });
    await one.world.run(500);
    for (const frame of down) inject(two.ben, frame);
    await two.world.run(500);
    expect([two.ben.texts(), warningsOf(two.ben)]).toEqual([[], ['MESSAGES_REFUSED']]);
    expectTogether(two.host, two.ana, two.ben);
  });

  test('of the group before a reset is not shown in the next one', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { down } = listen(world, 'APP');
    ana.member.say({ text: 'before' });
    await world.run(500);
    const [frame] = down;
    host.wire().inject('relay', controlFrame('RESET', { gen: 0 }));
    await world.run(3_000);
    expectTogether(host, ana, ben);
    if (frame !== undefined) for (const gen of [0, 1]) inject(ben, { ...frame, gen });
    await world.run(500);
    expect([ben.texts('ana'), itemsOf(ben, 'absent').length]).toEqual([['before'], 1]);
    // Under the head of the old group it is not looked at; under that of the new one its seal does not fit.
    expect(warningsOf(ben)).toEqual(['MESSAGES_REFUSED']);
    await expectTalk(world, host, ana, ben);
  });
});

describe('what belongs to the group and comes again', () => {
  test('a commit changes nothing, under its own head or another', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { down } = listen(world, 'COMMIT');
    const cem = world.guest('cem');
    await world.run(1_000);
    const [frame] = down;
    if (frame !== undefined) for (const epoch of [frame.epoch, frame.epoch + 1]) inject(ana, { ...frame, epoch });
    await world.run(500);
    expect([warningsOf(ana), itemsOf(ana, 'absent')]).toEqual([['MESSAGES_REFUSED'], []]);
    await expectTalk(world, host, ana, ben, cem);
  });

  test('a key package adds nobody a second time, whoever the relay says sent it', async () => {
    const { world, host, ana, ben } = await adversaryRoom();
    const { up } = listen(world, 'KEYPKG');
    const cem = world.guest('cem');
    await world.run(1_000);
    const conn = connOf(world, cem);
    cem.member.leave();
    await world.run(5_000);
    expect(namesIn(host)).toEqual(['ana', 'ben', 'host']);
    const commits = listen(world, 'COMMIT');
    for (const frame of up) {
      inject(host, frame);
      lease(host, epochOf(world), [conn]);
    }
    await world.run(1_000);
    expect([commits.up, namesIn(host), warningsOf(host)]).toEqual([[], ['ana', 'ben', 'host'], []]);
    await expectTalk(world, host, ana, ben);
  });

  test('a key package that was made for private messages lets nobody into the room', async () => {
    const { world, host, mallory } = await roomWithInsider();
    const who = { nick: 'twin', conn: mallory.conn, sigPk: mallory.sigPk };
    const scope = { roomId: mallory.keys.roomId, gen: 0, purpose: 'dm' } as const;
    await mallory.knock({ ...who, mac: credentialMac(mallory.keys.mac.bytes, scope, who) });
    const { up } = listen(world, 'COMMIT');
    await world.run(2_000);
    expect([up, namesIn(host)]).toEqual([[], ['ana', 'ben', 'host', 'mallory']]);
  });
});
