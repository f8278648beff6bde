import type { OpenRefusal } from '../../../crypto/group-types.js';
import type { Frame } from '../../../protocol/frame.js';
import { isCounted, parsePayload, type Payload } from '../../../protocol/payload.js';
import type { CipherEvent, Identity, RefusedReason } from '../room-cipher.js';
import { toMembers } from './counts.js';
import type { Inside } from './inside.js';
import type { Members } from './members.js';
import type { Scope } from './scope.js';
import { parseSync } from './sync-body.js';

interface Here {
  readonly scope: Scope;
  readonly inside: Inside;
  readonly members: Members;
}

interface Heard {
  readonly events: readonly CipherEvent[];
  /** The others are in another group than we are, or in a later epoch. */
  readonly split: boolean;
}

const heard = (...events: readonly CipherEvent[]): Heard => ({ events, split: false });
const refused = (reason: RefusedReason): Heard => heard({ type: 'refused', reason });

/** Opens an APP frame of our group, and takes from it what only the cipher understands. */
export async function hear(frame: Frame, here: Here, now: number): Promise<Heard> {
  const { scope, inside, members } = here;
  const inner = scope.open('APP', frame, frame.body);
  if (inner === undefined) return refused('seal');
  // A commit did not come here, and the keys for this came with it.
  if (frame.epoch > inside.group.epoch) return { events: [], split: true };
  const opened = await inside.group.open(inner);
  if (opened.type === 'refused') return notOpened(opened.reason, inside, now);
  const content = parsePayload(opened.data);
  if (opened.epoch !== frame.epoch || !content.ok) return refused('layout');
  inside.renewal.counted();
  const { payload, encoded } = content.value;
  const from = members.identityOf(opened.sender, scope);
  members.said(from.id, payload);
  members.voices.heard(from.conn, now);
  const counted = isCounted(payload.kind) && frame.to.length === 0;
  const word = takeWord(here, from, payload, now);
  return { ...word, events: [{ type: 'payload', from: from.id, payload, encoded, counted }, ...word.events] };
}

/** Keys that are gone by the rules are nobody's fault. */
function notOpened(reason: OpenRefusal, { vouching }: Inside, now: number): Heard {
  if (reason === 'old') return heard();
  if (reason === 'broken' && vouching.isForsaken(now)) return { events: [{ type: 'warn', code: 'GROUP_SPLIT' }], split: true };
  return refused(reason === 'replay' || reason === 'self' ? 'replay' : 'signature');
}

function takeWord({ scope, inside }: Here, from: Identity, payload: Payload, now: number): Heard {
  if (payload.kind === 'here') inside.vouching.asked(now);
  if (payload.kind !== 'sync' || payload.body.length === 0) return heard();
  const sync = parseSync(payload.body);
  if (!sync.ok) return refused('layout');
  const before = inside.vouching.sure;
  const verdict = inside.vouching.heard(from, sync.value, now);
  if (verdict === 'other') return { events: [{ type: 'warn', code: 'GROUP_SPLIT' }], split: true };
  if (verdict === 'unknown') return heard();
  const counts: CipherEvent = { type: 'counts', from: from.id, counts: toMembers(sync.value.counts, inside.group, scope) };
  return before === inside.vouching.sure ? heard(counts) : heard({ type: 'confirmed' }, counts);
}
