import { parseControl, type Control } from '../../protocol/control.js';
import type { ControlType, MemberFrameType } from '../../protocol/frame-type.js';
import { parseFrame, type Frame } from '../../protocol/frame.js';
import { assertNever } from '../../protocol/parsed.js';
import { closeCodes } from '../../protocol/relay-code.js';
import { join, peek, resume } from './joining.js';
import { abandon } from './abandon.js';
import { askReset } from './ask-reset.js';
import { submitCommit, submitDm, submitWelcome, takeKeyPackage, takeLease } from './group-frames.js';
import { closeLink, turnAway } from './links.js';
import { passBulk } from './bulk.js';
import { submitApp } from './messages.js';
import { removePlace } from './places.js';
import { withinRate } from './rate.js';
import type { LinkKey } from './relay-event.js';
import type { Link, Place } from './relay-state.js';
import { openOrChange } from './rooms.js';
import type { Step } from './step.js';
import { tell } from './tell.js';

/** What becomes of each frame of a member whose body the relay cannot read. */
const takeSealed: Record<MemberFrameType, (step: Step, link: Link, place: Place, frame: Frame, bytes: Uint8Array) => void> = {
  KEYPKG: takeKeyPackage,
  COMMIT: submitCommit,
  WELCOME: submitWelcome,
  APP: submitApp,
  DM: submitDm,
  BULK: passBulk,
};

type Take<T extends ControlType> = (step: Step, link: Link, body: Control<T>) => void;

/** Something came from a link: take it or refuse it. */
export function frameArrived(step: Step, key: LinkKey, bytes: Uint8Array): void {
  const link = step.state.links.get(key);
  if (link === undefined) return;
  const frame = parseFrame(bytes);
  if (!frame.ok || frame.value.seq !== 0) return turnAway(step, link, 'bad_frame');
  const place = link.stage.stage === 'joined' ? link.stage.place : undefined;
  if (place !== undefined) hear(place);
  if (!withinRate(step, link, frame.value, bytes.length)) return;
  if (place === undefined) fromStranger(step, link, frame.value);
  else fromMember(step, link, { place, frame: frame.value, bytes });
}

/** Who has sent something over the new connection has what came over it: the place, and the token. */
function hear(place: Place): void {
  place.token.confirm();
  place.heard = true;
}

export function garbageArrived(step: Step, key: LinkKey): void {
  const link = step.state.links.get(key);
  if (link !== undefined) turnAway(step, link, 'bad_frame');
}

function fromStranger(step: Step, link: Link, frame: Frame): void {
  switch (frame.type) {
    case 'OPEN':
      return link.inside ? withBody(step, link, 'OPEN', frame, openOrChange) : turnAway(step, link, 'bad_frame');
    case 'HELLO':
      return withBody(step, link, 'HELLO', frame, join);
    case 'RESUME':
      return withBody(step, link, 'RESUME', frame, resume);
    case 'PEEK':
      return withBody(step, link, 'PEEK', frame, peek);
    default:
      return isReturning(link) ? fromReturning(step, link, frame) : turnAway(step, link, 'not_joined');
  }
}

const isReturning = ({ stage }: Link): boolean => stage.stage === 'stranger' && stage.back !== undefined;

/** It was sent before the RESET was heard, for a group that is no more. */
function fromReturning(step: Step, link: Link, frame: Frame): void {
  if (frame.type === 'PING') withBody(step, link, 'PING', frame, pong);
  if (frame.type === 'LEFT') closeLink(step, link, closeCodes.left);
}

interface FromMember {
  readonly place: Place;
  readonly frame: Frame;
  readonly bytes: Uint8Array;
}

function fromMember(step: Step, link: Link, { place, frame, bytes }: FromMember): void {
  switch (frame.type) {
    case 'KEYPKG':
    case 'COMMIT':
    case 'WELCOME':
    case 'APP':
    case 'DM':
    case 'BULK':
      return takeSealed[frame.type](step, link, place, frame, bytes);
    case 'LEASE':
      return withBody(step, link, 'LEASE', frame, (at, from, body) => takeLease(at, from, place, body));
    case 'RESET':
      return withBody(step, link, 'RESET', frame, (at, from, body) => askReset(at, from, place, body));
    case 'PING':
      return withBody(step, link, 'PING', frame, pong);
    case 'PONG':
      return withBody(step, link, 'PONG', frame, () => undefined);
    case 'LEFT':
      return withBody(step, link, 'LEFT', frame, () => leave(step, link, place));
    case 'OPEN':
      return link.inside ? withBody(step, link, 'OPEN', frame, openOrChange) : turnAway(step, link, 'bad_frame');
    case 'HELLO':
    case 'RESUME':
    case 'HELLO_OK':
    case 'RESUMED':
    case 'PEEK':
    case 'PEEKED':
    case 'COMMIT_NO':
    case 'NOTICE':
    case 'ERR':
      return turnAway(step, link, 'bad_frame');
    default:
      assertNever(frame.type);
  }
}

const pong: Take<'PING'> = (step, link, { t }) => tell(step, link, 'PONG', { t });

function leave(step: Step, link: Link, place: Place): void {
  removePlace(step, place, 'left');
  closeLink(step, link, closeCodes.left);
  if (link.inside && place.room.locked) abandon(step, place.room);
}

function withBody<T extends ControlType>(step: Step, link: Link, type: T, { body: bytes }: Frame, take: Take<T>): void {
  const body = parseControl(type, bytes);
  if (body.ok) take(step, link, body.value);
  else turnAway(step, link, 'bad_frame');
}
