import { systemRandom } from '../../adapters/random.js';
import { createMember } from '../../client/member.js';
import type { Member } from '../../client/member-api.js';
import { randomNick } from '../../client/random-nick.js';
import type { Log } from '../../core/log-event.js';
import { hostFingerprint } from '../../crypto/fingerprint.js';
import type { LinkSecret } from '../../crypto/link.js';
import { signature } from '../../crypto/signature.js';
import { ChatError } from '../../protocol/chat-error.js';
import { createChatServer, type ChatServer } from '../../server/chat-server.js';
import type { Settings } from '../config/schema.js';
import type { Life } from '../life/life.js';
import { endError } from '../output/end-error.js';
import { GuestCount, openBlindRoom, type BlindRoom } from './blind.js';
import { lanHost, listenAddress, localHost } from './lan.js';
import { LanDoor } from './lan-door.js';
import type { Stage } from './stage.js';

/** The host comes back over memory, never over a network: it cannot be away for long. */
const GIVE_UP_MS = 10_000;

interface HostedRoom {
  readonly member: Member;
  /** What leads into the room now. */
  readonly key: () => LinkSecret;
}

interface Opened {
  /** Counted by the relay: with the host, where there is one. */
  readonly guests: GuestCount;
  readonly port: number;
  /** `http://127.0.0.1:4000` */
  readonly local: string;
  readonly lan: LanDoor;
  readonly assets: { readonly sha256: string };
  readonly answerTo: ChatServer['answerTo'];
  /** At the end: resolves when the members have answered, or could have. */
  readonly farewell: () => Promise<void>;
}

export type HostedSession = Opened & HostedRoom;
export type OpenSession = HostedSession | (Opened & BlindRoom);

/** The server, and the host in its room. What is opened is given to `life` to close on the next line. */
export async function openSession(settings: Settings, root: string, life: Life, stage: Stage): Promise<OpenSession> {
  const address = listenAddress(settings);
  const guests = new GuestCount();
  const { server, port } = await stage(
    'port',
    () => listen(settings, root, life, guests),
    (at) => `${at.port} on ${address}`,
  );
  await stage(
    'server',
    async () => {},
    () => `page and relay, assets ${server.assets.sha256.slice(0, 16)} (chattrace verify checks them)`,
  );
  const room = await stage<HostedRoom | BlindRoom>(
    'room',
    async () => (settings.blind ? openBlindRoom(settings, server) : openRoom(settings, server, life)),
    ({ member }) =>
      member === undefined
        ? 'none yet: who opens the link first makes it'
        : `${settings.title === '' ? '' : `called ${settings.title}, `}open on this computer`,
  );
  const near = settings.lan ? lanHost(address) : undefined;
  return {
    ...room,
    guests,
    port,
    local: `http://${localHost(address)}:${port}`,
    lan: new LanDoor({ origin: near === undefined ? undefined : `http://${near}:${port}`, port, listen: (at) => server.listenLan(at) }),
    assets: server.assets,
    answerTo: (origin) => server.answerTo(origin),
    farewell: () => server.farewell(),
  };
}

async function listen(settings: Settings, root: string, life: Life, guests: GuestCount): Promise<{ server: ChatServer; port: number }> {
  const log: Log = (event) => {
    life.eventLog.log(event);
    guests.heard(event);
  };
  const server = await createChatServer({ root, clock: life.clock, random: systemRandom, log, lan: settings.lan });
  life.shutdown.onSockets(() => server.endRelay());
  life.shutdown.closer.add('server', () => server.close());
  // A host of one's own is asked for the page before its door is open.
  if (settings.publicUrl !== '') server.answerTo(settings.publicUrl);
  return { server, port: (await server.listen({ host: listenAddress(settings), port: settings.port })).port };
}

async function openRoom(settings: Settings, server: ChatServer, life: Life): Promise<HostedRoom> {
  const seed = systemRandom(32);
  const secret = { mode: settings.encryption, s: systemRandom(32), hostFp: hostFingerprint(signature.publicKey(seed)) };
  const { title, maxMembers, history } = settings;
  const member = createMember({
    secret,
    nick: settings.nick === '' ? randomNick(systemRandom) : settings.nick,
    connect: server.connectInside,
    clock: life.clock,
    random: systemRandom,
    host: { seed, maxMembers, history, ...(title === '' ? {} : { title }) },
    giveUpMs: GIVE_UP_MS,
  });
  life.shutdown.onWipe(() => member.wipe());
  life.shutdown.onSay((ms) => member.end(ms));
  await joined(member);
  return { member, key: () => member.secret };
}

/** Rejects with what kept it out. */
export const joined = (member: Member): Promise<void> =>
  new Promise((resolve, reject) => {
    member.on((event) => {
      if (event.type === 'joined') resolve();
      else if (event.type === 'ended')
        reject(endError(event.reason, event.code, false) ?? new ChatError('BUG', 'the host left before it had joined'));
    });
  });
