import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { PINNED_VERSION } from './pinned.js';

const baseOf = (environment: NodeJS.ProcessEnv, platform: string): string => {
  if (platform === 'win32') return environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  const xdg = environment['XDG_CACHE_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  const home = environment['HOME'] ?? homedir();
  return platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
};

/** The user's folder for what can be had again: here, the downloaded program (XDG Base Directory). */
export const userCacheDir = (environment: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string =>
  join(baseOf(environment, platform), 'chattrace');

/** Where the downloaded program is in that folder. Its name has the version, so another one is never taken for it. */
export const cachedBinaryPath = (cacheDir: string, platform: string = process.platform): string =>
  join(cacheDir, `cloudflared-${PINNED_VERSION}${platform === 'win32' ? '.exe' : ''}`);
