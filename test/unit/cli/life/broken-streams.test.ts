import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { bearBrokenStreams, isLostTerminal } from '../../../../src/cli/life/broken-streams.js';

const failing = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

const bear = (): { readonly stdin: PassThrough; readonly stdout: PassThrough; readonly stderr: PassThrough; readonly told: string[] } => {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const told: string[] = [];
  bearBrokenStreams(streams, { readerGone: () => told.push('reader gone'), full: ({ code }) => told.push(`full: ${code}`) });
  return { ...streams, told };
};

describe('a stream whose other end is gone', () => {
  test.each(['EPIPE', 'EIO'])('is borne, and stdout tells of it: %s', (code) => {
    const { stdin, stdout, stderr, told } = bear();
    stdin.emit('error', failing(code));
    stderr.emit('error', failing(code));
    expect(told).toEqual([]);
    stdout.emit('error', failing(code));
    expect(told).toEqual(['reader gone']);
  });

  test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('or that has no space for more is told, once: %s', (code) => {
    const { stdout, stderr, told } = bear();
    for (const stream of [stderr, stdout, stderr]) stream.emit('error', failing(code));
    expect(told).toEqual([`full: ${code}`]);
  });

  test('any other error of it is a bug', () => {
    const { stdout } = bear();
    expect(() => stdout.emit('error', failing('EINVAL'))).toThrow('EINVAL');
  });

  test('is told from a file that cannot be read', () => {
    expect(isLostTerminal(failing('EIO'))).toBe(true);
    expect(isLostTerminal(Object.assign(failing('EIO'), { path: '/a/file' }))).toBe(false);
    expect(isLostTerminal(failing('ENOENT'))).toBe(false);
    expect(isLostTerminal(undefined)).toBe(false);
  });
});
