import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deriveRoomKeys } from '../../src/crypto/key-schedule.js';
import { parseLink } from '../../src/crypto/link.js';
import { Vault } from '../../src/crypto/vault.js';
import { folder, named, runCli, saying, type Cli } from '../helpers/cli.js';
import { heapStrings } from '../helpers/heap-strings.js';
import { bytesNeedle, findIn, plainForms, textNeedle, type Needle } from '../helpers/needle.js';
import { canReadMemory, readMemory } from '../helpers/process-memory.js';
import { canary } from '../helpers/session-process.js';

/** SIGUSR2 writes what the engine has on its heap. */
const SNAPSHOT = `--import=data:text/javascript,${encodeURIComponent(
  `import { writeHeapSnapshot } from 'node:v8';
   process.on('SIGUSR2', () => { writeHeapSnapshot(process.env.SNAPSHOT_PATH); process.stdout.write('{"event":"snapshot"}\\n'); });`,
)}`;

interface Used {
  readonly host: Cli;
  readonly pid: number;
  readonly snapshot: string;
  readonly needles: readonly Needle[];
}

/** A session that guests have used, and are using still. */
async function used(...flags: readonly string[]): Promise<Used> {
  const snapshot = join(folder(), 'heap.heapsnapshot');
  const host = runCli(['start', '--tunnel', 'none', '--json', '--no-input', ...flags], {
    environment: { NODE_OPTIONS: SNAPSHOT, SNAPSHOT_PATH: snapshot },
  });
  const ready = await host.event(named('ready'));
  const [ana, ben] = [`Ana-${canary().slice(0, 20)}`, `Ben-${canary().slice(0, 20)}`];
  const [first, second] = [canary(), canary()];
  const enter = (link: string, nick: string): Cli => runCli(['join', '--json', '--nick', nick], { environment: { CHATTRACE_LINK: link } });
  const one = enter(String(ready['url']), ana);
  await one.event(named('joined'));
  const link = ready['blind'] === true ? String((await one.event(named('made')))['url']) : String(ready['url']);
  const other = enter(link, ben);
  await one.event((event) => event.event === 'member-joined' && event['nick'] === ben);
  one.write(`${first}\n`);
  await other.event(saying(first));
  other.write(`${second}\n`);
  await one.event(saying(second));
  return { host, pid: Number(ready['pid']), snapshot, needles: needlesOf(link, [ana, ben], [first, second]) };
}

function needlesOf(link: string, nicks: readonly string[], texts: readonly string[]): readonly Needle[] {
  const parsed = parseLink(link);
  if (!parsed.ok || parsed.value.secret.mode === 'new') throw new Error('no link of a room');
  const { secret } = parsed.value;
  const { env, mac, psk } = deriveRoomKeys(secret, new Vault());
  return [
    bytesNeedle('S', secret.s),
    bytesNeedle('K_env', env.bytes),
    bytesNeedle('K_mac', mac.bytes),
    bytesNeedle('psk', psk.bytes),
    ...nicks.map((nick) => textNeedle('nick', nick)),
    ...texts.map((text) => textNeedle('text', text)),
  ];
}

async function inSnapshot({ host, snapshot, needles }: Used): Promise<ReadonlySet<string>> {
  host.kill('SIGUSR2');
  await host.event(named('snapshot'));
  const heap = heapStrings(readFileSync(snapshot, 'utf8'));
  expect(heap.length).toBeGreaterThan(300_000);
  return names(findIn(heap, needles, plainForms));
}

function inMemory({ pid, needles }: Used): ReadonlySet<string> {
  const found: string[] = [];
  const bytes = readMemory(pid, (piece) => void found.push(...findIn(piece, needles, plainForms)));
  expect(bytes).toBeGreaterThan(20_000_000);
  return names(found);
}

const names = (found: readonly string[]): ReadonlySet<string> => new Set(found.map((one) => one.replace(/ \(.*/u, '')));

describe('the process of a session that guests have used', () => {
  test('with --blind: its heap holds neither S nor a nick nor a text', async () => {
    expect(await inSnapshot(await used('--blind'))).toEqual(new Set());
  });

  test('with a host, by the same search: all three', async () => {
    // The engine shows strings in a snapshot, and no bytes: of S the link.
    expect(await inSnapshot(await used())).toEqual(new Set(['S', 'nick', 'text']));
  });

  test.skipIf(!canReadMemory())('with --blind: nothing in all of its memory, as text or as bytes', async () => {
    expect(inMemory(await used('--blind'))).toEqual(new Set());
  });

  test.skipIf(!canReadMemory())('with a host, by the same search: keys too', async () => {
    expect(inMemory(await used())).toEqual(new Set(['S', 'K_env', 'K_mac', 'psk', 'nick', 'text']));
  });
});
