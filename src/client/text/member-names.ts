import { NICK_MARK } from '../../protocol/nick.js';
import type { ViewMember } from '../view.js';

/** Behind the @ the name may stand in these, which say where it ends. */
const QUOTE = '"';
/** What an address, or another word, has before an @. */
const INSIDE = /[\w.%+\-/@:=&?#~]/u;
/** Goes on a word. Scripts that put no space between words do not: there the next word begins anywhere. */
const LETTER = /[_|·]|(?![\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}])[\p{L}\p{M}\p{N}]/u;

export interface NameFound {
  readonly member: ViewMember;
  /** Behind the name. */
  readonly end: number;
}

/** The names by which members are called with an @: as shown, and the nick of whoever alone has it. Those typed in another case fit too. */
export class MemberNames {
  readonly #names = new Map<string, ViewMember | undefined>();
  /** Longest first: one name may begin as another does. */
  readonly #lengths: readonly number[];

  constructor(members: readonly ViewMember[]) {
    for (const member of members) {
      const nick = plainName(member.nick);
      this.#names.set(nick, this.#names.has(nick) ? undefined : member);
    }
    // What is shown is unique, and decides: the host may be shown by a nick that others have too.
    for (const member of members) this.#names.set(plainName(member.shown), member);
    this.#lengths = [...new Set([...this.#names.keys()].map(({ length }) => length))].toSorted((a, b) => b - a);
  }

  /** Who is named by the @ that stands here. Looks at no more of the text than the longest name has. */
  at(text: string, index: number): NameFound | undefined {
    if (text.charAt(index) !== '@' || INSIDE.test(text.charAt(index - 1))) return undefined;
    const quoted = text.charAt(index + 1) === QUOTE;
    const start = index + (quoted ? 2 : 1);
    for (const length of this.#lengths) {
      const end = start + length;
      const member = this.#names.get(plainName(text.slice(start, end)));
      if (member === undefined || end > text.length) continue;
      if (quoted && text.charAt(end) === QUOTE) return { member, end: end + 1 };
      if (!quoted && ends(text, end)) return { member, end };
    }
    return undefined;
  }
}

/** The mark before a piece of a key is typed as it is drawn, `|` in ASCII. */
export const plainName = (name: string): string => name.replaceAll(NICK_MARK, '|').toLowerCase();

function ends(text: string, end: number): boolean {
  const next = String.fromCodePoint(text.codePointAt(end) ?? 0x20);
  return !(LETTER.test(next) && LETTER.test(text.charAt(end - 1)));
}
