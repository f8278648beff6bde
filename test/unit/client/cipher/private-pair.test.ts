import { describe, expect, test } from 'vitest';
import type { PrivateInner } from '../../../../src/client/cipher/mls/private-frame.js';
import { PrivatePair } from '../../../../src/client/cipher/mls/private-pair.js';
import { PrivateSecrets } from '../../../../src/client/cipher/mls/private-secrets.js';
import { pairId, pairSetup } from '../../../../src/client/cipher/mls/private-setup.js';
import { Scope } from '../../../../src/client/cipher/mls/scope.js';
import { JoinKeys, readKeyPackage } from '../../../../src/crypto/group-keys.js';
import type { GroupSetup } from '../../../../src/crypto/group-types.js';
import { Group } from '../../../../src/crypto/group.js';
import { deriveRoomKeys } from '../../../../src/crypto/key-schedule.js';
import { SecretBytes } from '../../../../src/crypto/secret-bytes.js';
import { Vault } from '../../../../src/crypto/vault.js';
import { toHex } from '../../../../src/protocol/bytes.js';
import { ids } from '../../../../src/protocol/ids.js';
import { seededRandom } from '../../../helpers/seeded-random.js';

const EPOCH = 7;
const random = seededRandom(5);
const keys = deriveRoomKeys({ mode: 'mls', s: random(32), hostFp: new Uint8Array(0) }, new Vault());
const roomSecret = random(32);
const everybody = (): true => true;

interface Person {
  readonly scope: Scope;
  readonly seed: SecretBytes;
  readonly secrets: PrivateSecrets;
}

function person(): Person {
  const seed = new SecretBytes(random(32));
  const place = { conn: ids.conn(random(16)), gen: 1, epoch: EPOCH, first: false, others: 2, taken: [] };
  const scope = new Scope({ keys, seed, random, hostFp: new Uint8Array(0) }, place);
  const secrets = new PrivateSecrets();
  secrets.add(EPOCH, roomSecret.slice(), 0);
  return { scope, seed, secrets };
}

/** Two, the one with the lower key first. */
const inOrder = (a: Person, b: Person): readonly [lower: Person, higher: Person] =>
  toHex(a.scope.sigPk) < toHex(b.scope.sigPk) ? [a, b] : [b, a];

const pairOf = ({ scope, seed, secrets }: Person, other: Person): PrivatePair =>
  new PrivatePair({ scope, seed, secrets, nick: () => 'somebody', peer: other.scope.sigPk });

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const setupOf = (of: Person, peer: Person): GroupSetup => pairSetup(of.scope, peer.scope.sigPk, EPOCH, new SecretBytes(roomSecret.slice()));
const packageOf = ({ scope, seed }: Person, purpose: 'room' | 'dm'): Promise<JoinKeys> =>
  JoinKeys.make(scope.credential('somebody', purpose), seed, scope.setup);
const must = (inner: PrivateInner | undefined): PrivateInner => {
  if (inner === undefined) throw new Error('nothing came');
  return inner;
};

