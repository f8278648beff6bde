import type { EmojiState, ViewMember } from '../../client/view.js';
import { assertNever } from '../../protocol/parsed.js';
import { safe, type SafeText } from '../terminal/safe-text.js';
import { nameText, shownText, type Drawing } from './member-name.js';

/** What people do now who compare emoji, or what came of it. Of `different` an error says more. */
export function emojiLines(member: ViewMember, emoji: EmojiState, screen: Drawing): readonly SafeText[] {
  const { palette } = screen;
  const name = nameText(member, screen);
  const typed = safe`/compare "${shownText(member.shown, screen)}"`;
  const dot = palette.faint(safe`·`);
  switch (emoji.state) {
    case 'asked':
      return [safe`${palette.warn(safe`?`)} ${name} wants to compare emoji, by phone or in person: ${typed} yes, or ${typed} no`];
    case 'waiting':
      return [safe`${dot} Waiting for ${name} …`];
    case 'show':
      return [
        safe`${palette.warn(safe`?`)} ${pictures(emoji.emoji, screen)}`,
        safe`Has ${name} the same, in this order? Ask by phone or in person, then type ${typed} yes, or ${typed} no`,
      ];
    case 'same':
      return [safe`${palette.good(safe`·`)} You have the same emoji as ${name}.`];
    case 'different':
      return [];
    case 'stopped':
      return [safe`${emoji.reason === 'commitment' ? palette.warn(safe`!`) : dot} ${stopped(member, name, emoji.reason)}`];
    default:
      return assertNever(emoji);
  }
}

/** No line ends between a picture and its name. */
const TIE = '\u00a0';

/** In one line, with their names: pictures are not the same on all screens. */
const pictures = (emoji: Extract<EmojiState, { state: 'show' }>['emoji'], { ascii }: Drawing): string =>
  emoji.map(({ emoji: picture, name }) => (ascii ? name : `${picture}${TIE}${name}`)).join(ascii ? ', ' : '  ');

function stopped({ role }: ViewMember, name: SafeText, reason: Extract<EmojiState, { state: 'stopped' }>['reason']): SafeText {
  switch (reason) {
    case 'peer':
      // Nobody looks at its terminal for that (src/cli/start/watch-room.ts).
      if (role === 'host') return safe`${name} compares no emoji: its mark is the one in the link.`;
      return safe`${name} has stopped comparing, or sees other emoji.`;
    case 'self':
      return safe`You compare nothing with ${name} now.`;
    case 'late':
      return safe`No answer of ${name} in two minutes: nothing is compared.`;
    case 'gone':
      return safe`The way to ${name} broke: nothing is compared. Begin again when both are here.`;
    case 'order':
      return safe`What came from ${name} is not what comes next: nothing is compared. Begin again.`;
    case 'commitment':
      return safe`${name} changed its part after it had seen yours: nothing is compared. Someone may be interfering.`;
    default:
      return assertNever(reason);
  }
}
