import { systemRandom } from '../../adapters/random.js';
import { createMember } from '../../client/member.js';
import type { Member, MemberOptions } from '../../client/member-api.js';
import { hostFingerprint } from '../../crypto/fingerprint.js';
import type { LinkSecret } from '../../crypto/link.js';
import { signature } from '../../crypto/signature.js';
import type { ChatServer } from '../../server/chat-server.js';
import { tellEvents } from '../join/event-view.js';
import { Conversation } from '../join/conversation.js';
import { LineView } from '../join/line-view.js';
import type { Life } from '../life/life.js';
import { Reporter } from '../output/reporter.js';
import { joined } from '../start/open-session.js';
import { roomIdOf } from '../../crypto/key-schedule.js';

/** Everybody is in this process: nobody can be away. */
const GIVE_UP_MS = 10_000;
const SEATS = 8;
const nothing = (): void => undefined;

/** Who plays: a member, and what typed lines do as it. */
export interface Actor {
  readonly member: Member;
  readonly conversation: Conversation;
}

export type Role = 'host' | 'ana' | 'ben';
export type Cast = Readonly<Record<Role, Actor>>;

/** Opens the room, and lets the two guests in. What Ana sees is shown by `reporter`. */
export async function assemble(server: ChatServer, life: Life, reporter: Reporter): Promise<Cast> {
  const seed = systemRandom(32);
  const hostFp = hostFingerprint(signature.publicKey(seed));
  const s = systemRandom(32);
  const enter = (nick: string, more: Partial<MemberOptions> = {}): Member => {
    const member = createMember({
      // Each overwrites its own.
      secret: { mode: 'mls', s: s.slice(), hostFp },
      nick,
      connect: server.connectInside,
      clock: life.clock,
      random: systemRandom,
      giveUpMs: GIVE_UP_MS,
      ...more,
    });
    life.shutdown.onWipe(() => member.wipe());
    return member;
  };
  const host = enter('Hana', { host: { seed, maxMembers: SEATS, title: 'At the lake' } });
  life.shutdown.onWipe(() => ({ keys: 1, bytes: s.fill(0).length }));
  life.shutdown.onSay((ms) => host.end(ms));
  await joined(host);
  const ana = enter('Ana');
  const actors = { host: silent(host, reporter), ana: seen(ana, reporter) };
  await joined(ana);
  const ben = enter('Ben');
  await joined(ben);
  return { ...actors, ben: silent(ben, reporter) };
}

/** The link of the room, as long as it is open. */
export const secretOf = ({ host }: Cast): LinkSecret => host.member.secret;

function seen(member: Member, reporter: Reporter): Actor {
  member.on(reporter.json ? tellEvents(member, roomIdOf(member.secret), reporter) : new LineView(member, reporter, GIVE_UP_MS).heard);
  return { member, conversation: new Conversation({ member, reporter, display: undefined, leave: nothing }) };
}

/** Its own terminal is not shown. */
function silent(member: Member, { screen, invocation, clock }: Reporter): Actor {
  const reporter = new Reporter({ screen, invocation, clock, json: true, debug: false, result: nothing });
  return { member, conversation: new Conversation({ member, reporter, display: undefined, leave: nothing }) };
}
