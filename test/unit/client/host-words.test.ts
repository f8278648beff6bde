import { expect, test } from 'vitest';
import { HostWords } from '../../../src/client/host-words.js';
import { Removals } from '../../../src/client/removals.js';
import type { ViewMember } from '../../../src/client/view.js';
import { ViewLog } from '../../../src/client/view-log.js';
import { encodeHistory } from '../../../src/protocol/history-writer.js';
import { ids } from '../../../src/protocol/ids.js';
import type { Payload } from '../../../src/protocol/payload.js';
import { encodeUtf8 } from '../../../src/protocol/utf8.js';

const memberOf = (role: ViewMember['role']): ViewMember => ({
  id: ids.member(new Uint8Array(32)),
  nick: 'h',
  shown: 'h',
  fingerprint: '00'.repeat(32),
  role,
  self: false,
  away: false,
  verified: false,
});

const payloadOf = (kind: Payload['kind'], body: Uint8Array): Payload => ({
  kind,
  id: new Uint8Array(16),
  n: 1,
  p: new Uint8Array(32),
  body,
});

function listener(): { readonly words: HostWords; readonly log: ViewLog; readonly titles: string[]; readonly links: Uint8Array[] } {
  const log = new ViewLog();
  const titles: string[] = [];
  const links: Uint8Array[] = [];
  const words = new HostWords({
    log,
    removals: new Removals(),
    add: (item) => void log.add({ ...item, at: 0 }),
    setTitle: (title) => void titles.push(title),
    rotated: (s) => void links.push(s),
    ended: () => undefined,
  });
  return { words, log, titles, links };
}

const copyOf = (text: string): Payload => payloadOf('history', encodeHistory([{ at: 1, nick: 'ana', style: 'said', text }]));

test('the host’s copy of what was said is taken once: a second one could say something else', () => {
  const { words, log } = listener();
  words.heard(memberOf('host'), copyOf('as it was'));
  words.heard(memberOf('host'), copyOf('as it never was'));
  const copies = log.items.flatMap((item) => (item.type === 'history' ? item.entries.map(({ text }) => text) : []));
  expect(copies).toEqual(['as it was']);
});

test('what only the host may say counts from nobody else', () => {
  const { words, log, titles, links } = listener();
  const guest = memberOf('guest');
  const said = [
    copyOf('mine'),
    payloadOf('topic', encodeUtf8('mine')),
    payloadOf('kick', new Uint8Array(8)),
    payloadOf('rotate', new Uint8Array(32)),
    payloadOf('end', new Uint8Array(0)),
  ];
  expect(said.map((payload) => words.heard(guest, payload))).toEqual([false, false, false, false, false]);
  expect([log.items, titles, links]).toEqual([[], [], []]);
});

test('the secret of another link has 32 bytes, and is a copy', () => {
  const { words, links } = listener();
  const body = new Uint8Array(32).fill(5);
  for (const length of [0, 31, 33]) expect(words.heard(memberOf('host'), payloadOf('rotate', new Uint8Array(length)))).toBe(false);
  expect(words.heard(memberOf('host'), payloadOf('rotate', body))).toBe(true);
  body.fill(0);
  expect(links).toEqual([new Uint8Array(32).fill(5)]);
});
