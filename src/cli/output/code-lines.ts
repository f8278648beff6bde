import type { Codes } from '../../client/member-api.js';
import type { View, ViewMember } from '../../client/view.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { nameText, type Drawing } from './member-name.js';

/** The longest word has 7 letters. */
const WORD_COLUMNS = 9;
const WORDS_A_ROW = 4;
const GROUPS_A_ROW = 6;

/** What everybody in the room sees, and what the others must hear from us. */
export function ownCodeLines(view: View, codes: Codes, { palette }: Drawing): readonly SafeText[] {
  const own = codes.member(view.self.id);
  const room = codes.room();
  const group =
    room === undefined ? [] : [safe`The room: the same words on each screen here, until someone comes or goes`, ...rows(room), safe``];
  return [
    ...stateLines(view).map((text) => palette.warn(text)),
    ...group,
    safe`You: read them to the others, who look at theirs with /verify and your name`,
    ...(own === undefined ? [] : [...rows(own.words), safe``, ...rows(own.digits)]),
    palette.faint(
      safe`/verify NICK shows what another one must have. Compare by phone or in person: whoever could pretend here would answer here too.`,
    ),
  ];
}

/** What this member's screen must show as its own, and the number that stands on both. */
export function memberCodeLines(member: ViewMember, codes: Codes, screen: Drawing): readonly SafeText[] {
  const theirs = codes.member(member.id);
  const pair = codes.pair(member.id);
  if (theirs === undefined || pair === undefined) return [];
  const name = nameText(member, screen);
  return [
    safe`${name} must have these words, or digits, as its own`,
    ...rows(theirs.words),
    safe``,
    ...rows(theirs.digits),
    safe`Or both look at /verify with the other’s name: one number on both screens`,
    ...rows(pair),
    screen.palette.faint(
      safe`What you hear: /verify NICK WORDS compares it, and marks the name when it is the same. /unverify NICK takes the mark away.`,
    ),
  ];
}

function stateLines({ confirmed, hosted, members }: View): readonly SafeText[] {
  const unsure = hosted
    ? safe`Not confirmed: the host has not been heard yet.`
    : safe`Not confirmed: nobody has shown yet that you are in one group.`;
  return [...(members.length === 1 ? [safe`Nobody else is here.`] : []), ...(confirmed ? [] : [unsure])];
}

/** Words in columns, or groups of digits. */
function rows(code: string): readonly SafeText[] {
  const parts = code.split(' ');
  const isDigits = /^\d/u.test(code);
  const length = isDigits ? GROUPS_A_ROW : WORDS_A_ROW;
  const cells = parts.map((part) => (isDigits ? `${part} ` : part.padEnd(WORD_COLUMNS)));
  const starts = Array.from({ length: Math.ceil(cells.length / length) }, (_none, row) => row * length);
  return starts.map(
    (start) =>
      safe`    ${cells
        .slice(start, start + length)
        .join('')
        .trimEnd()}`,
  );
}
