import type { MemberErrorCode } from '../protocol/member-error.js';
import { nickSkeleton, parseNick } from '../protocol/nick.js';
import { malformed, type Parsed } from '../protocol/parsed.js';
import type { ViewMember } from './view.js';

/** Letters that may wait; more are refused, and whoever reads a file waits. */
export const WAITING_MOST = 1_000;

/** An answer that nothing was done, and why. */
export const refuse = (code: MemberErrorCode): Parsed<never> => malformed(code);

/** The nick that someone types for itself among these; `reason` is an error code. */
export function nickAmong(text: string, members: readonly ViewMember[]): Parsed<string> {
  const nick = parseNick(text.normalize('NFC').trim());
  if (!nick.ok) return refuse('NICK_BAD');
  const skeleton = nickSkeleton(nick.value);
  return members.some((member) => !member.self && nickSkeleton(member.nick) === skeleton) ? refuse('NICK_TAKEN') : nick;
}
