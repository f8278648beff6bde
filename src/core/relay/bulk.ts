import type { Frame } from '../../protocol/frame.js';
import { limits } from '../../protocol/limits.js';
import { refuseFrame } from './links.js';
import { isCurrent } from './messages.js';
import { withinScore } from './rate.js';
import type { LinkKey } from './relay-event.js';
import type { Link, Place } from './relay-state.js';
import type { Step } from './step.js';
import { snapshotOf, tell } from './tell.js';

/** A file chunk: passed on at once, within the credit of its sender, to the others that are connected. */
export function passBulk(step: Step, link: Link, { room }: Place, frame: Frame, bytes: Uint8Array): void {
  if (link.stage.stage !== 'joined') return;
  if (!isCurrent(room, frame)) return refuseFrame(step, link, 'epoch');
  // Within its credit a chunk costs nothing; without, it does, or nothing would bound the refusals.
  if (bytes.length > link.stage.credit) return withinScore(step, link, bytes.length) ? refuseFrame(step, link, 'credit') : undefined;
  link.stage.credit -= bytes.length;
  const links = receivers(link.key, frame, room);
  if (links.length === 0) return drained(step, link.key, bytes.length);
  step.effects.push({ type: 'broadcast', room: room.id, links, frame: bytes, bulk: link.key });
}

/** What has left for everybody may be sent again. */
export function drained(step: Step, key: LinkKey, bytes: number): void {
  const link = step.state.links.get(key);
  if (link?.stage.stage !== 'joined') return;
  const credit = Math.min(limits.bulkCredit, link.stage.credit + bytes);
  const back = credit - link.stage.credit;
  link.stage.credit = credit;
  if (back > 0) tell(step, link, 'NOTICE', { code: 'credit', bytes: back });
}

function receivers(sender: LinkKey, { to }: Frame, room: Place['room']): readonly LinkKey[] {
  if (to.length === 0) return snapshotOf(room).filter((key) => key !== sender);
  const named = new Set<LinkKey>();
  for (const conn of to) {
    const presence = room.places.get(conn)?.presence;
    if (presence?.state === 'here' && presence.link.key !== sender) named.add(presence.link.key);
  }
  return [...named];
}
