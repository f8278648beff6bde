import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Footprint } from '../../../../src/cli/life/footprint.js';
import { makeReceipt, receiptLines, swapState } from '../../../../src/cli/life/receipt.js';
import type { WipeReceipt } from '../../../../src/protocol/event.js';

const result = { ms: 41, sockets: 3, keys: 7, bytes: 1_224, failures: [] };
const clean: WipeReceipt = { ms: 41, sockets: 3, keys: 7, bytes: 1_224, children: 0, filesLeft: 0, logs: 'deleted', complete: true };

describe('the receipt', () => {
  test('is complete when nothing failed and nothing is left', () => {
    expect(makeReceipt(result, new Footprint(), 'deleted')).toEqual(clean);
  });

  test.each([
    ['a step hung', { ...result, failures: [{ name: 'server', why: 'hung' as const }] }, () => new Footprint(), {}],
    [
      'a file is left',
      result,
      () => {
        const footprint = new Footprint();
        footprint.addFile(process.execPath);
        return footprint;
      },
      { filesLeft: 1 },
    ],
    [
      'a child is left',
      result,
      () => {
        const footprint = new Footprint();
        footprint.addChild(process.ppid);
        return footprint;
      },
      { children: 1 },
    ],
  ])('is not complete when %s', (_, of, footprint, counts) => {
    expect(makeReceipt(of, footprint(), 'deleted')).toEqual({ ...clean, ...counts, complete: false });
  });

  test('is four aligned lines that say what was not checked', () => {
    expect(receiptLines(clean, [], 'on')).toEqual([
      'closed       3 connections, in 41 ms',
      'overwritten  7 keys, where we can (1224 bytes)',
      'checked      no processes left, no files left, event log deleted',
      'not checked  swap: on, cannot check; copies that the JavaScript engine made; what guests kept',
    ]);
  });

  test('does not call the event log that was kept no file', () => {
    expect(receiptLines({ ...clean, logs: 'kept' }, [], 'off')[2]).toBe(
      'checked      no processes left, no other files left, event log kept',
    );
  });

  test('names what did not close', () => {
    const failures = [
      { name: 'tunnel', why: 'hung' as const },
      { name: 'server', why: 'failed' as const },
    ];
    const lines = receiptLines(
      { ...clean, sockets: 1, keys: 1, children: 1, filesLeft: 2, logs: 'none', complete: false },
      failures,
      'off',
    );
    expect(lines).toEqual([
      'closed       1 connection, in 41 ms; tunnel did not close in time; server failed to close',
      'overwritten  1 key, where we can (1224 bytes)',
      'checked      1 process left, 2 files left, event log empty',
      'not checked  copies that the JavaScript engine made; what guests kept',
    ]);
  });

  test('never claims more than was done', () => {
    const text = receiptLines(clean, [], 'unknown').join('\n');
    expect(text).not.toMatch(/prov|guarant|destroy|secure|erased|wiped|deleted from/i);
    expect(text).toContain('swap: cannot tell');
  });

  test('knows from the system whether swap is on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'));
    const swaps = join(folder, 'swaps');
    const heading = 'Filename\tType\tSize\tUsed\tPriority\n';
    writeFileSync(swaps, heading);
    expect(swapState('linux', swaps)).toBe('off');
    writeFileSync(swaps, `${heading}/dev/sda2 partition 1000 0 -2\n`);
    expect(swapState('linux', swaps)).toBe('on');
    rmSync(folder, { recursive: true });
    expect(swapState('linux', swaps)).toBe('unknown');
    expect(swapState('darwin', swaps)).toBe('unknown');
  });
});
