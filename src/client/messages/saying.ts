import { encodeBurnBody } from '../../protocol/burn-body.js';
import { fromHex } from '../../protocol/bytes.js';
import { limits } from '../../protocol/limits.js';
import type { MemberErrorCode } from '../../protocol/member-error.js';
import { parsed, type Parsed } from '../../protocol/parsed.js';
import type { PayloadKind } from '../../protocol/payload.js';
import { encodeTextBody } from '../../protocol/text-body.js';
import { encodeUtf8 } from '../../protocol/utf8.js';
import type { Saying } from '../member-api.js';
import { refuse } from '../refuse.js';

/** Why this text can not be sent. */
export function refusalOf(text: string): MemberErrorCode | undefined {
  if (text.trim() === '') return 'TEXT_EMPTY';
  return text.length > limits.textBytes || encodeUtf8(text).length > limits.textBytes ? 'TEXT_TOO_LONG' : undefined;
}

/** The payload of a message that someone wants to say; `reason` is an error code. */
export function payloadOf({
  text,
  style = 'said',
  replyTo,
  burn,
}: Saying): Parsed<{ readonly kind: PayloadKind; readonly body: Uint8Array }> {
  const refused = refusalOf(text);
  if (refused !== undefined) return refuse(refused);
  const reply = replyTo === undefined ? undefined : fromHex(replyTo);
  const body = { style, text, ...(reply?.length === 16 ? { replyTo: reply } : {}) };
  if (burn === undefined) return parsed({ kind: 'text', body: encodeTextBody(body) });
  if (!Number.isInteger(burn) || burn < 1 || burn > limits.burnSeconds) return refuse('TIME_BAD');
  return parsed({ kind: 'burn', body: encodeBurnBody({ ...body, seconds: burn }) });
}

/** How the view shows it. */
export const shownOf = ({ text, style = 'said', replyTo, burn }: Saying) => ({
  text,
  style,
  ...(replyTo === undefined ? {} : { replyTo }),
  ...(burn === undefined ? {} : { burn: { seconds: burn } }),
});
