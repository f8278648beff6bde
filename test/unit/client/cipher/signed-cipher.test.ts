import { describe, expect, test } from 'vitest';
import { clearSeal, sharedKeySeal } from '../../../../src/client/cipher/message-seal.js';
import type { CipherEvent } from '../../../../src/client/cipher/room-cipher.js';
import { SignedCipher } from '../../../../src/client/cipher/signed-cipher.js';
import { OwnLedger } from '../../../../src/client/own-ledger.js';
import { deriveRoomKeys, type RoomKeys } from '../../../../src/crypto/key-schedule.js';
import { Vault } from '../../../../src/crypto/vault.js';
import { parseFrame, type Frame } from '../../../../src/protocol/frame.js';
import { ids, type ConnId } from '../../../../src/protocol/ids.js';
import { limits } from '../../../../src/protocol/limits.js';
import type { PayloadKind } from '../../../../src/protocol/payload.js';
import { seededRandom } from '../../../helpers/seeded-random.js';

const keys: RoomKeys = deriveRoomKeys({ mode: 'none', s: new Uint8Array(32), hostFp: new Uint8Array(0) }, new Vault());
const START = 1_700_000_000_000;
const conn = (n: number): ConnId => ids.conn(new Uint8Array(16).fill(n));
const types = (events: readonly CipherEvent[]): readonly string[] =>
  events.map((event) => (event.type === 'refused' ? event.reason : event.type));

/** A cipher, and the frames it wants sent, in order. */
class Side {
  readonly cipher: SignedCipher;
  readonly out: Frame[] = [];
  readonly seen: CipherEvent[] = [];
  conn: ConnId;
  readonly #ledger = new OwnLedger();
  now = START;

  constructor(n: number) {
    const random = seededRandom(n);
    this.conn = conn(n);
    this.cipher = new SignedCipher({ mode: 'none', keys, seal: clearSeal, seed: new Vault().hold(random(32)), nick: `m${n}`, random });
  }

  async enter(others: number): Promise<readonly CipherEvent[]> {
    const taken = Array.from({ length: 200 }, (_, n) => conn(n)).filter((one) => one !== this.conn);
    return this.#take(await this.cipher.enter({ conn: this.conn, gen: 0, epoch: 0, first: false, others, taken }, this.now));
  }

