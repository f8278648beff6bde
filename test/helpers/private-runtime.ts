import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Each test file has a runtime folder of its own, so that it sees the pid files of its own doors alone, and sweeps nobody else's. */
const folder = mkdtempSync(join(tmpdir(), 'ctr-'));
process.env['XDG_RUNTIME_DIR'] = folder;
afterAll(() => rmSync(folder, { recursive: true, force: true }));
