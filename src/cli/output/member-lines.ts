import type { View, ViewItem } from '../../client/view.js';
import type { Mode } from '../../protocol/mode.js';
import { assertNever } from '../../protocol/parsed.js';
import { durationWords } from '../config/duration.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { nameText, shownText, type Drawing } from './member-name.js';

/** Who can read what, in one line: the truth of the mode, never more. */
export function modeLine(mode: Mode): string {
  switch (mode) {
    case 'none':
      return 'NOT encrypted: the relay, and whoever carries the messages, can read everything';
    case 'shared-key':
      return 'encrypted with the key in the link: the relay never has it; anyone who ever had the link can read everything';
    case 'mls':
      return 'encrypted with MLS: only who is in the list can read, from joining to leaving';
    default:
      return assertNever(mode);
  }
}

/** `3 here: Ana·host, Bob·away, calm-otter·you` */
export function rosterLine(view: View, screen: Drawing): SafeText {
  const names = view.members.map((member) => nameText(member, screen));
  const list = names.reduce((text, name) => safe`${text}, ${name}`);
  return safe`${view.members.length} here: ${list}`;
}

type OtherItem = Exclude<ViewItem, { type: 'message' } | { type: 'warning' }>;

/** Everything else that happens in a room, in one line. `count`: how many are here now. */
export function happeningLine(item: OtherItem, count: number, screen: Drawing): SafeText {
  const { palette } = screen;
  const mark = palette.faint(safe`·`);
  // The line itself says whether a member is here.
  const name = 'member' in item ? nameText({ ...item.member, away: false }, screen) : safe``;
  switch (item.type) {
    case 'member-joined':
      return safe`${palette.good(safe`+`)} ${name} joined, ${count} here`;
    case 'member-left':
      return safe`${palette.faint(safe`-`)} ${name} left, ${count} here`;
    case 'member-removed':
      return removedLine(item, count, screen);
    case 'member-away':
      return safe`${mark} ${name} is away`;
    case 'member-back':
      return safe`${mark} ${name} is back`;
    case 'member-renamed':
      return safe`${mark} ${shownText(item.before, screen)} is now ${name}`;
    case 'member-verified':
      return safe`${palette.good(safe`·`)} ${name} is verified: you compared the key`;
    case 'member-unverified':
      return safe`${mark} ${name} is not verified`;
    case 'member-anew':
      return safe`${palette.warn(safe`!`)} ${name} is back on a new page; compare again if it matters.`;
    case 'link-changed':
      return safe`${palette.warn(safe`!`)} The host has given this room another link: all who are here have come along, the old one lets nobody in.`;
    case 'topic':
      return topicLine(item.text, screen);
    case 'history':
      return safe`${mark} The host gives newcomers its own copy of what was said before; nobody can check it.`;
    case 'missing':
      return safe`${palette.warn(safe`!`)} ${item.count} ${item.count === 1 ? 'message' : 'messages'} from ${name} did not arrive here`;
    case 'absent':
      return safe`${palette.warn(safe`!`)} You were away ${durationWords(item.ms)}; what was said then cannot be read.`;
    default:
      return assertNever(item);
  }
}

function removedLine(
  { member, by, unannounced }: Extract<OtherItem, { type: 'member-removed' }>,
  count: number,
  screen: Drawing,
): SafeText {
  const [who, whom] = [nameText(by, screen), nameText(member, screen)];
  const { warn } = screen.palette;
  return unannounced === undefined
    ? safe`${warn(safe`-`)} ${whom} was removed by ${who}, ${count} here`
    : safe`${warn(safe`!`)} ${who} took ${whom} out of the room, though they had just been heard, ${count} here`;
}

export const topicLine = (title: string, { palette }: Drawing): SafeText =>
  safe`${palette.faint(safe`·`)} This room is called ${palette.strong(safe`${title}`)}`;
