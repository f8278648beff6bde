import { describe, expect, test } from 'vitest';
import { parseBurn, parseChoice, parseReact, parseReply } from '../../../src/client/command-args.js';
import { findMessage, parseMessageRef } from '../../../src/client/message-ref.js';
import { limits } from '../../../src/protocol/limits.js';
import type { Parsed } from '../../../src/protocol/parsed.js';
import { messageItem, viewMember } from '../../helpers/fake-member.js';

const answer = (found: Parsed<unknown>): unknown => (found.ok ? found.value : found.reason);

describe('behind a command', () => {
  test.each([
    ['3 hello there', { ref: 3, text: 'hello there' }],
    ['#3  two\nlines', { ref: 3, text: 'two\nlines' }],
    ['LAST yes', { ref: 'last', text: 'yes' }],
    ['3', 'TEXT_EMPTY'],
    ['hello', 'MESSAGE_UNKNOWN'],
    ['3x hello', 'MESSAGE_UNKNOWN'],
    ['-1 hello', 'MESSAGE_UNKNOWN'],
    ['1e3 hello', 'MESSAGE_UNKNOWN'],
    ['9999999999 hello', 'MESSAGE_UNKNOWN'],
    ['', 'MESSAGE_UNKNOWN'],
  ])('/reply %j', (rest, found) => expect(answer(parseReply(rest))).toEqual(found));

  test.each([
    ['3 :heart:', { ref: 3, emoji: '❤️' }],
    ['last thumbsup', { ref: 'last', emoji: '👍' }],
    ['3 🎉', { ref: 3, emoji: '🎉' }],
    ['3', { ref: 3, emoji: undefined }],
    ['3 hello', 'EMOJI_UNKNOWN'],
    ['3 🎉🎉', 'EMOJI_UNKNOWN'],
    [':heart:', 'MESSAGE_UNKNOWN'],
  ])('/react %j', (rest, found) => expect(answer(parseReact(rest))).toEqual(found));

  test.each([
    ['30s gone soon', { seconds: 30, text: 'gone soon' }],
    ['5M x', { seconds: 300, text: 'x' }],
    ['2h x\ny', { seconds: 7_200, text: 'x\ny' }],
    [`${limits.burnSeconds}s x`, { seconds: limits.burnSeconds, text: 'x' }],
    [`${limits.burnSeconds + 1}s x`, 'COMMAND_UNCLEAR'],
    ['25h x', 'COMMAND_UNCLEAR'],
    ['0s x', 'COMMAND_UNCLEAR'],
    ['30 people came', 'COMMAND_UNCLEAR'],
    ['s x', 'COMMAND_UNCLEAR'],
    ['1.5h x', 'COMMAND_UNCLEAR'],
    ['-5s x', 'COMMAND_UNCLEAR'],
    ['30s', 'TEXT_EMPTY'],
    ['', 'COMMAND_UNCLEAR'],
  ])('/burn %j', (rest, found) => expect(answer(parseBurn(rest))).toEqual(found));

  test.each([
    ['on', 'on'],
    ['Mentions', 'mentions'],
    ['', 'COMMAND_UNCLEAR'],
    ['on off', 'COMMAND_UNCLEAR'],
  ])('/notify %j', (rest, found) => expect(answer(parseChoice(rest, ['on', 'off', 'mentions']))).toBe(found));
});

describe('a message is found', () => {
  const items = [
    messageItem({ key: 1, no: 1, from: viewMember('Ana', { self: true }) }),
    { key: 2, rev: 0, at: 0, type: 'topic' as const, text: 'x' },
    messageItem({ key: 3, no: 2 }),
    messageItem({ key: 4, no: 3, gone: 'deleted', text: '' }),
  ];

  test.each([
    [1, 1],
    [2, 3],
    ['last', 3],
    [3, 'MESSAGE_UNKNOWN'],
    [4, 'MESSAGE_UNKNOWN'],
  ] as const)('by its number, or as the last: %j', (ref, found) => {
    const answered = findMessage(ref, items);
    expect(answered.ok ? answered.value.key : answered.reason).toBe(found);
  });

  test('among those that fit', () => {
    const own = findMessage('last', items, ({ from }) => from.self);
    expect(own.ok && own.value.key).toBe(1);
    expect(answer(findMessage(2, items, ({ from }) => from.self))).toBe('MESSAGE_UNKNOWN');
    expect(answer(findMessage('last', []))).toBe('MESSAGE_UNKNOWN');
  });

  test('by a word that is one', () => {
    expect(['7', '#7', 'last', '##7', '', ' 7'].map((word) => answer(parseMessageRef(word)))).toEqual([
      7,
      7,
      'last',
      'MESSAGE_UNKNOWN',
      'MESSAGE_UNKNOWN',
      'MESSAGE_UNKNOWN',
    ]);
  });
});
