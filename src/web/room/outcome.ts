import type { MemberErrorCode } from '../../protocol/member-error.js';
import type { Parsed } from '../../protocol/parsed.js';
import type { Part } from '../../protocol/part.js';
import { sentenceOf } from '../error-words.js';

/** What came of a typed line: a sentence when it could not be done; a promise where a part of the page had to be fetched first. */
export type Outcome = string | undefined | Promise<string | undefined>;

/** Why it could not be done; nothing when it was. */
export const trouble = (result: Parsed<string>): string | undefined =>
  result.ok ? undefined : sentenceOf(result.reason as MemberErrorCode);

/** Does it, at once where the part is there already. */
export const withPart = <T>(part: Part<T>, run: (content: T) => Outcome): Outcome =>
  part.now === undefined ? part.load().then(run, () => sentenceOf('PART_MISSING')) : run(part.now);
