import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writtenChildren } from '../../adapters/tunnel/pid-file.js';
import { userCacheDir } from '../../adapters/tunnel/cloudflared/user-cache.js';
import { remove, type Leftover } from './leftover.js';

/** The downloaded programs, of this version and of earlier ones. */
const BINARY = /^cloudflared-\d{4}\.\d{1,2}\.\d{1,3}(?:\.exe)?$/;

export function cachedBinaries(folder = userCacheDir()): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => BINARY.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** All but one that a session runs now: that session may have to start it again. */
export function removeBinaries(folder = userCacheDir()): readonly Leftover[] {
  const running = writtenChildren().flatMap(({ owned, child }) => (owned && child !== undefined ? [child.command] : []));
  return cachedBinaries(folder).map((path) => {
    const inUse = running.some((command) => command.startsWith(`${path} `));
    return inUse ? { what: 'binary', name: path, removed: false, why: 'a session that lives uses it' } : remove('binary', path);
  });
}
