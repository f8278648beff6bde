import { createGroup } from 'ts-mls/clientState.js';
import { createCommit } from 'ts-mls/createCommit.js';
import { encodeMlsMessage } from 'ts-mls/message.js';
import type { Proposal } from 'ts-mls/proposal.js';
import type { RatchetTree } from 'ts-mls/ratchetTree.js';
import { describe, expect, test } from 'vitest';
import { whyText } from '../../../../src/client/why.js';
import { clientConfig, readMessage } from '../../../../src/crypto/group-mls.js';
import { SecretBytes } from '../../../../src/crypto/secret-bytes.js';
import { signature } from '../../../../src/crypto/signature.js';
import { sha256 } from '../../../../src/crypto/hash.js';
import { concat } from '../../../../src/protocol/bytes.js';
import { controlFrame } from '../../../../src/protocol/control-frame.js';
import type { Frame } from '../../../../src/protocol/frame.js';
import { encodeUtf8 } from '../../../../src/protocol/utf8.js';
import { connOf, expectTalk, frameOf, inject, roomWithInsider, type AdversaryRoom } from '../../../helpers/adversary-room.js';
import type { HostileLeaf } from '../../../helpers/hostile-leaf.js';
import type { Guest } from '../../../helpers/room-world.js';
import { itemsOf, namesIn, warningsOf } from '../../../helpers/seen.js';
import { Insider } from '../../crypto/group-insider.js';

type Room = AdversaryRoom & { readonly mallory: HostileLeaf };

interface Forged {
  /** `undefined`: shown to nobody. */
  readonly commit: Uint8Array | undefined;
  readonly welcome: Uint8Array;
  /** Mallory as a member of the forged group. */
  readonly next: Insider;
}

/** What a relay and mallory do to one guest: nothing reaches it but what they make, and its packages go to mallory. */
class Trap {
  readonly #packages: Uint8Array[] = [];
  readonly #frames: Frame[] = [];
  readonly #room: Room;
  readonly #victim: Guest;

  constructor(room: Room, victim: Guest) {
    this.#room = room;
    this.#victim = victim;
    const { relay } = room.world;
    relay.hooks.toRelay = (bytes, wire) => {
      const frame = frameOf(bytes);
      if (!this.#isVictim(wire.link) || frame.type !== 'KEYPKG') return [bytes];
      this.#frames.push(frame);
      return [];
    };
    relay.hooks.toMember = (bytes, wire) =>
      this.#isVictim(wire.link) && ['COMMIT', 'WELCOME', 'APP'].includes(frameOf(bytes).type) && frameOf(bytes).seq < 10_000 ? [] : [bytes];
  }

  /** What the victim asked to be let in with last. */
  get last(): Uint8Array {
    this.read();
    const last = this.#packages.at(-1);
    if (last === undefined) throw new Error('it has not asked');
    return last;
  }

  read(): void {
    for (const frame of this.#frames.splice(0)) {
      const inner = this.#room.mallory.scope.open('KEYPKG', frame, frame.body);
      if (inner !== undefined) this.#packages.push(inner);
    }
  }

  #isVictim(link: number): boolean {
    return this.#victim.wire().link === link;
  }

