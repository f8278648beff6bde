import { expect, test } from 'vitest';
import { limits } from '../../../src/protocol/limits.js';
import { Batch } from '../../../src/server/batch.js';
import { LinkTable } from '../../../src/server/link-table.js';
import { FakeLink } from '../../helpers/fake-link.js';

const BATCH = new Batch([new Uint8Array(10)]);

test('who is sent what it missed may have more waiting than a queue holds, up to the kept frames', () => {
  const table = new LinkTable();
  const link = new FakeLink();
  const key = table.add(link);
  link.backlog = limits.queueBytes + 1;
  expect(table.send(key, BATCH)).toBe('sent');
  expect(table.sendAll([key], BATCH)).toEqual([]);
  link.backlog = limits.queueBytes + limits.resumeBytes + 1;
  expect(table.send(key, BATCH)).toBe('too-slow');
  expect(table.sendAll([key], BATCH)).toEqual([key]);
});

test('once it has caught up the ordinary bound holds again', () => {
  const table = new LinkTable();
  const link = new FakeLink();
  const key = table.add(link);
  link.backlog = limits.queueBytes + 1;
  table.send(key, BATCH);
  link.backlog = limits.queueBytes;
  expect(table.sendAll([key], BATCH)).toEqual([]);
  link.backlog = limits.queueBytes + 1;
  expect(table.sendAll([key], BATCH)).toEqual([key]);
});

test('a number is never used twice, and one that is taken out gets nothing', () => {
  const table = new LinkTable();
  const link = new FakeLink();
  const key = table.add(link);
  expect(table.take(key)).toBe(link);
  expect(table.take(key)).toBeUndefined();
  expect(table.sendAll([key], BATCH)).toEqual([]);
  expect(link.batches).toEqual([]);
  expect(table.add(new FakeLink())).not.toBe(key);
});

test('the frames of a batch are WebSocket frames one behind the other (RFC 6455, 5.2)', () => {
  const small = new Uint8Array([1, 2, 3]);
  const middle = new Uint8Array(126).fill(4);
  const large = new Uint8Array(65_536).fill(5);
  const wire = Buffer.from(new Batch([small, middle, large]).wire);
  const expected = [
    Buffer.from([0x82, 3, 1, 2, 3]),
    Buffer.concat([Buffer.from([0x82, 126, 0, 126]), middle]),
    Buffer.concat([Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]), large]),
  ];
  expect(wire.equals(Buffer.concat(expected))).toBe(true);
});
