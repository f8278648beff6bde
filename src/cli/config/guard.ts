import { isLoopback } from './address.js';
import type { Settings } from './schema.js';
import type { SettingKey } from './setting.js';

const namesHost = (tunnel: string): boolean => tunnel.split(',').some((door) => door.startsWith('ssh:'));

/**
 * What a setting takes away from people, in words; `undefined` when it takes nothing. Such a value counts only by flag or in a file that
 * was named, so that no forgotten file or variable can lower a session, or have a program run that was not asked for, unseen.
 */
export function lowers(key: SettingKey, settings: Settings): string | undefined {
  if (key === 'encryption' && settings.encryption === 'shared-key') return 'anyone who ever has the link can read everything';
  if (key === 'encryption' && settings.encryption === 'none') return 'no encryption: the relay can read every message';
  if (key === 'history' && settings.history > 0) return 'newcomers are given what was said before they came';
  if (key === 'bind' && !isLoopback(settings.bind)) return 'the room listens beyond this computer';
  if (key === 'lan' && settings.lan) return 'plain http in this network: whoever is in it can alter the page on its way';
  if (key === 'publicUrl' && settings.publicUrl !== '') return 'the link leads to an address that you name';
  if (key === 'tunnel' && namesHost(settings.tunnel)) return 'the room is handed to an ssh host that is named here';
  if (key === 'yes' && settings.yes) return 'a program of Cloudflare is downloaded and run without asking';
  if (key === 'logs' && settings.logs === 'keep') return 'the event log is kept when the session ends';
  return undefined;
}
