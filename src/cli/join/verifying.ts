import { addresseeOf } from '../../client/addressee.js';
import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import { assertNever } from '../../protocol/parsed.js';
import { itemEvent } from '../output/member-events.js';
import { happeningLine } from '../output/member-lines.js';
import type { Reporter } from '../output/reporter.js';

interface Verifying {
  readonly member: Member;
  readonly reporter: Reporter;
  /** Shows the codes of a member, or the room's and our own. Absent where there is no screen. */
  readonly show: ((about: ViewMember | undefined) => void) | undefined;
}

/** `/verify`, `/verify NICK`, `/verify NICK CODE`. What was compared and differs is not verified, whatever it was before. */
export function verify(rest: string, { member, reporter, show }: Verifying): void {
  const addressed = rest === '' ? undefined : addresseeOf(rest, member.view.members);
  if (addressed?.ok === false) return reporter.error({ code: addressed.reason as ErrorCode });
  const { to, text = '' } = addressed?.value ?? {};
  if (to === undefined || text === '') {
    if (show !== undefined) return show(to);
    return reporter.error({ code: 'COMMAND_UNKNOWN', why: '/verify without a code shows something on a screen; here is none' });
  }
  const verdict = member.codes.check(to.id, text);
  switch (verdict) {
    case 'same':
      return mark(to, true, member, reporter);
    case 'different':
      member.mark(to.id, false);
      return reporter.error({ code: 'CODE_DIFFERENT', why: to.shown });
    case 'unreadable':
      return reporter.error({ code: 'CODE_UNREADABLE' });
    default:
      return assertNever(verdict);
  }
}

/** `/unverify NICK` */
export function unverify(rest: string, { member, reporter }: Pick<Verifying, 'member' | 'reporter'>): void {
  const addressed = addresseeOf(rest, member.view.members);
  if (!addressed.ok || addressed.value.text !== '') return reporter.error({ code: 'MEMBER_UNKNOWN' });
  mark(addressed.value.to, false, member, reporter);
}

/** What changes tells itself; who typed for nothing is told too how it stands. */
function mark(who: ViewMember, verified: boolean, member: Member, reporter: Reporter): void {
  member.mark(who.id, verified);
  if (who.verified !== verified) return;
  const item = { key: 0, rev: 0, at: reporter.clock.now(), type: verified ? 'member-verified' : 'member-unverified', member: who } as const;
  const event = itemEvent(item, member.view.self, reporter.invocation);
  if (event !== undefined) reporter.event(event);
  reporter.line(happeningLine(item, member.view.members.length, reporter.screen), 2);
}