  async hear(...frames: readonly Frame[]): Promise<readonly CipherEvent[]> {
    const all: CipherEvent[] = [];
    for (const frame of frames) all.push(...(await this.#take(await this.cipher.open(frame, this.now))));
    return all;
  }

  async tick(now: number): Promise<readonly CipherEvent[]> {
    this.now = now;
    return this.#take(await this.cipher.tick(now));
  }

  async say(text: string): Promise<Frame> {
    return this.#frame('text', Buffer.from(`\0\0${text}`), []);
  }

  async #take(events: readonly CipherEvent[]): Promise<readonly CipherEvent[]> {
    this.seen.push(...events);
    for (const event of events) if (event.type === 'say') this.out.push(await this.#frame(event.kind, event.body, event.to));
    return events;
  }

  async #frame(kind: PayloadKind, body: Uint8Array, to: readonly ConnId[]): Promise<Frame> {
    const { encoded } = this.#ledger.stamp(kind, new Uint8Array(16), body, kind === 'text');
    const frame = parseFrame(await this.cipher.seal(encoded, to, this.now));
    if (!frame.ok) throw new Error(frame.reason);
    return frame.value;
  }
}

/** One who was here, and a newcomer whose greeting it has heard. */
async function sides(): Promise<{ here: Side; newcomer: Side }> {
  const [here, newcomer] = [new Side(1), new Side(2)];
  await here.enter(0);
  await newcomer.enter(1);
  await here.hear(...newcomer.out.splice(0));
  return { here, newcomer };
}

describe('entering', () => {
  test('an empty room is done at once', async () => {
    expect(types(await new Side(1).enter(0))).toEqual(['say', 'entered']);
  });

  test('is done when everybody who was here has answered, and has been answered', async () => {
    const { here, newcomer } = await sides();
    expect(types(newcomer.seen)).toEqual(['say']);
    expect(types(await newcomer.hear(...here.out.slice(1)))).toEqual(['baseline', 'baseline', 'member', 'say', 'entered']);
  });

  test('is done after a second when someone does not answer, once', async () => {
    const side = new Side(1);
    await side.enter(3);
    expect(side.cipher.wakeAt).toBe(START + 1_000);
    expect(types(await side.tick(START + 999))).toEqual([]);
    expect(types(await side.tick(START + 1_000))).toEqual(['entered']);
    expect([types(await side.tick(START + 2_000)), side.cipher.wakeAt]).toEqual([[], undefined]);
  });
});

describe('those who were here', () => {
  test('hold back what a newcomer says until it has repeated their nonce, then show it in order', async () => {
    const { here, newcomer } = await sides();
    const said = [await newcomer.say('one'), await newcomer.say('two')];
    expect(types(await here.hear(...said))).toEqual([]);
    await newcomer.hear(...here.out.slice(1));
    expect(types(await here.hear(...newcomer.out))).toEqual(['member', 'payload', 'payload']);
  });

  test('hold back at most 32', async () => {
    const { here, newcomer } = await sides();
    for (let n = 0; n < limits.heldFrames + 5; n++) await here.hear(await newcomer.say(String(n)));
    await newcomer.hear(...here.out.slice(1));
    const events = await here.hear(...newcomer.out);
    expect(events.filter(({ type }) => type === 'payload')).toHaveLength(limits.heldFrames);
  });

  test('say how much they held back of someone who left before they could meet', async () => {
    const { here, newcomer } = await sides();
    await here.hear(await newcomer.say('one'), await newcomer.say('two'));
    expect(here.cipher.left(newcomer.conn, START)).toMatchObject([{ type: 'gone' }, { type: 'unmet', count: 2, member: { nick: 'm2' } }]);
    expect(here.cipher.left(newcomer.conn, START)).toEqual([]);
    expect(types(await here.hear(await newcomer.say('three')))).toEqual(['unknown-sender']);
  });

  test('forget those who are not among the places that are taken', async () => {
    const { here, newcomer } = await sides();
    await here.hear(await newcomer.say('one'));
    expect(here.cipher.only([newcomer.conn], START)).toEqual([]);
    expect(here.cipher.only([], START)).toMatchObject([{ type: 'gone' }, { type: 'unmet', count: 1 }]);
  });

  test('welcome many newcomers at once, four times a second, 64 at a time', async () => {
    const here = new Side(1);
    await here.enter(0);
    here.out.length = 0;
    for (let n = 2; n < 102; n++) {
      const newcomer = new Side(n);
      await newcomer.enter(1);
      await here.hear(...newcomer.out);
    }
    expect(here.out.map(({ to }) => to.length)).toEqual([1]);
    expect(here.cipher.wakeAt).toBe(START + 250);
    await here.tick(START + 250);
    await here.tick(START + 499);
    expect(here.out.map(({ to }) => to.length)).toEqual([1, 64]);
    await here.tick(START + 500);
    expect([here.out.map(({ to }) => to.length), here.cipher.wakeAt]).toEqual([[1, 64, 35], undefined]);
  });

  test('welcome someone again who stands at another place, and show nothing of it before it answers', async () => {
    const { here, newcomer } = await sides();
    await newcomer.hear(...here.out.splice(0).slice(1));
    await here.hear(...newcomer.out.splice(0));
    expect(types(await here.hear(await newcomer.say('one')))).toEqual(['payload']);
    here.cipher.left(newcomer.conn, here.now);
    newcomer.conn = conn(3);
    here.now += 1_000;
    await newcomer.enter(1);
    expect(types(await here.hear(...newcomer.out.splice(0)))).toEqual(['baseline', 'say']);
    expect(types(await here.hear(await newcomer.say('two')))).toEqual([]);
    expect(here.out.map(({ to }) => to)).toEqual([[conn(3)]]);
    await newcomer.hear(...here.out);
    expect(types(await here.hear(...newcomer.out))).toEqual(['member', 'payload']);
  });
});

describe('a newcomer', () => {
  test('does not show what was said before it came, and counts from the welcome on', async () => {
    const [here, newcomer] = [new Side(1), new Side(2)];
    await here.enter(0);
    const old = [await here.say('one'), await here.say('two')];
    await newcomer.enter(1);
    await here.hear(...newcomer.out);
    expect(types(await newcomer.hear(...here.out.splice(0, 1), ...old))).toEqual(['baseline', 'say']);
    expect(types(await newcomer.hear(...here.out))).toEqual(['baseline', 'member', 'entered']);
    expect(types(await newcomer.hear(await here.say('three')))).toEqual(['payload']);
  });

  test('answers many welcomes with one greeting, 100 ms after the first, when someone still has to answer', async () => {
    const newcomer = new Side(9);
    const others = [new Side(1), new Side(2), new Side(3)];
    for (const other of others) await other.enter(0);
    await newcomer.enter(4);
    const [greeting] = newcomer.out.splice(0) as [Frame];
    for (const other of others) {
      await other.hear(greeting);
      await newcomer.hear(...other.out.slice(1));
    }
    expect([newcomer.out.length, newcomer.cipher.wakeAt]).toEqual([0, START + 100]);
    expect(types(await newcomer.tick(START + 100))).toEqual(['say']);
    expect(newcomer.out.map(({ to }) => to)).toEqual([others.map((other) => other.conn)]);
    for (const other of others) expect(types(await other.hear(...newcomer.out))).toContain('member');
  });
});

describe('what is refused', () => {
  test('before there is a place, of another group, or of another type is for another place', async () => {
    const { here, newcomer } = await sides();
    const frame = await newcomer.say('one');
    expect(types(await new Side(3).hear(frame))).toEqual(['place']);
    expect(types(await here.hear({ ...frame, gen: 1 }))).toEqual(['place']);
    expect(types(await here.hear({ ...frame, type: 'BULK' }))).toEqual(['place']);
  });

  test('is what does not have the layout, and what was sent to others than it was signed for', async () => {
    const { here, newcomer } = await sides();
    const frame = await newcomer.say('one');
    expect(types(await here.hear({ ...frame, body: frame.body.subarray(0, 95) }, { ...frame, body: frame.body.subarray(0, 200) }))).toEqual(
      ['layout', 'layout'],
    );
    expect(types(await here.hear({ ...frame, to: [here.conn] }))).toEqual(['signature']);
    expect(types(await here.hear(frame, frame))).toEqual(['replay']);
  });

  test('is one’s own message that comes back', async () => {
    const { here } = await sides();
    expect(types(await here.hear(await here.say('one'), ...here.out))).toEqual(['replay', 'replay', 'replay']);
  });

  test('changes nothing: what is right is taken afterwards', async () => {
    const { here, newcomer } = await sides();
    const frame = await newcomer.say('one');
    const later = frame.body.slice();
    later[23] = 255;
    expect(types(await here.hear({ ...frame, body: later }))).toEqual(['signature']);
    expect(types(await here.hear(frame))).toEqual([]);
  });

  test('is a payload before enter: that is a bug of the caller', () => {
    expect(() => new Side(1).cipher.seal(new Uint8Array(57), [], START)).toThrow('seal before enter');
  });
});

test('a shared-key seal opens under its own header and keys only', () => {
  const header = { type: 'APP', gen: 0, epoch: 0 } as const;
  const other = deriveRoomKeys({ mode: 'shared-key', s: new Uint8Array(32), hostFp: new Uint8Array(0) }, new Vault());
  const [seal, wrong] = [keys, other].map((one) => sharedKeySeal(one, seededRandom(1))) as [
    ReturnType<typeof sharedKeySeal>,
    ReturnType<typeof sharedKeySeal>,
  ];
  const body = seal.seal(header, Uint8Array.of(1, 2, 3));
  expect(seal.open(header, body)).toEqual(Uint8Array.of(1, 2, 3));
  expect([seal.open({ ...header, gen: 1 }, body), wrong.open(header, body), seal.open(header, body.subarray(1))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(wrong.open(header, sharedKeySeal({ ...other, light: keys.light }, seededRandom(2)).seal(header, body))).toBeUndefined();
});
