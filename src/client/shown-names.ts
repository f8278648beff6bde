import type { MemberId } from '../protocol/ids.js';
import { NICK_MARK, nickSkeleton } from '../protocol/nick.js';

/** Fewer characters of an id are easily made to collide by choosing keys; more are added until they differ. */
const PIECE = 4;

export interface Named {
  readonly id: MemberId;
  readonly nick: string;
  readonly host: boolean;
}

/**
 * How each is called here: the nick, and behind it a piece of the id where another one looks alike. The host keeps its plain nick: its
 * mark is in the link. All others of a group get the piece, so that nobody gains by coming first.
 */
export function shownNames(members: readonly Named[]): ReadonlyMap<MemberId, string> {
  const groups = new Map<string, Named[]>();
  for (const member of members) {
    const skeleton = nickSkeleton(member.nick);
    const group = groups.get(skeleton);
    if (group === undefined) groups.set(skeleton, [member]);
    else group.push(member);
  }
  const shown = new Map<MemberId, string>();
  for (const group of groups.values()) {
    const length = group.length === 1 ? 0 : pieceLength(group);
    for (const { id, nick, host } of group) shown.set(id, length === 0 || host ? nick : `${nick}${NICK_MARK}${id.slice(0, length)}`);
  }
  return shown;
}

function pieceLength(group: readonly Named[]): number {
  let length = PIECE;
  while (length < 16 && new Set(group.map(({ id }) => id.slice(0, length))).size < group.length) length += 1;
  return length;
}
