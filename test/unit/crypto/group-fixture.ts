import { makeCipherSuite } from '../../../src/crypto/cipher-suite.js';
import { Group } from '../../../src/crypto/group.js';
import { JoinKeys } from '../../../src/crypto/group-keys.js';
import type { Changes, GroupSetup, JudgeCommit, Opened, Processed } from '../../../src/crypto/group-types.js';
import { hmacSha256 } from '../../../src/crypto/hash.js';
import { SecretBytes } from '../../../src/crypto/secret-bytes.js';
import { signature } from '../../../src/crypto/signature.js';
import { concat, equal } from '../../../src/protocol/bytes.js';
import { decodeUtf8, encodeUtf8 } from '../../../src/protocol/utf8.js';

export const random = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length));
export const GEN = 3;
export const agree: JudgeCommit = () => undefined;

/** What the members of a test's room share: a MAC key instead of a link. */
export interface World {
  readonly setup: GroupSetup;
  readonly groupId: Uint8Array;
  readonly mac: Uint8Array;
}

export function makeWorld(overrides: Partial<GroupSetup> = {}): World {
  const mac = random(32);
  const setup: GroupSetup = {
    suite: makeCipherSuite(random),
    trust: (identity, sigPk) => equal(identity.subarray(0, 32), hmacSha256(mac, sigPk, identity.subarray(32))),
    psk: { id: encodeUtf8(`ctp1/link/${GEN}`), secret: new SecretBytes(random(32)) },
    aad: encodeUtf8('ctp1 room'),
    ...overrides,
  };
  return { setup, groupId: concat(new Uint8Array([0, 0, 0, GEN]), random(16)), mac };
}

export interface Person {
  readonly seed: SecretBytes;
  readonly identity: Uint8Array;
  readonly keys: JoinKeys;
}

/** `mac`: another one makes somebody who does not know the link. */
export async function makePerson(world: World, name: string, mac = world.mac, seed = new SecretBytes(random(32))): Promise<Person> {
  const nick = encodeUtf8(name);
  const identity = concat(hmacSha256(mac, signature.publicKey(seed.bytes), nick), nick);
  return { seed, identity, keys: await JoinKeys.make(identity, seed, world.setup) };
}

export const nameOf = ({ identity }: { readonly identity: Uint8Array }): string => decodeUtf8(identity.subarray(32)) ?? '';

export const adding = (...people: readonly Person[]): Changes => ({ removes: [], adds: people.map(({ keys }) => keys.encoded) });
export const PATH: Changes = { removes: [], adds: [] };

/** A room of real members, and no relay: every message is handed on by hand. */
export class Room {
  readonly world: World;
  readonly groups: Group[] = [];
  readonly people: Person[] = [];

  private constructor(world: World) {
    this.world = world;
  }

  static async of(names: readonly string[], world: World = makeWorld()): Promise<Room> {
    const room = new Room(world);
    const people = await Promise.all(names.map((name) => makePerson(world, name)));
    const [first, ...others] = people as [Person, ...Person[]];
    room.people.push(first);
    room.groups.push(await Group.create(world.groupId, first.keys, world.setup));
    if (others.length > 0) await room.add(0, ...others);
    return room;
  }

  group(at: number): Group {
    return this.groups[at] as Group;
  }

  /** `by` adds them, everybody applies, they join. */
  async add(by: number, ...people: readonly Person[]): Promise<void> {
    const { welcome } = await this.commit(by, adding(...people));
    for (const person of people) {
      this.groups.push(await Group.join(welcome as Uint8Array, person.keys, this.world.setup, GEN));
      this.people.push(person);
    }
  }

  /** `by` commits, everybody applies. */
  async commit(
    by: number,
    changes: Changes,
  ): Promise<{ readonly welcome: Uint8Array | undefined; readonly results: readonly Processed[] }> {
    const { commit, welcome } = await this.group(by).commit(changes, agree);
    const results = await Promise.all(this.groups.map((group, at) => (at === by ? group.merge(commit) : group.apply(commit, agree))));
    return { welcome, results };
  }

  async say(from: number, text: string): Promise<Uint8Array> {
    return (await this.group(from).seal(encodeUtf8(text))).message;
  }
}

/** The text, or why there is none. */
export function heard(opened: Opened): string {
  return opened.type === 'opened' ? `${nameOf(opened.sender)}: ${decodeUtf8(opened.data) ?? ''}` : opened.reason;
}
