import { parseSshDestination } from '../../adapters/tunnel/ssh/destination.js';
import { malformed, parsed, type Parsed } from '../../protocol/parsed.js';

/** A way to the room from outside, as `--tunnel` names it. */
export type DoorName =
  | { readonly type: 'cloudflared' }
  | { readonly type: 'tor' }
  /** `destination`: `[user@]host[:port]` */
  | { readonly type: 'ssh'; readonly destination: string };

/** `auto`: the quick tunnel, and this computer alone when it cannot be had. Named doors must open, or the start fails; none is a choice too. */
export type DoorNames = { readonly auto: true } | { readonly auto: false; readonly doors: readonly DoorName[] };

const MOST = 8;

/** `auto`, `none`, or doors with commas between them; the first is the best. */
export function parseDoorNames(text: string): Parsed<DoorNames> {
  if (text === 'auto') return parsed({ auto: true });
  if (text === 'none') return parsed({ auto: false, doors: [] });
  const names = text.split(',');
  const doors = names.map(parseDoorName);
  if (names.length > MOST || new Set(names).size < names.length) return malformed('too many doors, or one twice');
  return doors.every((door) => door !== undefined) ? parsed({ auto: false, doors }) : malformed('not a door');
}

function parseDoorName(text: string): DoorName | undefined {
  if (text === 'cloudflared' || text === 'tor') return { type: text };
  const destination = text.startsWith('ssh:') ? text.slice('ssh:'.length) : undefined;
  return destination !== undefined && parseSshDestination(destination).ok ? { type: 'ssh', destination } : undefined;
}
