import type { Member, Saying } from '../../client/member-api.js';
import { privatePart } from '../../client/private-part.js';
import type { MemberId } from '../../protocol/ids.js';
import { commitPart } from '../../crypto/commit-part.js';
import { together } from '../../protocol/part.js';
import { trouble, withPart, type Outcome } from './outcome.js';
import { writingPart } from './writing-part.js';

/** What may be an emoji by its name. */
const NAMED = /:[\w+-]+:/u;

/** Says it to one member alone, or to the room, with emoji in the place of their names. */
export const sayTo = (to: MemberId | undefined, saying: Saying, member: Member): Outcome =>
  withEmoji(saying.text, (text) => {
    if (to === undefined) return trouble(member.say({ ...saying, text }));
    // Whoever has the lower key of two makes their group.
    return withPart(together([privatePart, commitPart]), () => trouble(member.tell(to, { ...saying, text })));
  });

export const rewrite = (key: number, typed: string, member: Member): Outcome => withEmoji(typed, (text) => trouble(member.edit(key, text)));

/** Where the names cannot be had, it is said as it was typed. */
function withEmoji(text: string, run: (text: string) => Outcome): Outcome {
  if (!NAMED.test(text)) return run(text);
  const { now } = writingPart;
  if (now !== undefined) return run(now.replaceNames(text));
  return writingPart.load().then(
    ({ replaceNames }) => run(replaceNames(text)),
    () => run(text),
  );
}
