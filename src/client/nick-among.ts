import { nickSkeleton, parseNick } from '../protocol/nick.js';
import type { Parsed } from '../protocol/parsed.js';
import { refuse } from './refuse.js';
import type { ViewMember } from './view.js';

/** The nick that someone types for itself among these; `reason` is an error code. */
export function nickAmong(text: string, members: readonly ViewMember[]): Parsed<string> {
  const nick = parseNick(text.normalize('NFC').trim());
  if (!nick.ok) return refuse('NICK_BAD');
  const skeleton = nickSkeleton(nick.value);
  return members.some((member) => !member.self && nickSkeleton(member.nick) === skeleton) ? refuse('NICK_TAKEN') : nick;
}
