import { once } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { LastLines, oneLine, readLines } from '../../../../src/adapters/tunnel/bounded-lines.js';

/** With text of more than one byte a character, an empty line, and a last line without an end. */
const output = ['one', 'plain words: “ö 🦊 ”', '', '{"two":2}  ', 'the last'].join('\n');
const expected = output.split('\n');

const linesOf = async (pieces: readonly Buffer[]): Promise<readonly string[]> => {
  const heard: string[] = [];
  const stream = Readable.from(pieces, { objectMode: false });
  readLines(stream, (line) => heard.push(line));
  await once(stream, 'close');
  return heard;
};

describe('lines that come in pieces', () => {
  const bytes = Buffer.from(output);

  test('of one byte each', async () => {
    expect(await linesOf([...bytes].map((byte) => Buffer.of(byte)))).toEqual(expected);
  });

  test('cut at every place', async () => {
    for (let at = 0; at <= bytes.length; at += 1) expect(await linesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
  });

  test('with the ends of lines that Windows has', async () => {
    expect(await linesOf([Buffer.from(output.replaceAll('\n', '\r\n'))])).toEqual(expected);
  });

  test('without any end keep their beginning only, and the next is whole again', async () => {
    const flood = Array.from({ length: 200 }, () => Buffer.alloc(10_000, 'x'));
    const [line = '', ...others] = await linesOf([...flood, Buffer.from('\nnext\n')]);
    expect(line).toBe('x'.repeat(16_384));
    expect(others).toEqual(['next']);
  });

  test('that end by an error are those that came before', async () => {
    const stream = new Readable({ read: () => undefined });
    const heard: string[] = [];
    readLines(stream, (line) => heard.push(line));
    stream.push('one\n');
    await once(stream, 'data');
    stream.destroy(new Error('reset'));
    await new Promise<void>((resolve) => void stream.once('close', resolve));
    expect(heard).toEqual(['one']);
  });
});

test('of the last lines five are kept, and not much of them, on one line', () => {
  const last = new LastLines();
  expect([last.text, last.textAnd('end')]).toEqual(['', 'end']);
  for (const line of ['1', '2', ' ', '3', '', '4\t 4', '5', ' 6\n\n6 ']) last.add(line);
  expect(last.text).toBe('2 · 3 · 4 4 · 5 · 6 6');
  expect(last.textAnd('end')).toBe('2 · 3 · 4 4 · 5 · 6 6 · end');
  last.add('x'.repeat(1_000));
  expect(last.text).toBe('x'.repeat(400));
  expect(last.textAnd('end')).toBe(`${'x'.repeat(394)} · end`);
});

test.each([
  ['', ''],
  ['a  b\r\n\n   c\u2028d\n', 'a b · c d'],
  ['x'.repeat(1_000), 'x'.repeat(400)],
  [`a\n${' '.repeat(1_000)}b`, 'a · b'],
])('one line of %j', (text, expected) => {
  expect(oneLine(text)).toBe(expected);
});
