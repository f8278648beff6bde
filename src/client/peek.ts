import type { Cancel, Clock } from '../core/ports/clock.js';
import type { Connect } from '../core/ports/transport.js';
import { capabilityOf, roomIdOf } from '../crypto/key-schedule.js';
import type { LinkSecret } from '../crypto/link.js';
import { controlFrame } from '../protocol/control-frame.js';
import { parseControl } from '../protocol/control.js';
import { parseFrame } from '../protocol/frame.js';
import { ids } from '../protocol/ids.js';
import { closeCodes } from '../protocol/relay-code.js';

/** Whoever waits for it has a room to enter meanwhile. */
const ANSWER_MS = 10_000;

/** What the relay says of a room before one enters. Nobody can check it. */
export type Glimpse =
  /** `full`: a HELLO would find no seat now. */
  | { readonly state: 'open'; readonly inside: number; readonly full: boolean; readonly locked: boolean }
  /** No room is there for this link. */
  | { readonly state: 'none' }
  /** No answer, or a relay that does not know the question. */
  | { readonly state: 'unknown' };

export interface PeekOptions {
  /** Its `s` is taken over: it is overwritten before the call returns. */
  readonly secret: LinkSecret;
  readonly ticket?: Uint8Array | undefined;
  readonly connect: Connect;
  readonly clock: Clock;
}

/** Asks once how many are inside, over a connection of its own. Cancelled, it answers nothing. */
export function peek({ secret, ticket, connect, clock }: PeekOptions, answered: (glimpse: Glimpse) => void): Cancel {
  const frame = question(secret, ticket);
  let [opened, over] = [false, false];
  const end = (glimpse?: Glimpse): void => {
    if (over) return;
    over = true;
    stopWaiting();
    // One that is not up yet is closed when it is: a browser complains of the other.
    if (opened || glimpse !== undefined) transport.close(closeCodes.left);
    if (glimpse !== undefined) answered(glimpse);
  };
  const stopWaiting = clock.after(ANSWER_MS, () => end({ state: 'unknown' }));
  const transport = connect({
    open() {
      opened = true;
      if (over) transport.close(closeCodes.left);
      else transport.send(frame);
    },
    message: (bytes) => end(glimpseOf(bytes)),
    closed: (code) => end({ state: code === closeCodes.refused ? 'none' : 'unknown' }),
  });
  return () => end();
}

function question(secret: LinkSecret, ticket: Uint8Array | undefined): Uint8Array {
  const cap = capabilityOf(secret);
  const door = { room: ids.bytes(roomIdOf(secret)), cap };
  const frame = controlFrame('PEEK', ticket === undefined ? door : { ...door, ticket });
  cap.fill(0);
  secret.s.fill(0);
  return frame;
}

function glimpseOf(bytes: Uint8Array): Glimpse {
  const frame = parseFrame(bytes);
  if (!frame.ok) return { state: 'unknown' };
  const { type, body } = frame.value;
  if (type === 'PEEKED') {
    const told = parseControl(type, body);
    if (told.ok) return { state: 'open', inside: told.value.n, full: told.value.full, locked: told.value.locked };
  }
  const refused = type === 'ERR' ? parseControl(type, body) : undefined;
  return { state: refused?.ok === true && refused.value.code === 'refused' ? 'none' : 'unknown' };
}
