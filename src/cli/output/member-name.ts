import type { ViewMember } from '../../client/view.js';
import { NICK_MARK } from '../../protocol/nick.js';
import { escaped } from '../../protocol/unsafe-text.js';
import type { Screen } from '../terminal/screen.js';
import { safe, SafeText } from '../terminal/safe-text.js';
import { sanitise } from '../terminal/sanitise.js';

/** How names are drawn. */
export type Drawing = Pick<Screen, 'palette' | 'ascii'>;

/** The mark where only ASCII is drawn. */
const ASCII_MARK = '|';

const VERIFIED = '✓';
const ASCII_VERIFIED = 'v';

/** What looks like one of the two marks, and can be in a nick. */
const LOOKS_LIKE_MARK = /[•‧∙⋅・･⸱ꞏ᛫●]/gu;
const LOOKS_LIKE_ASCII_MARK = /[|│ǀ∣｜]/gu;

/** What no nick can have: so nobody can type what stands behind it. */
export const markOf = ({ ascii }: Drawing): string => (ascii ? ASCII_MARK : NICK_MARK);

/** `Ana`, `Ana·3f2a` among names that look alike, `Ana·host`, `Ana·you`, `Ana·✓` whose key was compared, `Ana·away`. */
export function nameText(member: ViewMember, screen: Drawing): SafeText {
  const { palette } = screen;
  const verified = screen.ascii ? ASCII_VERIFIED : VERIFIED;
  const facts = [
    member.role === 'host' ? 'host' : '',
    member.self ? 'you' : '',
    member.verified ? verified : '',
    member.away ? 'away' : '',
  ];
  const known = facts.filter((fact) => fact !== '').map((fact) => `${markOf(screen)}${fact}`);
  const name = (member.self ? palette.accent : palette.strong)(shownText(member.shown, screen));
  return known.length === 0 ? name : safe`${name}${palette.faint(safe`${known.join('')}`)}`;
}

/** A nick, with a piece of its key or without. Signs that look like the mark become escapes. */
export function shownText(shown: string, screen: Drawing): SafeText {
  const [nick = '', ...piece] = shown.split(NICK_MARK);
  const looksLike = screen.ascii ? LOOKS_LIKE_ASCII_MARK : LOOKS_LIKE_MARK;
  return SafeText.trusted([sanitise(nick).replace(looksLike, escaped), ...piece.map(sanitise)].join(markOf(screen)));
}
