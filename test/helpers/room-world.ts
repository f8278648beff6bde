import { createMember } from '../../src/client/member.js';
import type { Member, MemberEvent } from '../../src/client/member-api.js';
import { hostFingerprint } from '../../src/crypto/fingerprint.js';
import type { LinkSecret } from '../../src/crypto/link.js';
import { signature } from '../../src/crypto/signature.js';
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
  const secret: LinkSecret = { mode, s: random(32), hostFp: hostFingerprint(signature.publicKey(hostSeed)) };
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
  const hostOptions = { seed: hostSeed, maxMembers: options.maxMembers ?? 150, ...title };
  const host = watch((own) => createMember({ ...common(), nick: 'host', connect: own(relay.connectInside), host: hostOptions }));
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
    turn,
    settle,
    run,
  };
}