describe('a group of two', () => {
  test('comes about by package and welcome, and opens both ways; the lower one waits to hear the other', async () => {
    const [low, high] = inOrder(person(), person());
    const [a, b] = [pairOf(low, high), pairOf(high, low)];
    expect(await a.begin(0)).toMatchObject({ kind: 'ask', epoch: EPOCH });
    const answer = must((await b.heard({ kind: 'ask', epoch: EPOCH, bytes: new Uint8Array(0) }, 0)).answer);
    const welcome = must((await a.heard(answer, 0)).answer);
    expect([answer.kind, welcome.kind, a.open]).toEqual(['package', 'welcome', false]);
    expect(await b.heard(welcome, 0)).toEqual({ opened: 'entered' });
    const here = await b.seal(text('here'));
    expect(await a.heard(here, 0)).toMatchObject({ opened: 'heard', data: text('here') });
    expect(await b.heard(await a.seal(text('hello')), 0)).toMatchObject({ data: text('hello') });
    expect(await a.heard(here, 0)).toEqual({ refused: 'replay' });
    expect([a.dueAt, b.dueAt]).toEqual([undefined, undefined]);
  });

  test('that is begun anew takes the place of the old one only when it is proven', async () => {
    const [low, high] = inOrder(person(), person());
    const [a, b] = [pairOf(low, high), pairOf(high, low)];
    await b.heard(must((await a.heard(must(await b.begin(0)), 0)).answer), 0);
    await a.heard(await b.seal(text('here')), 0);
    // Somebody else asks in the name of the lower one.
    const again = must((await b.heard({ kind: 'ask', epoch: EPOCH, bytes: new Uint8Array(0) }, 5_000)).answer);
    const welcome = must((await a.heard(again, 5_000)).answer);
    const underWay = await b.seal(text('in the old one'));
    expect((await b.heard(await a.seal(text('still the old one')), 5_000)).data).toEqual(text('still the old one'));
    await b.heard(welcome, 5_000);
    expect((await a.heard(underWay, 5_000)).data).toEqual(text('in the old one'));
    expect(await a.heard(await b.seal(text('in the new one')), 5_000)).toMatchObject({ opened: 'heard', data: text('in the new one') });
    expect(await b.heard(underWay, 5_000)).toEqual({ refused: 'replay' });
    expect((await b.heard(await a.seal(text('new')), 5_000)).data).toEqual(text('new'));
  });

  test('is not entered with another secret of the room', async () => {
    const [low, high] = inOrder(person(), person());
    const secrets = new PrivateSecrets();
    secrets.add(EPOCH, random(32), 0);
    const [a, b] = [pairOf({ ...low, secrets }, high), pairOf(high, low)];
    const welcome = must((await a.heard(must(await b.begin(0)), 0)).answer);
    expect(await b.heard(welcome, 0)).toEqual({ refused: 'signature' });
    expect(b.open).toBe(false);
  });

  test('takes no package of another generation', async () => {
    const [low, high] = inOrder(person(), person());
    const scope = new Scope({ keys, seed: high.seed, random, hostFp: new Uint8Array(0) }, { ...high.scope.place, gen: 2 });
    const request = must(await pairOf({ ...high, scope }, low).begin(0));
    expect(await pairOf(low, high).heard(request, 0)).toEqual({ refused: 'credential' });
  });

  test('is not made or entered by a secret that is gone', async () => {
    const [low, high] = inOrder(person(), person());
    const [a, b] = [pairOf(low, high), pairOf(high, low)];
    const request = must(await b.begin(0));
    low.secrets.add(EPOCH + 1, random(32), 0);
    low.secrets.expire(30_000);
    expect((await a.heard(request, 30_000)).answer).toMatchObject({ kind: 'ask', epoch: EPOCH + 1 });
    expect(await b.heard({ kind: 'ask', epoch: EPOCH - 1, bytes: new Uint8Array(0) }, 30_000)).toEqual({});
  });

  test('takes each package once', async () => {
    const [low, high] = inOrder(person(), person());
    const [a, b] = [pairOf(low, high), pairOf(high, low)];
    const request = must(await b.begin(0));
    expect((await a.heard(request, 0)).answer?.kind).toBe('welcome');
    expect(await a.heard(request, 60_000)).toEqual({});
  });

  test('asks again after 5, 10 and 20 s, and then no more', async () => {
    const [low, high] = inOrder(person(), person());
    const a = pairOf(low, high);
    const due: (number | undefined)[] = [];
    await a.begin(0);
    for (let at: number | undefined = a.dueAt; at !== undefined; at = a.dueAt) {
      due.push(at);
      await a.retry(at);
    }
    expect(due).toEqual([5_000, 15_000, 35_000]);
  });
});

