import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { deriveRoomKeys } from '../../src/crypto/key-schedule.js';
import { openBody } from '../../src/crypto/envelope.js';
import { parseLink, type LinkSecret } from '../../src/crypto/link.js';
import { Vault } from '../../src/crypto/vault.js';
import { parseFrame } from '../../src/protocol/frame.js';
import type { Mode } from '../../src/protocol/mode.js';
import { enterRoom, openPage, say } from './browser.js';
import { folder, named, runCli, saying, type Cli } from './cli.js';
import { bytesNeedle, textNeedle, type Needle } from './needle.js';
import { canary } from './session-process.js';
import { createStandIn, standInPath } from './stand-in.js';
import { startTap, type Seen, type WireTap } from './wire-tap.js';

/** What stays among the members, by kind. */
export type Kind = 'nick' | 'text' | 'private text' | 'title' | 'key' | 'S' | 'fragment' | 'fingerprint' | 'group id';
export type Secrets = Readonly<Record<Kind, readonly Needle[]>>;

export interface Audited {
  readonly tap: WireTap;
  readonly secrets: Secrets;
  /** The event log, and what the tunnel's program was told. */
  readonly files: readonly Buffer[];
  /** What `join` printed: the members' own side. */
  readonly printed: Buffer;
}

const PRIVATE_USE = 24;

/** Every name is known at once: nothing outside is asked. */
const DNS = `--import=data:text/javascript,${encodeURIComponent(
  "import { Resolver } from 'node:dns/promises'; Resolver.prototype.resolve4 = async () => ['192.0.2.1'];",
)}`;

const nickOf = (name: string): string => `${name}-${canary().slice(-PRIVATE_USE + name.length)}`;

/** `start` with a tunnel, a page in Chromium and `join`: they come, talk, rename themselves, break, come back and leave. */
export async function auditSession(browser: Browser, mode: Mode): Promise<Audited> {
  const [host, page, guest, renamed, again] = ['host', 'page', 'join', 'new', 'next'].map(nickOf) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const [title, fromPage, fromJoin, whispered, later] = Array.from({ length: 5 }, canary) as [string, string, string, string, string];
  const standIn = await createStandIn('works');
  const { CHATTRACE_STAND_IN, CHATTRACE_STAND_IN_CONTROL } = standIn.environment;
  const cwd = folder();
  const started = runCli(['start', '--json', '--no-input', '--encryption', mode, '--title', title, '--nick', host, '--logs', 'keep'], {
    cwd,
    environment: { NODE_OPTIONS: DNS, CHATTRACE_CLOUDFLARED: standInPath, CHATTRACE_STAND_IN, CHATTRACE_STAND_IN_CONTROL },
  });
  const ready = await started.event(named('ready'));
  const local = new URL(String(ready['localUrl']));
  const tap = await startTap(Number(local.port));
  const link = `${tap.origin}/${local.hash}`;

  const tab = await openPage(browser, link);
  await enterRoom(tab.page, page);
  const joining = runCli(['join', '--json', '--nick', guest], { environment: { CHATTRACE_LINK: link } });
  const joined = await joining.event(named('joined'));
  await started.event((one) => one.event === 'member-joined' && one['nick'] === guest);
  await say(tab.page, fromPage);
  await joining.event(saying(fromPage));
  joining.write(`${fromJoin}\n`);
  await tab.page.getByText(fromJoin, { exact: true }).waitFor();
  if (mode === 'mls') {
    joining.write(`/msg ${page} ${whispered}\n`);
    await tab.page.getByRole('log').getByRole('button', { name: 'Open' }).click();
    await tab.page.getByText(whispered, { exact: true }).waitFor();
    await tab.page.keyboard.press('Escape');
  }
  await rename(joining, renamed, started);
  await say(tab.page, `/nick ${again}`);
  await joining.event((one) => one.event === 'member-renamed' && one['nick'] === again);

  tap.cut();
  await joining.event((one) => one.event === 'connection' && one['state'] === 'online');
  joining.write(`${later}\n`);
  await tab.page.getByText(later, { exact: true }).waitFor();
  joining.write('/quit\n');
  await joining.exited;
  await tab.context.close();
  started.kill('SIGINT');
  await started.exited;

  const secret = secretOf(link);
  return {
    tap,
    files: [...logsIn(join(cwd, 'state', 'chattrace')), Buffer.from(JSON.stringify(standIn.starts))],
    printed: Buffer.from(joining.stdout),
    secrets: {
      nick: [host, page, guest, renamed, again].map((nick) => textNeedle('nick', nick)),
      text: [fromPage, fromJoin, later].map((text) => textNeedle('text', text)),
      'private text': mode === 'mls' ? [textNeedle('private text', whispered)] : [],
      title: [textNeedle('title', title)],
      key: keysOf(secret),
      S: [bytesNeedle('S', secret.s)],
      fragment: [textNeedle('fragment', local.hash.slice(1)), textNeedle('second half of the fragment', local.hash.slice(-24))],
      fingerprint: (joined['members'] as readonly { readonly fingerprint: string }[]).map(({ fingerprint }) =>
        bytesNeedle('fingerprint', Buffer.from(fingerprint, 'hex')),
      ),
      'group id': mode === 'mls' ? [bytesNeedle('group id', groupIdOf(tap.seen, secret))] : [],
    },
  };
}

async function rename(joining: Cli, nick: string, other: Cli): Promise<void> {
  joining.write(`/nick ${nick}\n`);
  await other.event((one) => one.event === 'member-renamed' && one['nick'] === nick);
}

function secretOf(link: string): LinkSecret {
  const parsed = parseLink(link);
  if (!parsed.ok || parsed.value.secret.mode === 'new') throw new Error(`no link of a room: ${link}`);
  return parsed.value.secret;
}

/** The capability and the room's id are the relay's to know. */
function keysOf(secret: LinkSecret): readonly Needle[] {
  const { env, mac, psk, light } = deriveRoomKeys(secret, new Vault());
  return Object.entries({ env, mac, psk, light }).map(([name, key]) => bytesNeedle(`K_${name}`, key.bytes));
}

/** From the first message that K_env opens: version, wire format, length and id (RFC 9420, 6). Its first four bytes are the generation. */
function groupIdOf(seen: readonly Seen[], secret: LinkSecret): Uint8Array {
  const { env } = deriveRoomKeys(secret, new Vault());
  for (const { where, bytes } of seen) {
    const frame = where.startsWith('messages') ? parseFrame(bytes) : undefined;
    if (frame?.ok !== true || frame.value.type !== 'APP') continue;
    const { type, gen, epoch, body } = frame.value;
    const inner = openBody(env.bytes, { type, gen, epoch }, body);
    if (inner?.[4] === 20) return inner.slice(9, 25);
  }
  throw new Error('no message of a group was seen');
}

const logsIn = (path: string): readonly Buffer[] => readdirSync(path).map((name) => readFileSync(join(path, name)));
