import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/client/command-list.js';
import { parseLine } from '../../../src/client/command.js';
import { randomNick } from '../../../src/client/random-nick.js';
import { parseNick } from '../../../src/protocol/nick.js';

describe('a typed line', () => {
  test.each(['hello', ' /help', '', '1/2', 'a // b'])('%j is said', (text) => {
    expect(parseLine(text)).toEqual({ type: 'say', text });
  });

  test('of what is for one alone is not said to all for a space before it', () => {
    expect(parseLine(' \t/msg ana hello')).toEqual({ type: 'command', name: 'msg', rest: 'ana hello' });
  });

  test('that begins with // is said with one / less', () => {
    expect(parseLine('//etc is a folder')).toEqual({ type: 'say', text: '/etc is a folder' });
  });

  test.each(commands.map(({ name }) => name))('/%s is a command, in any case, with its rest', (name) => {
    expect(parseLine(`/${name}`)).toEqual({ type: 'command', name, rest: '' });
    expect(parseLine(`/${name.toUpperCase()}  a  b \n`)).toEqual({ type: 'command', name, rest: 'a  b' });
  });

  test.each([
    ['/', ''],
    ['/nope', 'nope'],
    ['/helpme now', 'helpme'],
    ['/ help', ''],
    ['/constructor', 'constructor'],
  ])('%j is no command, and is not said', (text, name) => {
    expect(parseLine(text)).toEqual({ type: 'unknown', name });
  });

  test('of several lines keeps them in the rest', () => {
    expect(parseLine('/me dances\nand sings')).toEqual({ type: 'command', name: 'me', rest: 'dances\nand sings' });
  });
});

test('each of the 1,024 random nicks is a valid one, and they differ', () => {
  const nicks = Array.from({ length: 1_024 }, (_, n) => randomNick(() => Uint8Array.of(n % 32, Math.floor(n / 32))));
  expect(nicks.every((nick) => parseNick(nick).ok)).toBe(true);
  expect(new Set(nicks).size).toBe(1_024);
  expect(nicks).toContain(randomNick(() => Uint8Array.of(255, 255)));
});
