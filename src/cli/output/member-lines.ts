import type { View, ViewItem, ViewMember } from '../../client/view.js';
import type { Mode } from '../../protocol/mode.js';
import { assertNever } from '../../protocol/parsed.js';
import { durationWords } from '../config/duration.js';
import type { Palette } from '../terminal/palette.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { sanitiseLines } from '../terminal/sanitise.js';

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

/** `Ana (host), Bob, you: calm-otter` */
export function rosterLine(view: View, palette: Palette): SafeText {
  const names = view.members.map((member) => rosterName(member, palette));
  const list = names.reduce((text, name) => safe`${text}, ${name}`);
  return safe`${view.members.length} here: ${list}`;
}

function rosterName(member: ViewMember, palette: Palette): SafeText {
  const name = nickText(member, palette);
  const marks = [member.role === 'host' ? 'host' : '', member.away ? 'away' : ''].filter((mark) => mark !== '');
  const marked = marks.length === 0 ? name : safe`${name} (${marks.join(', ')})`;
  return member.self ? safe`you: ${marked}` : marked;
}

export const nickText = (member: ViewMember, palette: Palette): SafeText =>
  (member.self ? palette.accent : palette.strong)(safe`${member.shown}`);

/** A message: `Ana: text`, further lines indented under the first. */
export function messageLines(item: Extract<ViewItem, { type: 'message' }>, palette: Palette): readonly SafeText[] {
  const [first = '', ...more] = sanitiseLines(item.text);
  const name = nickText(item.from, palette);
  const head = item.style === 'me' ? safe`* ${name} ${first}` : safe`${name}: ${first}`;
  return [head, ...more.map((line) => safe`    ${line}`)];
}

type OtherItem = Exclude<ViewItem, { type: 'message' } | { type: 'warning' }>;

/** Everything else that happens in a room, in one line. `count`: how many are here now. */
export function happeningLine(item: OtherItem, count: number, palette: Palette): SafeText {
  switch (item.type) {
    case 'member-joined':
      return safe`${palette.good(safe`+`)} ${nickText(item.member, palette)} joined · ${count} here`;
    case 'member-left':
      return safe`${palette.faint(safe`-`)} ${nickText(item.member, palette)} left · ${count} here`;
    case 'member-away':
      return safe`${palette.faint(safe`·`)} ${nickText(item.member, palette)} is away`;
    case 'member-back':
      return safe`${palette.faint(safe`·`)} ${nickText(item.member, palette)} is back`;
    case 'member-renamed':
      return safe`${palette.faint(safe`·`)} ${item.before} is now ${nickText(item.member, palette)}`;
    case 'topic':
      return safe`${palette.faint(safe`·`)} topic: ${item.text}`;
    case 'missing':
      return safe`${palette.warn(safe`!`)} ${item.count} ${item.count === 1 ? 'message' : 'messages'} from ${nickText(item.member, palette)} did not arrive here`;
    case 'absent':
      return safe`${palette.warn(safe`!`)} You were away ${durationWords(item.ms)}; what was said then cannot be read.`;
    default:
      return assertNever(item);
  }
}
