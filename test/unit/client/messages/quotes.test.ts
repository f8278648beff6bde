import { describe, expect, test } from 'vitest';
import { Answers } from '../../../../src/client/messages/answers.js';
import { Messages } from '../../../../src/client/messages/messages.js';
import type { ItemChange } from '../../../../src/client/member-api.js';
import type { MessageItem } from '../../../../src/client/view-log.js';
import type { ViewMember } from '../../../../src/client/view.js';
import { encodeEditBody } from '../../../../src/protocol/act-body.js';
import { encodeBurnBody } from '../../../../src/protocol/burn-body.js';
import { limits } from '../../../../src/protocol/limits.js';
import type { PayloadKind } from '../../../../src/protocol/payload.js';
import { encodeTextBody } from '../../../../src/protocol/text-body.js';
import { createFakeClock } from '../../../helpers/fake-clock.js';

const memberOf = (nick: string) => ({ id: nick.padEnd(16, '0'), nick, shown: nick, self: false }) as unknown as ViewMember;
const [ana, mallory] = [memberOf('ana'), memberOf('mallory')];

const idOf = (n: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, at) => (n >> (8 * at)) & 255);
const text = (words: string, replyTo?: number): Uint8Array =>
  encodeTextBody({ style: 'said', text: words, ...(replyTo === undefined ? {} : { replyTo: idOf(replyTo) }) });

/** A view, and what is said to it: by whom, of which kind, under which id. */
function scene() {
  const changes: ItemChange[] = [];
  const clock = createFakeClock();
  let n = 0;
  const messages = new Messages({
    clock,
    self: () => undefined,
    members: () => [ana, mallory],
    emit: (event) => void (event.type === 'item-changed' && changes.push(event.change)),
    warn: () => undefined,
    file: () => true,
  });
  const heard = (from: ViewMember, kind: PayloadKind, id: number, body: Uint8Array): void => {
    n += 1;
    messages.heard(from, { kind, id: idOf(id), n, p: new Uint8Array(32), body });
  };
  /** So many more, which are nothing to the others. */
  const more = (count: number): void => {
    for (let i = 0; i < count; i++) heard(mallory, 'text', 1_000_000 + n, text('more'));
  };
  return { clock, messages, changes, heard, more, quote: () => messages.log.messages.find((one) => one.replyTo !== undefined)?.quote };
}

describe('a quote, when what it quotes has left the log', () => {
  test('of a message that is to disappear has no words any more: nothing would take them away later', () => {
    const { messages, heard, more, quote } = scene();
    heard(ana, 'burn', 1, encodeBurnBody({ style: 'said', text: 'secret', seconds: 60 }));
    heard(mallory, 'text', 2, text('what?', 1));
    more(limits.viewItems - 2);
    expect(quote()).toMatchObject({ text: 'secret' });
    more(1);
    expect(quote()).toMatchObject({ from: { nick: 'ana' } });
    expect(JSON.stringify(messages.log.items)).not.toContain('secret');
  });

  test('has no words any more when its writer takes it back', () => {
    const { messages, heard, more, changes, quote } = scene();
    heard(ana, 'text', 1, text('secret'));
    heard(mallory, 'text', 2, text('what?', 1));
    more(limits.viewItems - 1);
    heard(mallory, 'delete', 99, idOf(1));
    expect(quote()).toMatchObject({ text: 'secret' });
    heard(ana, 'delete', 99, idOf(1));
    expect(JSON.stringify(messages.log.items)).not.toContain('secret');
    expect(changes).toEqual(['quote']);
  });

  test('does not become one of what somebody else says under its id', () => {
    const { heard, more, quote } = scene();
    heard(ana, 'text', 1, text('lunch?'));
    more(limits.viewItems - 2);
    heard(ana, 'text', 2, text('yes', 1));
    more(1);
    heard(mallory, 'text', 1, text('shall I resign?'));
    expect(quote()).toMatchObject({ from: { nick: 'ana' }, text: 'lunch?' });
  });
});

test('a message that all others answer is looked for once when it changes, and they change only when it reads otherwise there', () => {
  const { messages, heard, changes } = scene();
  heard(ana, 'text', 1, text('a'));
  for (let n = 2; n < 52; n++) heard(mallory, 'text', n, text('x', 1));
  changes.length = 0;
  let looked = 0;
  const { log } = messages;
  const first = log.first.bind(log);
  log.first = (match) => {
    looked += 1;
    return first(match);
  };
  heard(ana, 'edit', 500, encodeEditBody({ id: idOf(1), text: 'b\nbelow' }));
  expect([looked, changes.filter((change) => change === 'quote').length]).toEqual([1, 50]);
  changes.length = 0;
  heard(ana, 'edit', 501, encodeEditBody({ id: idOf(1), text: 'b\nbelow that' }));
  expect(changes).toEqual(['edited']);
});

test('whoever writes a message with many answers anew, again and again, has them drawn once a second', () => {
  const { clock, messages, heard, changes } = scene();
  heard(ana, 'text', 1, text('a'));
  for (let n = 2; n < 202; n++) heard(mallory, 'text', n, text('x', 1));
  const quoted = (): number => changes.filter((change) => change === 'quote').length;
  for (let n = 500; n < 600; n++) heard(ana, 'edit', n, encodeEditBody({ id: idOf(1), text: `b ${n}` }));
  expect(quoted()).toBe(0);
  clock.advance(1_000);
  expect([quoted(), clock.timers]).toEqual([200, 0]);
  expect(new Set(messages.log.messages.map(({ quote }) => quote?.text))).toEqual(new Set([undefined, 'b 599']));
  // What is taken back is gone at once, and nothing brings it back.
  heard(ana, 'edit', 600, encodeEditBody({ id: idOf(1), text: 'secret' }));
  heard(ana, 'delete', 601, idOf(1));
  clock.advance(1_000);
  expect(new Set(messages.log.messages.map(({ quote }) => quote?.text))).toEqual(new Set([undefined]));
  heard(ana, 'edit', 602, encodeEditBody({ id: idOf(1), text: 'again' }));
  messages.clear();
  expect(clock.timers).toBe(0);
});

test('what is answered is remembered no longer than the answers', () => {
  const answers = new Answers();
  const answer = (key: number, replyTo: string) => ({ key, replyTo }) as unknown as MessageItem;
  for (let key = 0; key < 10; key++) answers.add(answer(key, String(key % 5)));
  for (let key = 0; key < 6; key++) answers.drop(answer(key, String(key % 5)));
  expect([answers.size, ...answers.to(undefined, '1')]).toEqual([4, 6]);
  for (let key = 6; key < 10; key++) answers.drop(answer(key, String(key % 5)));
  expect(answers.size).toBe(0);
});
