import type { ChatEvent } from '../../protocol/event.js';
import { safeJson } from '../terminal/safe-json.js';

/** One event as one line of NDJSON, without its line end (docs/cli.md, "Events"). `at`: milliseconds since the epoch. */
export const eventLine = (event: ChatEvent, at: number): string => {
  const { event: name, ...fields } = event;
  return safeJson({ v: 1, event: name, at: new Date(at).toISOString(), ...fields });
};