  /** Gives the victim a commit and a Welcome, as a relay could. */
  async spring({ commit, welcome }: Forged, epoch: number): Promise<void> {
    const { world, mallory } = this.#room;
    const { gen } = mallory.scope.place;
    const inner = concat(sha256(commit ?? welcome), welcome);
    const head = { gen, epoch, seq: 0, to: [] };
    if (commit !== undefined)
      inject(this.#victim, { ...head, type: 'COMMIT', body: concat(new Uint8Array(16), mallory.scope.sealed('COMMIT', epoch, commit)) });
    inject(this.#victim, {
      ...head,
      type: 'WELCOME',
      to: [connOf(world, this.#victim)],
      body: mallory.scope.sealed('WELCOME', epoch, inner),
    });
    await world.run(1_000);
  }
}

const adding = (encoded: Uint8Array): Proposal => {
  const keyPackage = readMessage(encoded, 'mls_key_package')?.keyPackage;
  if (keyPackage === undefined) throw new Error('no key package');
  return { proposalType: 'add', add: { keyPackage } };
};

/** A group of mallory's own, whose tree holds the leaves of these others as they stand in the real one. */
async function forge({ mallory }: Room, victim: Uint8Array, copied: readonly number[]): Promise<Forged> {
  const { setup, state } = mallory.insider;
  const { publicPackage, privatePackage } = (await mallory.package()).parts();
  const id = concat(new Uint8Array([0, 0, 0, mallory.scope.place.gen]), mallory.random(16));
  const own = await createGroup(id, publicPackage, privatePackage, [], setup.suite, clientConfig(setup));
  const tree: RatchetTree = [own.ratchetTree[0]];
  for (const leaf of copied) tree.push(undefined, state.ratchetTree[2 * leaf]);
  while (((tree.length + 1) & tree.length) !== 0) tree.push(undefined);
  const forged = new Insider({ ...own, ratchetTree: tree }, setup);
  const { suite } = setup;
  const { commit, welcome, newState } = await createCommit(
    { state: forged.state, cipherSuite: suite, pskIndex: { findPsk: () => setup.psk.secret.bytes } },
    { extraProposals: [adding(victim), forged.psk()], ratchetTreeExtension: true, authenticatedData: setup.aad },
  );
  if (welcome === undefined) throw new Error('no Welcome');
  const encoded = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome });
  return { commit: encodeMlsMessage(commit), welcome: encoded, next: new Insider(newState, setup) };
}

/** The real addition, but that the Welcome is of another make. */
async function letIn({ mallory }: Room, victim: Uint8Array, proposals: readonly Proposal[]): Promise<Forged> {
  const { commit, welcome, next } = await mallory.insider.commit([adding(victim), ...proposals]);
  if (welcome === undefined) throw new Error('no Welcome');
  return { commit, welcome, next: new Insider(next, mallory.insider.setup) };
}

async function trapped(): Promise<{ readonly room: Room; readonly cem: Guest; readonly trap: Trap }> {
  const room = await roomWithInsider();
  const cem = room.world.guest('cem');
  const trap = new Trap(room, cem);
  await room.world.run(1_000);
  return { room, cem, trap };
}

/** Left alone by relay and mallory it finds its way. */
async function expectRescue({ world, host, ana, ben }: Room, ...others: readonly Guest[]): Promise<void> {
  delete world.relay.hooks.toMember;
  delete world.relay.hooks.toRelay;
  await world.run(90_000, 500);
  await expectTalk(world, host, ana, ben, ...others);
}

