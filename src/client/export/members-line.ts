import type { View } from '../view.js';
import type { ExportStyle } from './export-entry.js';

/** Who is here, in one line. */
export function membersLine(view: View, { words, person }: ExportStyle): string {
  const members = view.members.map(({ shown, role, self, verified }) => {
    const marks = [role === 'host' ? words.host : '', self ? words.self : '', verified ? words.verified : ''].filter((mark) => mark !== '');
    return marks.length === 0 ? person(shown) : `${person(shown)} (${marks.join(', ')})`;
  });
  return members.join(', ');
}
