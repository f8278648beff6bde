import { createMember } from '../../src/client/member.js';
import type { Member, MemberEvent } from '../../src/client/member-api.js';
import { hostFingerprint } from '../../src/crypto/fingerprint.js';
import { capabilityHash, deriveRoomKeys } from '../../src/crypto/key-schedule.js';
import type { LinkSecret } from '../../src/crypto/link.js';
import { signature } from '../../src/crypto/signature.js';
import { Vault } from '../../src/crypto/vault.js';
import { controlFrame } from '../../src/protocol/control-frame.js';
import { ids } from '../../src/protocol/ids.js';
import type { Mode } from '../../src/protocol/mode.js';
import type { Connect } from '../../src/core/ports/transport.js';
import { createRelayWorld, type RelayWorld } from './relay-driver.js';
import type { Wire } from './relay-wire.js';
import { subtleWorks } from './subtle-work.js';
import { seededRandom } from './seeded-random.js';

export interface Guest {
  readonly member: Member;
  readonly events: readonly MemberEvent[];
  /** The connection it has now, or had last. */
  readonly wire: () => Wire;
  /** Texts in the order in which they were shown. */
  texts(from?: string): readonly string[];
}

export interface RoomWorld {
  readonly relay: RelayWorld;
  readonly secret: LinkSecret;
  readonly host: Guest;
  guest(nick: string, changes?: Partial<Parameters<typeof createMember>[0]>): Guest;
  /** A guest of whom nothing is kept. */
  passer(nick: string): Member;
  /** Lets the members do what they can without another delivery. */
  turn(): Promise<void>;
  /** Delivers everything, running the members' own work in between. */
  settle(): Promise<void>;
  /** Lets time pass in steps, settling after each. */
  run(ms: number, stepMs?: number): Promise<void>;
}

export interface RoomWorldOptions {
  readonly seed?: number;
  readonly mode?: Mode;
  readonly title?: string;
  readonly maxMembers?: number;
  readonly history?: number;
  /** False: `host` is a guest like the others, who came first, in a room whose link names nobody. */
  readonly hosted?: boolean;
}

/** Opens a room that nobody hosts, as its relay's own process would. */
function openRoom(relay: RelayWorld, secret: LinkSecret, max: number): void {
  const { roomId, cap } = deriveRoomKeys(secret, new Vault());
  const capHash = capabilityHash(cap.bytes);
  const open = controlFrame('OPEN', { room: ids.bytes(roomId), capHash, max, locked: false });
  const transport = relay.connectInside({ open: () => transport.send(open), message: () => undefined, closed: () => undefined });
  relay.pump();
}

/** Lets every promise that is ready run. */
const turn = async (): Promise<void> => {
  do await new Promise((resolve) => setImmediate(resolve));
  while (subtleWorks());
};

/** Real members around a real relay state, with fake time and wires that the test holds in its hands. */
export async function createRoomWorld(options: RoomWorldOptions = {}): Promise<RoomWorld> {
  const seed = options.seed ?? 1;
  const random = seededRandom(seed + 1_000);
  const relay = createRelayWorld({ seed });
  const hostSeed = random(32);
  const mode = options.mode ?? 'shared-key';
  const hosted = options.hosted ?? true;
  const hostFp = hosted ? hostFingerprint(signature.publicKey(hostSeed)) : new Uint8Array(0);
  const secret: LinkSecret = { mode, s: random(32), hostFp };
  // Each member overwrites the secret it was given.
  const common = () => ({ secret: { ...secret, s: secret.s.slice() }, clock: relay.clock, random, giveUpMs: 600_000 });
  const title = options.title === undefined ? {} : { title: options.title };
  const watch = (make: (connect: (through: Connect) => Connect) => Member): Guest => {
    let wire = 0;
    const member = make((through) => (happened) => {
      wire = relay.wires.length;
      return through(happened);
    });
    const events: MemberEvent[] = [];
    member.on((event) => void events.push(event));
    const texts = (from?: string): readonly string[] =>
      member.view.items.flatMap((item) => (item.type === 'message' && (from === undefined || item.from.nick === from) ? [item.text] : []));
    return { member, events, wire: () => relay.wires[wire] as Wire, texts };
  };
  const maxMembers = options.maxMembers ?? 150;
  if (!hosted) openRoom(relay, secret, maxMembers);
  const place = hosted ? { host: { seed: hostSeed, maxMembers, history: options.history ?? 0, ...title } } : {};
  const door = hosted ? relay.connectInside : relay.connect;
  const host = watch((own) => createMember({ ...common(), nick: 'host', connect: own(door), ...place }));
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet++) {
      await turn();
      while (relay.step()) quiet = -1;
    }
  };
  const run = async (ms: number, stepMs = 50): Promise<void> => {
    for (let left = ms; left > 0; left -= stepMs) {
      relay.clock.advance(Math.min(stepMs, left));
      await settle();
    }
  };
  await settle();
  return {
    relay,
    secret,
    host,
    guest: (nick, changes) => watch((own) => createMember({ ...common(), nick, connect: own(relay.connect), ...changes })),
    passer: (nick) => createMember({ ...common(), nick, connect: relay.connect }),
    turn,
    settle,
    run,
  };
}
