import { systemRandom } from '../../adapters/random.js';
import { createMember } from '../../client/member.js';
import type { Member } from '../../client/member-api.js';
import { randomNick } from '../../client/random-nick.js';
import { hostFingerprint } from '../../crypto/fingerprint.js';
import { formatLink, type LinkSecret } from '../../crypto/link.js';
import { signature } from '../../crypto/signature.js';
import { ChatError } from '../../protocol/chat-error.js';
import { createChatServer, type ChatServer } from '../../server/chat-server.js';
import type { Settings } from '../config/schema.js';
import type { Life } from '../life/life.js';
import { endError } from '../output/end-error.js';
import type { Stage } from './stage.js';

/** The host comes back over memory, never over a network: it cannot be away for long. */
const GIVE_UP_MS = 10_000;

export interface OpenSession {
  readonly member: Member;
  readonly origin: string;
  readonly secret: LinkSecret;
  /** `http://127.0.0.1:4000/#L.…` */
  readonly link: string;
  readonly assets: { readonly sha256: string };
}

/** The server, and the host in its room. What is opened is given to `life` to close on the next line. */
export async function openSession(settings: Settings, root: string, life: Life, stage: Stage): Promise<OpenSession> {
  const { server, port } = await stage(
    'port',
    () => listen(settings, root, life),
    (at) => `${at.port} on ${settings.bind}`,
  );
  const origin = `http://${settings.bind.includes(':') ? `[${settings.bind}]` : settings.bind}:${port}`;
  await stage(
    'server',
    async () => origin,
    () => `page and relay, assets ${server.assets.sha256.slice(0, 16)}`,
  );
  const { member, secret } = await stage(
    'room',
    () => openRoom(settings, server, life),
    () => `${settings.title === '' ? '' : `called ${settings.title}, `}open on this computer`,
  );
  return { member, secret, origin, link: formatLink(origin, secret), assets: server.assets };
}

async function listen({ bind, port }: Settings, root: string, life: Life): Promise<{ server: ChatServer; port: number }> {
  const server = await createChatServer({ root, clock: life.clock, random: systemRandom, log: life.eventLog.log });
  life.shutdown.onSockets(() => server.endRelay());
  life.shutdown.closer.add('server', () => server.close());
  return { server, port: (await server.listen({ host: bind, port })).port };
}

async function openRoom(settings: Settings, server: ChatServer, life: Life): Promise<{ member: Member; secret: LinkSecret }> {
  const seed = systemRandom(32);
  const secret = { mode: settings.encryption, s: systemRandom(32), hostFp: hostFingerprint(signature.publicKey(seed)) };
  const { title, maxMembers } = settings;
  const member = createMember({
    secret,
    nick: settings.nick === '' ? randomNick(systemRandom) : settings.nick,
    connect: server.connectInside,
    clock: life.clock,
    random: systemRandom,
    host: { seed, maxMembers, ...(title === '' ? {} : { title }) },
    giveUpMs: GIVE_UP_MS,
  });
  life.shutdown.onWipe(() => member.wipe());
  life.shutdown.onSay((ms) => member.end(ms));
  await joined(member);
  return { member, secret };
}

const joined = (member: Member): Promise<void> =>
  new Promise((resolve, reject) => {
    member.on((event) => {
      if (event.type === 'joined') resolve();
      else if (event.type === 'ended')
        reject(endError(event.reason, event.code, false) ?? new ChatError('BUG', 'the host left before it had joined'));
    });
  });
