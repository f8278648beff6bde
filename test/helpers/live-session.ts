import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { systemRandom } from '../../src/adapters/random.js';
import { createMember } from '../../src/client/member.js';
import type { Member } from '../../src/client/member-api.js';
import type { ViewItem } from '../../src/client/view.js';
import type { Connect } from '../../src/core/ports/transport.js';
import { connectWebSocket } from '../../src/adapters/web-socket-transport.js';
import { hostFingerprint } from '../../src/crypto/fingerprint.js';
import { formatLink, type LinkSecret } from '../../src/crypto/link.js';
import { makeTicket } from '../../src/crypto/room-ticket.js';
import { signature } from '../../src/crypto/signature.js';
import type { Mode } from '../../src/protocol/mode.js';
import { createChatServer } from '../../src/server/chat-server.js';
import { createGate, type Gate } from './gate.js';

export interface LiveSession {
  /** `http://127.0.0.1:<port>` of the gate. */
  readonly origin: string;
  readonly link: string;
  readonly host: Member;
  readonly gate: Gate;
  /** A second member, outside of any browser; `through`: what its connection goes through. */
  readonly guest: (nick: string, through?: (connect: Connect) => Connect) => Promise<Member>;
  /** A link with which whoever comes first makes one more room, that nobody hosts. */
  invite(): string;
  /** As `start` ends: first inside the group, then at the relay. */
  end(): Promise<void>;
}

export interface LiveSessionOptions {
  readonly mode?: Mode;
  readonly title?: string;
  readonly maxMembers?: number;
  /** How many of the last messages a newcomer is given. */
  readonly history?: number;
  /** As with --lan. */
  readonly lan?: boolean;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A real server with the built page and a host in its room, behind a gate that the test can shut. Closed when the test ends. */
export async function startLiveSession({
  mode = 'mls',
  title,
  maxMembers = 10,
  history,
  lan = false,
}: LiveSessionOptions = {}): Promise<LiveSession> {
  const server = await createChatServer({ root, clock: systemClock, random: systemRandom, log: () => undefined, lan });
  onTestFinished(() => server.close());
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const gate = await createGate(port);
  onTestFinished(() => gate.close());
  const seed = systemRandom(32);
  const secret = { mode, s: systemRandom(32), hostFp: hostFingerprint(signature.publicKey(seed)) };
  const settings = { seed, maxMembers, ...(title === undefined ? {} : { title }), ...(history === undefined ? {} : { history }) };
  const host = await join(secret, 'quiet-host', server.connectInside, settings);
  const origin = `http://127.0.0.1:${gate.port}`;
  return {
    origin,
    link: formatLink(origin, secret),
    host,
    gate,
    guest: (nick, through = (connect) => connect) => join(secret, nick, through(connectWebSocket(`ws://127.0.0.1:${port}/ws`))),
    invite() {
      const ticket = makeTicket(systemRandom);
      server.invite(ticket.ticket, maxMembers);
      return formatLink(origin, ticket);
    },
    async end() {
      await host.end(2_000);
      server.endRelay();
    },
  };
}

async function join(secret: LinkSecret, nick: string, connect: Connect, host?: { seed: Uint8Array; maxMembers: number }): Promise<Member> {
  const copy = { ...secret, s: secret.s.slice(), hostFp: secret.hostFp.slice() };
  const common = { secret: copy, nick, connect, clock: systemClock, random: systemRandom, giveUpMs: 60_000 };
  const member = createMember(host === undefined ? common : { ...common, host });
  onTestFinished(() => void member.wipe());
  await new Promise<void>((resolve, reject) => {
    member.on((event) => {
      if (event.type === 'joined') resolve();
      if (event.type === 'ended') reject(new Error(`${nick} could not join: ${event.reason} ${event.code ?? ''}`));
    });
  });
  return member;
}

/** Resolves when the member's view has such an item, or has it already: it may have come as it is, or have become so. */
export function itemOf(member: Member, wanted: (item: ViewItem) => boolean): Promise<ViewItem> {
  const there = member.view.items.find(wanted);
  if (there !== undefined) return Promise.resolve(there);
  return new Promise((resolve) => {
    const stop = member.on((event) => {
      if ((event.type !== 'item' && event.type !== 'item-changed') || !wanted(event.item)) return;
      stop();
      resolve(event.item);
    });
  });
}

export const isText =
  (text: string) =>
  (item: ViewItem): boolean =>
    item.type === 'message' && item.text === text;

/** How often a text stands in the member's view. */
export const countOf = (member: Member, text: string): number => member.view.items.filter(isText(text)).length;
