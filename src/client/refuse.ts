import type { MemberErrorCode } from '../protocol/member-error.js';
import { malformed, type Parsed } from '../protocol/parsed.js';

/** An answer that nothing was done, and why. */
export const refuse = (code: MemberErrorCode): Parsed<never> => malformed(code);
