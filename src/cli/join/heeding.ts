import { addresseeOf } from '../../client/addressee.js';
import { parseChoice } from '../../client/command-args.js';
import type { Member } from '../../client/member-api.js';
import { noticeLevels, type NoticeLevel } from '../../client/notice.js';
import type { ViewMember } from '../../client/view.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { nameText } from '../output/member-name.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';

const CALLS: Readonly<Record<NoticeLevel, string>> = {
  on: 'The bell rings at every message.',
  mentions: 'The bell rings when somebody names you with an @, and at what is for you alone.',
  off: 'The bell is silent.',
};

interface Heeding {
  readonly member: Member;
  readonly reporter: Reporter;
}

/** `/mute NICK`: its messages ring no bell; typed again, they do. */
export function mute(rest: string, { member, reporter }: Heeding): void {
  const who = oneOf(rest, member, reporter);
  if (who === undefined || !member.mute(who.id, who.muted === undefined)) return;
  reporter.line(safe`· ${nameText(who, reporter.screen)} ${who.muted === undefined ? 'rings no bell here' : 'rings the bell again'}`, 2);
}

/** `/ignore NICK`: nothing that it says from now on is shown; typed again, it is. */
export function ignore(rest: string, { member, reporter }: Heeding): void {
  const who = oneOf(rest, member, reporter);
  if (who === undefined || !member.ignore(who.id, who.ignored === undefined)) return;
  const now = who.ignored === undefined ? 'is not shown here from now on' : 'is shown here again';
  reporter.line(safe`· What ${nameText(who, reporter.screen)} says ${now}`, 2);
}

/** `/notify on|mentions|off`. `ring`: absent where there is no bell. */
export function notify(rest: string, { reporter }: Pick<Heeding, 'reporter'>, ring: ((level: NoticeLevel) => void) | undefined): void {
  if (ring === undefined) return reporter.error({ code: 'COMMAND_UNKNOWN', why: '/notify rings the bell of a terminal; here is none' });
  const level = parseChoice(rest, noticeLevels);
  if (!level.ok) return reporter.error({ code: level.reason as ErrorCode });
  ring(level.value);
  reporter.note(CALLS[level.value]);
}

function oneOf(rest: string, { view }: Member, reporter: Reporter): ViewMember | undefined {
  const addressed = addresseeOf(rest, view.members);
  if (addressed.ok && addressed.value.text === '') return addressed.value.to;
  reporter.error({ code: 'MEMBER_UNKNOWN' });
  return undefined;
}
