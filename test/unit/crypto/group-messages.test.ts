import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';
import { agree, heard, makePerson, nameOf, PATH, Room } from './group-fixture.js';

describe('messages', { timeout: 60_000 }, () => {
  it('name their sender, epoch and generation', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    await room.say(1, 'one');
    expect(await room.group(2).open(await room.say(1, 'two'))).toMatchObject({
      type: 'opened',
      sender: { index: 1, sigPk: room.group(1).self.sigPk },
      generation: 1,
      epoch: 1,
      data: encodeUtf8('two'),
    });
  });

  it('open once', async () => {
    const room = await Room.of(['ana', 'ben']);
    const message = await room.say(0, 'hi');
    expect([heard(await room.group(1).open(message)), heard(await room.group(1).open(message))]).toEqual(['ana: hi', 'replay']);
  });

  it("do not open for their sender, nor when they are another group's", async () => {
    const [room, other] = [await Room.of(['ana', 'ben']), await Room.of(['ana', 'ben'])];
    const message = await room.say(0, 'hi');
    expect(heard(await room.group(0).open(message))).toBe('self');
    expect(heard(await other.group(1).open(message))).toBe('group');
  });

  it('open in any order within 32, each once', async () => {
    const room = await Room.of(['ana', 'ben']);
    const sent: Uint8Array[] = [];
    for (let i = 0; i < 33; i++) sent.push(await room.say(0, `${i}`));
    const order = [32, ...Array.from({ length: 32 }, (_, i) => (i * 11) % 32)];
    const got: string[] = [];
    for (const at of order) got.push(heard(await room.group(1).open(sent[at] as Uint8Array)));
    expect(got).toEqual(order.map((at) => `ana: ${at}`));
    for (const message of sent) expect(heard(await room.group(1).open(message))).toBe('replay');
  });

  it('do not open when they come more than 32 behind: their keys are gone', async () => {
    const room = await Room.of(['ana', 'ben']);
    const sent: Uint8Array[] = [];
    for (let i = 0; i < 35; i++) sent.push(await room.say(0, `${i}`));
    const got: string[] = [];
    for (const at of [34, 0, 1, 2]) got.push(heard(await room.group(1).open(sent[at] as Uint8Array)));
    expect(got).toEqual(['ana: 34', 'replay', 'replay', 'ana: 2']);
  });

  it('may skip many that never came, but not without bound', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    let last = new Uint8Array(0) as Uint8Array;
    for (let i = 0; i <= 2000; i++) last = await room.say(0, 'x');
    expect(heard(await room.group(1).open(last))).toBe('ana: x');
    expect(heard(await room.group(2).open(await room.say(0, 'y')))).toBe('broken');
  });

  it('sealed at once never share a generation', async () => {
    const room = await Room.of(['ana', 'ben']);
    const sent = await Promise.all(Array.from({ length: 40 }, (_, i) => room.say(0, `${i}`)));
    const opened = await Promise.all(sent.map((message) => room.group(1).open(message)));
    const generations = opened.map((one) => (one.type === 'opened' ? one.generation : one.reason));
    expect(new Set(generations)).toEqual(new Set(Array.from({ length: 40 }, (_, i) => i)));
  });

  it('of two old epochs open, of a third do not', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const [a, b, c] = [await room.say(0, 'a'), await room.say(0, 'b'), await room.say(0, 'c')];
    await room.commit(1, PATH);
    expect(heard(await room.group(2).open(a))).toBe('ana: a');
    await room.commit(1, PATH);
    expect([heard(await room.group(2).open(a)), heard(await room.group(2).open(b))]).toEqual(['replay', 'ana: b']);
    await room.commit(1, PATH);
    expect(heard(await room.group(2).open(c))).toBe('old');
  });

  it('of an old epoch are of the leaves that it had', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const message = await room.say(1, 'last words');
    await room.commit(0, { removes: [1], adds: [(await makePerson(room.world, 'dan')).keys.encoded] });
    expect(nameOf(room.group(2).leaves[1] as never)).toBe('dan');
    expect(heard(await room.group(2).open(message))).toBe('ben: last words');
  });

  it('of an epoch whose keys were dropped do not open', async () => {
    const room = await Room.of(['ana', 'ben']);
    const message = await room.say(0, 'a');
    await room.commit(0, PATH);
    room.group(1).forgetBelow(1);
    const again = await room.say(0, 'b');
    expect(heard(await room.group(1).open(again))).toBe('ana: b');
    room.group(1).forgetBelow(2);
    expect(heard(await room.group(1).open(message))).toBe('old');
  });

  it('opened between a commit and its echo stay opened after it', async () => {
    const room = await Room.of(['ana', 'ben', 'cleo']);
    const message = await room.say(1, 'in between');
    const late = await room.say(1, 'late');
    const { commit } = await room.group(0).commit(PATH, agree);
    expect(heard(await room.group(0).open(message))).toBe('ben: in between');
    await room.group(0).merge(commit);
    expect(heard(await room.group(0).open(message))).toBe('replay');
    expect(heard(await room.group(0).open(late))).toBe('ben: late');
  });

  it('sealed between a commit and its echo belong to the epoch before', async () => {
    const room = await Room.of(['ana', 'ben']);
    const { commit } = await room.group(0).commit(PATH, agree);
    const { message, epoch } = await room.group(0).seal(encodeUtf8('before'));
    await room.group(0).merge(commit);
    await room.group(1).apply(commit, agree);
    expect([epoch, heard(await room.group(1).open(message)), (await room.group(0).seal(new Uint8Array(1))).epoch]).toEqual([
      1,
      'ana: before',
      2,
    ]);
  });
});
