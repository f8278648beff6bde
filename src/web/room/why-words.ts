import type { Reason, Why } from '../../client/why.js';
import { fill, foreign } from '../element.js';
import { counted, section } from '../language.js';

/** What a warning tells besides its code. Of what only those understand who know the protocol, nothing. */
const whyWords = section('why', {
  check: { one: 'a check failed, {count} time so far', other: 'a check failed, {count} times so far' },
  frame: 'what the relay sent could not be read',
  private: 'a private message could not be read',
  'private-came': 'a private message came',
  fork: 'what {name} says does not follow what arrived before',
  'private-fork': 'what {name} says privately does not follow what arrived before',
  emoji: 'the emoji of {name} are not those that were promised',
  shown: 'you are shown as {name}',
});

/** `undefined`: nothing that says more to a reader of the page than the warning itself. */
export function whyNodes(why: Why): readonly (Node | string)[] | undefined {
  if (typeof why === 'string') return [foreign(why)];
  const template = templateOf(why);
  return template === undefined ? undefined : fill(template, { name: foreign(why.name ?? '') });
}

function templateOf({ reason, count }: Reason): string | undefined {
  if (reason === 'group') return undefined;
  return reason === 'check' ? counted(whyWords.check, count ?? 1) : whyWords[reason];
}
