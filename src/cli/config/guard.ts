import type { Settings } from './schema.js';
import type { SettingKey } from './setting.js';

/** 127.0.0.0/8 and ::1: nobody but this computer. */
export const isLoopback = (address: string): boolean => /^127(\.\d{1,3}){3}$/u.test(address) || address === '::1';

/** Nothing but this computer can reach this origin. */
export function isOfThisComputer(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/gu, ''));
}

/**
 * What a setting takes away from people, in words; `undefined` when it takes nothing. Such a value counts only by flag or in a file that
 * was named, so that no forgotten file or variable can lower a session unseen.
 */
export function lowers(key: SettingKey, settings: Settings): string | undefined {
  if (key === 'encryption' && settings.encryption === 'none') return 'no encryption: the relay can read every message';
  if (key === 'bind' && !isLoopback(settings.bind)) return 'the room listens beyond this computer';
  if (key === 'logs' && settings.logs === 'keep') return 'the event log is kept when the session ends';
  return undefined;
}
