import type { ViewMember } from '../view.js';
import { plainName } from './member-names.js';

/** More are no help to choose from. */
const MOST = 10;

/** How members may be called whose names begin so: in quotes where one name goes on where another ends. */
export function completeName(typed: string, members: readonly ViewMember[]): readonly string[] {
  const quoted = typed.startsWith('"');
  const prefix = plainName(quoted ? typed.slice(1) : typed);
  const names = members.map(({ shown }) => shown);
  return names
    .filter((name) => plainName(name).startsWith(prefix))
    .slice(0, MOST)
    .map((name) => (quoted || names.some((other) => goesOn(other, name) || goesOn(name, other)) ? `"${name}"` : name));
}

const goesOn = (long: string, short: string): boolean => plainName(long).startsWith(`${plainName(short)} `);
