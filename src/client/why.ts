/** What a warning tells besides its code, in English: the terminal's words. The page has its own, in each language. */
const reasons = {
  check: 'a frame failed its check ({detail}), {count} so far',
  frame: 'a frame could not be read',
  private: 'a private message could not be read',
  'private-came': 'a private message came',
  fork: 'what {name} says does not follow what arrived before',
  'private-fork': 'what {name} says privately does not follow what arrived before',
  emoji: 'the emoji of {name} are not those that it had promised',
  shown: 'you are shown as {name}',
  group: '{detail}',
} as const;

/** One of a closed list, with a nick (text from outside) and a number; `detail` is for those who know the protocol. */
export interface Reason {
  readonly reason: keyof typeof reasons;
  readonly name?: string;
  readonly count?: number;
  readonly detail?: string;
}

/** A name as it is, text from outside, such as a file's; or a reason. */
export type Why = string | Reason;

export function whyText(why: Why): string {
  if (typeof why === 'string') return why;
  return reasons[why.reason].replace(/\{(name|count|detail)\}/gu, (_, name: 'name' | 'count' | 'detail') => String(why[name] ?? ''));
}