describe('a third one', () => {
  test('cannot come in by a package of its own, nor one of the other kind', async () => {
    const [low, high] = inOrder(person(), person());
    const a = pairOf(low, high);
    const packages = [await packageOf(person(), 'dm'), await packageOf(low, 'dm'), await packageOf(high, 'room')];
    for (const { encoded } of packages) {
      expect(await a.heard({ kind: 'package', epoch: EPOCH, bytes: encoded }, 0)).toEqual({ refused: 'credential' });
    }
    expect((await a.heard({ kind: 'package', epoch: EPOCH, bytes: (await packageOf(high, 'dm')).encoded }, 0)).answer?.kind).toBe(
      'welcome',
    );
  });

  test('cannot use a private package for the room', async () => {
    const ana = person();
    expect(await readKeyPackage((await packageOf(ana, 'dm')).encoded, ana.scope.setup)).toBeUndefined();
    expect(await readKeyPackage((await packageOf(ana, 'room')).encoded, ana.scope.setup)).toBeDefined();
  });

  test('that is in the room cannot make the group in the name of the other', async () => {
    const [low, high] = inOrder(person(), person());
    const mallory = person();
    const b = pairOf(high, low);
    const request = must(await b.begin(0));
    const setup = { ...setupOf(mallory, high), trust: everybody };
    const group = await Group.create(pairId(high.scope, low.scope.sigPk), await packageOf(mallory, 'dm'), setup);
    const { welcome } = await group.commit({ removes: [], adds: [request.bytes] }, () => undefined);
    expect(await b.heard({ kind: 'welcome', epoch: EPOCH, bytes: welcome as Uint8Array }, 0)).toEqual({ refused: 'signature' });
    expect(b.open).toBe(false);
  });

  test('is not let in by one of the two, neither at once nor later', async () => {
    const [low, high] = inOrder(person(), person());
    const mallory = await packageOf(person(), 'dm');
    const setup = { ...setupOf(low, high), trust: everybody };
    const make = async (adds: (request: Uint8Array) => readonly Uint8Array[]) => {
      const b = pairOf(high, low);
      const request = must(await b.begin(0)).bytes;
      const group = await Group.create(pairId(low.scope, high.scope.sigPk), await packageOf(low, 'dm'), setup);
      const { commit, welcome } = await group.commit({ removes: [], adds: adds(request) }, () => undefined);
      await group.merge(commit);
      return { b, group, heard: await b.heard({ kind: 'welcome', epoch: EPOCH, bytes: welcome as Uint8Array }, 0) };
    };
    expect((await make((request) => [request, mallory.encoded])).heard).toEqual({ refused: 'signature' });
    const { b, group, heard } = await make((request) => [request]);
    expect(heard).toEqual({ opened: 'entered' });
    const later = await group.commit({ removes: [], adds: [mallory.encoded] }, () => undefined);
    expect(await b.heard({ kind: 'message', epoch: 0, bytes: later.commit }, 0)).toEqual({ refused: 'signature' });
    const { message } = await group.seal(text('still we two'));
    expect(await b.heard({ kind: 'message', epoch: 0, bytes: message }, 0)).toMatchObject({ data: text('still we two') });
  });
});

test('what is broken is refused, and breaks nothing', async () => {
  const [low, high] = inOrder(person(), person());
  const [a, b] = [pairOf(low, high), pairOf(high, low)];
  const request = must(await b.begin(0));
  const flip = (inner: PrivateInner, at: number): PrivateInner => {
    const bytes = inner.bytes.slice();
    bytes[at] = (bytes[at] as number) ^ 1;
    return { ...inner, bytes };
  };
  for (let at = 0; at < request.bytes.length; at += 31) expect((await a.heard(flip(request, at), 0)).answer).toBeUndefined();
  const welcome = must((await a.heard(request, 0)).answer);
  for (let at = 0; at < welcome.bytes.length; at += 61) expect((await b.heard(flip(welcome, at), 0)).opened).toBeUndefined();
  expect(await b.heard(welcome, 0)).toEqual({ opened: 'entered' });
  const message = await b.seal(text('hello'));
  for (let at = 0; at < message.bytes.length; at += 7) expect((await a.heard(flip(message, at), 0)).data).toBeUndefined();
  expect((await a.heard(message, 0)).data).toEqual(text('hello'));
});
