import { fromHex } from '../protocol/bytes.js';
import type { MemberErrorCode } from '../protocol/member-error.js';
import { limits } from '../protocol/limits.js';
import { nickSkeleton, parseNick } from '../protocol/nick.js';
import { malformed, parsed, type Parsed } from '../protocol/parsed.js';
import { encodeTextBody } from '../protocol/text-body.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import type { Member } from './member-api.js';
import type { ViewMember } from './view.js';

/** Letters that may wait; more are refused, and whoever reads a file waits. */
export const WAITING_MOST = 1_000;

/** An answer that nothing was done, and why. */
export const refuse = (code: MemberErrorCode): Parsed<never> => malformed(code);

/** The body of a message that someone wants to say; `reason` is an error code. */
export function textBodyOf({ text, style = 'said', replyTo }: Parameters<Member['say']>[0]): Parsed<Uint8Array> {
  if (text.trim() === '') return refuse('TEXT_EMPTY');
  if (text.length > limits.textBytes || encodeUtf8(text).length > limits.textBytes) return refuse('TEXT_TOO_LONG');
  const reply = replyTo === undefined ? undefined : fromHex(replyTo);
  return parsed(encodeTextBody({ style, text, ...(reply?.length === 16 ? { replyTo: reply } : {}) }));
}

/** The nick that someone types for itself among these; `reason` is an error code. */
export function nickAmong(text: string, members: readonly ViewMember[]): Parsed<string> {
  const nick = parseNick(text.normalize('NFC').trim());
  if (!nick.ok) return refuse('NICK_BAD');
  const skeleton = nickSkeleton(nick.value);
  return members.some((member) => !member.self && nickSkeleton(member.nick) === skeleton) ? refuse('NICK_TAKEN') : nick;
}
