import { parsed, type Parsed } from '../protocol/parsed.js';
import { refuse } from './refuse.js';
import { plainName } from './text/member-names.js';
import type { ViewMember } from './view.js';

export interface Addressed {
  readonly to: ViewMember;
  readonly text: string;
}

/**
 * Whom `NICK TEXT`, or `NICK` alone, is for, by the name that is shown, in any case. Names may have spaces, and one may begin as another
 * does: what could be for two is for nobody, and quotes around the name decide. `reason` is an error code.
 */
export function addresseeOf(typed: string, members: readonly ViewMember[]): Parsed<Addressed> {
  const rest = typed.normalize('NFC');
  const [quoted, inside = ''] = /^"([^"]+)"(?=\s|$)/u.exec(rest) ?? [];
  const lengthOf = ({ shown }: ViewMember): number => {
    if (quoted !== undefined) return sameName(inside, shown) ? quoted.length : 0;
    return sameName(rest.slice(0, shown.length), shown) && /^(?:\s|$)/u.test(rest.slice(shown.length)) ? shown.length : 0;
  };
  const [to, ...more] = members.filter((member) => !member.self && lengthOf(member) > 0);
  return to === undefined || more.length > 0 ? refuse('MEMBER_UNKNOWN') : parsed({ to, text: rest.slice(lengthOf(to)).trim() });
}

const sameName = (typed: string, shown: string): boolean => plainName(typed) === plainName(shown);
