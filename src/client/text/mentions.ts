import type { ViewMember } from '../view.js';
import { MemberNames } from './member-names.js';
import { splitSaid } from './said-text.js';

/** More @ than these in one message name nobody: whoever writes them pays less than all who look whom they name. */
export const MENTIONS_MOST = 100;

/** Whether a text names this member with an @. */
export function mentions(text: string, self: ViewMember, members: readonly ViewMember[]): boolean {
  if (!text.includes('@')) return false;
  const names = new MemberNames(members);
  const said = splitSaid(text)
    .map((piece) => (piece.said ? piece.text : ' '))
    .join('');
  let at = said.indexOf('@');
  for (let left = MENTIONS_MOST; at >= 0 && left > 0; left--) {
    const found = names.at(said, at);
    if (found?.member.id === self.id) return true;
    at = said.indexOf('@', found?.end ?? at + 1);
  }
  return false;
}
