import { ids } from '../../protocol/ids.js';
import { limits } from '../../protocol/limits.js';
import { closeCodes, type RefusalCode } from '../../protocol/relay-code.js';
import { DecayingScore } from '../decaying-score.js';
import { placeAway } from './group-members.js';
import { removePlace } from './places.js';
import type { LinkKey } from './relay-event.js';
import type { Link, Place } from './relay-state.js';
import { log, wantTick, type Step } from './step.js';
import { tell, tellRoom } from './tell.js';

/** Refusals that end the connection. */
type Fatal = Extract<RefusalCode, keyof typeof closeCodes>;

export function connected(step: Step, key: LinkKey, inside: boolean): void {
  const { links, strangers } = step.state;
  const link: Link = { key, inside, score: new DecayingScore(), stage: { stage: 'stranger', since: step.now }, unordered: 0 };
  links.set(key, link);
  if (inside) return;
  strangers.add(link);
  const [oldest] = strangers;
  if (oldest !== undefined && strangers.size > limits.strangers) turnAway(step, oldest, 'hello_late');
  wantTick(step);
}

/** Says why, and closes. A place is kept, as after any break. */
export function turnAway(step: Step, link: Link, code: Fatal): void {
  tell(step, link, 'ERR', { code });
  const stranger = link.stage.stage === 'stranger';
  log(step, { type: stranger ? 'connection-refused' : 'connection-closed', code: closeCodes[code] });
  closeLink(step, link, closeCodes[code]);
}

/** A frame was not taken; the connection goes on. */
export function refuseFrame(step: Step, link: Link, code: Exclude<RefusalCode, Fatal>, retryMs?: number): void {
  tell(step, link, 'ERR', retryMs === undefined ? { code } : { code, retryMs });
  log(step, { type: 'frame-refused', code });
}

/** The relay closes: whatever still comes from this link is not heard. */
export function closeLink(step: Step, link: Link, code: number): void {
  step.effects.push({ type: 'close', link: link.key, code });
  forgetLink(step, link);
}

export function closed(step: Step, key: LinkKey, code: number): void {
  const link = step.state.links.get(key);
  if (link === undefined) return;
  log(step, { type: 'connection-closed', code });
  if (code === closeCodes.left && link.stage.stage === 'joined') removePlace(step, link.stage.place, 'left');
  forgetLink(step, link);
}

/** The link's place, if it still holds one, is away from now on. */
function forgetLink(step: Step, link: Link): void {
  const { links, strangers, returning, departed } = step.state;
  links.delete(link.key);
  strangers.delete(link);
  returning.delete(link);
  if (link.unordered > 0) departed.set(link.key, link);
  if (link.stage.stage === 'joined') goAway(step, link.stage.place, link);
}

function goAway(step: Step, place: Place, link: Link): void {
  const { room, presence, conn } = place;
  if (room.places.get(conn) !== place || presence.state !== 'here' || presence.link !== link) return;
  place.presence = { state: 'away', since: step.now };
  room.away.add(place);
  room.snapshot = undefined;
  tellRoom(step, room, 'NOTICE', { code: 'away', conn: ids.bytes(conn) });
  wantTick(step);
  placeAway(step, place);
}
