import type { Member, MemberEvent } from '../../client/member-api.js';
import type { View, ViewItem } from '../../client/view.js';
import { assertNever } from '../../protocol/parsed.js';
import { happeningLine, messageLines, modeLine, rosterLine } from '../output/member-lines.js';
import type { Reporter } from '../output/reporter.js';
import { safe, type SafeText } from '../terminal/safe-text.js';

const CONNECTION = {
  online: 'the connection is back',
  silent: 'the relay has not answered for a while …',
  reconnecting: 'the connection broke; trying again …',
} as const satisfies Record<View['connection'], string>;

/** Shows a person what happens to a member, line by line: the listener for `member.on`. */
export function tellLines(member: Member, reporter: Reporter): (event: MemberEvent) => void {
  const { palette } = reporter.screen;
  const show = (text: SafeText): void => reporter.line(text);
  let connection = member.view.connection;
  return (event) => {
    switch (event.type) {
      case 'joined':
        return welcome(member.view, reporter);
      case 'confirmed':
        // Before that, the welcome says who is here.
        if (member.view.phase === 'joined') show(safe`${palette.good(safe`·`)} the host is here: its mark is the one in the link`);
        return;
      case 'item':
        return tellItem(event.item, member.view, reporter);
      case 'item-changed':
        return;
      case 'changed':
        if (member.view.connection !== connection && member.view.phase === 'joined') {
          connection = member.view.connection;
          show(safe`${palette.faint(safe`·`)} ${CONNECTION[connection]}`);
        }
        return;
      case 'ended':
        return;
      default:
        return assertNever(event);
    }
  };
}

function welcome(view: View, reporter: Reporter): void {
  const { palette } = reporter.screen;
  const { title } = view;
  if (title !== undefined) reporter.line(palette.strong(safe`${title}`));
  reporter.line(rosterLine(view, palette));
  reporter.note(modeLine(view.mode), view.mode === 'none' ? palette.warn : palette.faint);
  reporter.note('What was said before you came cannot be read here. Nothing stays here; others may copy. /help lists commands.');
}

function tellItem(item: ViewItem, view: View, reporter: Reporter): void {
  const { palette } = reporter.screen;
  if (item.type === 'warning') return reporter.warning(item);
  if (item.type !== 'message') return reporter.line(happeningLine(item, view.members.length, palette));
  // Messages are what --quiet leaves.
  for (const line of messageLines(item, palette)) reporter.screen.always(line);
}
