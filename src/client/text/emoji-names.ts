import { EMOJI_TABLE } from './emoji-table.js';
import { splitSaid } from './said-text.js';

export interface EmojiName {
  readonly name: string;
  readonly emoji: string;
}

/** Every name, the commonest emoji first. */
const all: readonly EmojiName[] = [...EMOJI_TABLE.matchAll(/(\S+)((?: [\w+-]+)+)\s/gu)].flatMap(([, emoji = '', names = '']) =>
  names
    .trim()
    .split(' ')
    .map((name) => ({ name, emoji })),
);
const byName: ReadonlyMap<string, string> = new Map(all.map(({ name, emoji }) => [name, emoji]));

/** `:heart:`, and `heart`, in any case. */
export const emojiNamed = (name: string): string | undefined => byName.get((/^:(.+):$/u.exec(name)?.[1] ?? name).toLowerCase());

/** Names that begin so, then those of which another word does; the commonest emoji first, and what is meant exactly before all. */
export function completeEmoji(typed: string, most = 8): readonly EmojiName[] {
  const prefix = typed.toLowerCase();
  const rank = ({ name }: EmojiName): number => (name === prefix ? 0 : name.startsWith(prefix) ? 1 : name.includes(`_${prefix}`) ? 2 : 3);
  const found = [0, 1, 2].flatMap((wanted) => all.filter((one) => rank(one) === wanted));
  const seen = new Set<string>();
  return found.filter(({ emoji }) => !seen.has(emoji) && seen.add(emoji)).slice(0, most);
}

/** Names side by side, and the character before them: `10:30:15` and `std::key::x` hold none. */
const NAMES = /(^|[^\w:])((?::[\w+-]+:)+)(?![\w:])/gu;

/** Names between colons become the emoji; in code and addresses nothing does, and a backslash before a name keeps it as it is. */
export const replaceNames = (text: string): string =>
  splitSaid(text)
    .map(({ said, text: piece }) => (said ? replaced(piece) : piece))
    .join('');

const replaced = (text: string): string =>
  text.replaceAll(NAMES, (whole, before: string, names: string) => {
    const emoji = names.slice(1, -1).split('::').map(emojiNamed);
    if (emoji.includes(undefined)) return whole;
    return before === '\\' ? names : `${before}${emoji.join('')}`;
  });