describe('a Welcome from a relay and a guest together', () => {
  test.each([
    ['with the host’s leaf copied', [0]],
    ['with the leaves of host, ana and ben copied', [0, 1, 2]],
  ])('into a group that they made, %s: the newcomer is never sure, and is told so', async (_, copied) => {
    const { room, cem, trap } = await trapped();
    await trap.spring(await forge(room, trap.last, copied), 0);
    expect(cem.member.view).toMatchObject({ phase: 'joined', confirmed: false });
    expect(namesIn(cem)).toContain('host');
    await room.world.run(9_000, 500);
    expect([cem.member.view.confirmed, warningsOf(cem)]).toEqual([false, expect.arrayContaining(['HOST_ABSENT'])]);
    await expectRescue(room, cem);
  });

  test('into a group of theirs alone, is not believed', async () => {
    const { room, cem, trap } = await trapped();
    await trap.spring(await forge(room, trap.last, []), 0);
    expect(cem.member.view).toMatchObject({ phase: 'entering', confirmed: false });
    expect(warningsOf(cem)).toContain('GROUP_REFUSED');
    await expectRescue(room, cem);
  });

  test('after a reset, for one that was sure before: it is sure no longer', async () => {
    const room = await roomWithInsider();
    const { world, mallory, host, ana } = room;
    expect(ana.member.view.confirmed).toBe(true);
    const trap = new Trap(room, ana);
    host.wire().inject('relay', controlFrame('RESET', { gen: 0 }));
    await world.run(2_000);
    await mallory.connect();
    await mallory.knock();
    await world.run(1_000);
    await mallory.follow();
    await trap.spring(await forge(room, trap.last, [0]), 0);
    expect(ana.member.view).toMatchObject({ phase: 'joined', confirmed: false });
    expect(namesIn(ana)).toContain('host');
    await world.run(9_000, 500);
    expect([ana.member.view.confirmed, warningsOf(ana)]).toEqual([false, expect.arrayContaining(['HOST_ABSENT'])]);
    expect(ana.member.codes.room()).toBeDefined();
    expect(ana.member.codes.room()).not.toEqual(host.member.codes.room());
    await expectRescue(room, ana);
  });

  test('without a PSK, is not believed', async () => {
    const { room, cem, trap } = await trapped();
    await trap.spring(await letIn(room, trap.last, []), room.mallory.epoch);
    expect(cem.member.view.phase).toBe('entering');
    expect(itemsOf(cem, 'warning').map(({ code, why }) => [code, whyText(why ?? '')])).toContainEqual([
      'GROUP_REFUSED',
      'not exactly one PSK',
    ]);
    await expectRescue(room, cem);
  });

  test('with a PSK of another name, is not believed', async () => {
    const { room, cem, trap } = await trapped();
    const psk = room.mallory.insider.psk(encodeUtf8('ctp1/link/1'));
    await trap.spring(await letIn(room, trap.last, [psk]), room.mallory.epoch);
    expect(cem.member.view.phase).toBe('entering');
    expect(itemsOf(cem, 'warning').map(({ code, why }) => [code, whyText(why ?? '')])).toContainEqual(['GROUP_REFUSED', 'another PSK']);
    await expectRescue(room, cem);
  });

  test('whose commit lost, or was seen by nobody: the newcomer is not sure, and finds the others', async () => {
    const { room, cem, trap } = await trapped();
    const lost = await letIn(room, trap.last, [room.mallory.insider.psk()]);
    const dan = room.world.guest('dan');
    await room.world.run(1_000);
    await trap.spring(lost, room.mallory.epoch);
    expect([cem.member.view.confirmed, dan.member.view.confirmed]).toEqual([false, true]);
    await room.world.run(9_000, 500);
    expect(warningsOf(cem)).toContain('HOST_ABSENT');
    await expectRescue(room, cem, dan);
  });

  test('whose commit was not sent to everybody, is not believed', async () => {
    const { room, cem, trap } = await trapped();
    const { welcome, next } = await letIn(room, trap.last, [room.mallory.insider.psk()]);
    await trap.spring({ welcome, next, commit: undefined }, room.mallory.epoch);
    expect(cem.member.view.phase).toBe('entering');
    expect(itemsOf(cem, 'warning').map(({ code, why }) => [code, whyText(why ?? '')])).toContainEqual([
      'GROUP_REFUSED',
      'its commit was not sent to everybody',
    ]);
    await expectRescue(room, cem);
  });

  test('for somebody else, opens nothing', async () => {
    const { room, cem, trap } = await trapped();
    const seed = new SecretBytes(new Uint8Array(32).fill(6));
    const other = await room.mallory.package({ nick: 'other', sigPk: signature.publicKey(seed.bytes) }, seed);
    await trap.spring(await letIn(room, other.encoded, [room.mallory.insider.psk()]), room.mallory.epoch);
    expect([cem.member.view.phase, warningsOf(cem)]).toEqual(['entering', []]);
    await expectRescue(room, cem);
  });
});
