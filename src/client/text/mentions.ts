import type { ViewMember } from '../view.js';
import { MemberNames } from './member-names.js';

/** More @ than these in one message name nobody: whoever writes them pays less than all who look whom they name. */
export const MENTIONS_MOST = 100;

/** Code and addresses: what is written there is not said to anyone. */
const NOT_SAID = /```[^]*?```|`[^`\n]+`|(?:https?:\/\/|mailto:)\S+/giu;

/** Whether a text names this member with an @. */
export function mentions(text: string, self: ViewMember, members: readonly ViewMember[]): boolean {
  if (!text.includes('@')) return false;
  const said = text.replace(NOT_SAID, ' ');
  const names = new MemberNames(members);
  let at = said.indexOf('@');
  for (let left = MENTIONS_MOST; at >= 0 && left > 0; left--) {
    const found = names.at(said, at);
    if (found?.member.id === self.id) return true;
    at = said.indexOf('@', found?.end ?? at + 1);
  }
  return false;
}
