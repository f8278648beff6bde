import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyCoreDumps } from '../../../../src/cli/life/core-dump.js';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chattrace-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('core dumps', () => {
  test('are emptied where the system has the switch', () => {
    const file = join(folder, 'coredump_filter');
    writeFileSync(file, '00000033\n');
    expect(emptyCoreDumps(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(/^0/);
  });

  test('where it has none, nothing is made', () => {
    const file = join(folder, 'coredump_filter');
    expect(emptyCoreDumps(file)).toBe(false);
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});
