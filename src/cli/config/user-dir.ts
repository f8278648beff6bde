import { isAbsolute, join, posix, win32 } from 'node:path';

/** What the place of the user's own file depends on. */
export interface UserPlace {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The user's own config file; `undefined` when this system has no place for it. A relative path in the environment does not count (XDG Base Directory). */
export function userConfigPath({ platform, home, environment }: UserPlace): string | undefined {
  if (platform === 'win32') {
    const base = environment['APPDATA'];
    return base !== undefined && win32.isAbsolute(base) ? win32.join(base, 'chattrace', 'config.json') : undefined;
  }
  const xdg = environment['XDG_CONFIG_HOME'];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, 'chattrace', 'config.json');
  if (!isAbsolute(home)) return undefined;
  const base = platform === 'darwin' ? ['Library', 'Application Support'] : ['.config'];
  return join(home, ...base, 'chattrace', 'config.json');
}
