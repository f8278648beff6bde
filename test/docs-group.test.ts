import { describe, expect, it } from 'vitest';
import { encodePrivate, type PrivateInner } from '../src/client/cipher/mls/private-frame.js';
import { encodeSasMessage, type SasMessage } from '../src/crypto/sas-message.js';
import type { CommitRefusal } from '../src/crypto/commit-policy.js';
import { ids } from '../src/protocol/ids.js';
import { codes, readText, tableRows } from './helpers/markdown-table.js';

const protocol = readText('docs/protocol.md');

/** The compiler keeps these complete. */
const refusals: Record<CommitRefusal, true> = {
  external: true,
  proposal: true,
  sender: true,
  adds: true,
  psk: true,
  removes: true,
  half: true,
  host: true,
  guest: true,
  leaf: true,
  identity: true,
  place: true,
  key: true,
};
const privateKinds: Record<PrivateInner['kind'], true> = { ask: true, package: true, welcome: true, message: true };
const sasKinds: Record<SasMessage['type'], true> = { ask: true, commit: true, nonce: true, reveal: true, stop: true };

const mls = 'src/client/cipher/mls';
/** A sentence of the page, where a number in it comes from, and by what it is divided there: these constants are their files' own. */
const numbers: readonly (readonly [sentence: RegExp, file: string, name: string, unit: number])[] = [
  [/`adds` \| at most (\d+) adds/, 'src/crypto/commit-policy.ts', 'MOST_ADDS', 1],
  [/a nonce of (\d+) bytes; without: none/, 'src/crypto/commit-policy.ts', 'PSK_NONCE', 1],
  [/of more than (\d+) leaves \(before\), at most half/, 'src/crypto/commit-policy.ts', 'SMALL', 1],
  [/a newcomer once, (\d+) to 120 s after it joined/, `${mls}/renewal.ts`, 'NEWCOMER_MS', 1000],
  [/the first leaf every (\d+) messages/, `${mls}/renewal.ts`, 'EVERY_MESSAGES', 1],
  [/messages or (\d+) minutes; none within/, `${mls}/renewal.ts`, 'EVERY_MS', 60_000],
  [/are kept for (\d+) s, of 32 generations/, `${mls}/inside.ts`, 'OLD_KEYS_MS', 1000],
  [/asks for a RESET\s+instead, every (\d+) s until/, `${mls}/mls-cipher.ts`, 'RESET_AGAIN_MS', 1000],
  [/Sent every (\d+) to 45 s/, `${mls}/vouching.ts`, 'EVERY_MS', 1000],
  [/has heard none for (\d+) s when/, `${mls}/vouching.ts`, 'FORSAKEN_MS', 1000],
  [/After (\d+) s \(then 10, then 20\) without a\s+WELCOME/, `${mls}/entry.ts`, 'AGAIN_FIRST_MS', 1000],
  [/\(then 10, then (\d+)\) without a\s+WELCOME/, `${mls}/entry.ts`, 'AGAIN_MOST_MS', 1000],
  [/and (\d+) s \(20 from the third time on\) after one/, `${mls}/entry.ts`, 'DOUBT_MS', 1000],
  [/asked in vain more than (\d+) times/, `${mls}/entry.ts`, 'STUCK_TRIES', 1],
  [/opens for (\d+) s what was sealed in the epochs before/, `${mls}/former.ts`, 'KEPT_MS', 1000],
  [/kept for 2 old epochs and (\d+) s/, `${mls}/private-secrets.ts`, 'OLD_MS', 1000],
  [/for one other at most every (\d+) s/, `${mls}/private-pair.ts`, 'ANSWER_EVERY_MS', 1000],
  [/at most (\d+) at once and 3 a\s+second/, `${mls}/private-groups.ts`, 'ANSWERS', 1],
  [/modulo 10\^(\d+), 12 groups/, 'src/crypto/codes.ts', 'DIGITS', 1],
  [/first (\d+) bytes, each a word of the list/, 'src/crypto/codes.ts', 'FINGERPRINT_WORDS', 1],
  [/\*\*Code of a room\*\*: (\d+) words/, 'src/crypto/codes.ts', 'ROOM_WORDS', 1],
  [/words of the first (\d+) bytes of SHA-256/, 'src/crypto/room-code.ts', 'ROOM_BYTES', 1],
  [/later than (\d+) min after one's own last message/, 'src/crypto/sas.ts', 'SAS_LATE_MS', 60_000],
];

describe('docs/protocol.md, of groups', () => {
  it('gives every reason to refuse a commit, in the order in which they are looked at', () => {
    const reasons = tableRows(protocol, 'reason', 'what must hold').map(([reason = '']) => codes(reason)[0]);
    const judged = [...readText('src/crypto/commit-policy.ts').matchAll(/^ {2}\['(\w+)', /gm)].map((match) => match[1]);
    expect(reasons).toEqual(judged);
    expect(reasons).toEqual(Object.keys(refusals));
  });

  it('numbers what a private frame has inside', () => {
    const rows = tableRows(protocol, 'kind', '…', 'from').map(([kind = '']) => kind.split(' '));
    const from = ids.member(new Uint8Array(8));
    const bytes = new Uint8Array(0);
    const kinds = (Object.keys(privateKinds) as (keyof typeof privateKinds)[]).map((kind) => [
      String(encodePrivate(from, { kind, epoch: 1, bytes })[0]),
      kind,
    ]);
    expect(rows).toEqual(kinds);
  });

  it('numbers the messages by which emoji are compared', () => {
    const [, sentence = ''] = /or none for `ask` and `stop`: (.*?)\. `low`/s.exec(protocol) ?? [];
    const value = new Uint8Array(32);
    const kinds = (Object.keys(sasKinds) as (keyof typeof sasKinds)[]).map((type) => {
      const message = type === 'ask' || type === 'stop' ? { type } : { type, value };
      return `${encodeSasMessage(message)[0]} ${type}`;
    });
    expect(sentence.split(' · ')).toEqual(kinds);
  });

  it.each(numbers)('says %s as the code has it (%s, %s)', (sentence, file, name, unit) => {
    const said = sentence.exec(protocol)?.[1];
    const held = new RegExp(`const ${name} = ([\\d_]+)`).exec(readText(file))?.[1];
    expect(said, 'in docs/protocol.md').toBeDefined();
    expect(held, `in ${file}`).toBeDefined();
    expect(Number(said) * unit).toBe(Number(held?.replaceAll('_', '')));
  });

  it('gives the waits of who asks for a private group', () => {
    const said = /asks again after (\d+), (\d+) and (\d+) s, and then/
      .exec(protocol)
      ?.slice(1)
      .map((seconds) => Number(seconds) * 1000);
    const held = /const PATIENCE_MS = \[([^\]]+)\]/.exec(readText(`${mls}/private-pair.ts`))?.[1]?.split(', ');
    expect(said).toEqual(held?.map((ms) => Number(ms.replaceAll('_', ''))));
  });

  it('gives how often paths are renewed, by size, and how many generations may be late', () => {
    const [, small, medium, large] = /none within (\d+) s of another \(above 50 leaves (\d+) s, above 200 (\d+) s\)/.exec(protocol) ?? [];
    expect(readText(`${mls}/renewal.ts`).replaceAll('_', '')).toContain(
      `leaves <= 50 ? ${small}000 : leaves <= 200 ? ${medium}000 : ${large}000`,
    );
    const [, late] = /are kept for 30 s, of (\d+) generations/.exec(protocol) ?? [];
    expect(readText('src/crypto/group-mls.ts')).toContain(`retained: ${late},`);
  });
});
