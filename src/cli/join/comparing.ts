import { addresseeOf } from '../../client/addressee.js';
import type { Member } from '../../client/member-api.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import type { Reporter } from '../output/reporter.js';

interface Comparing {
  readonly member: Member;
  readonly reporter: Reporter;
}

/** `/compare NICK` begins, or says yes to who has asked; `/compare NICK yes` and `no` say what both screens show. */
export function compare(rest: string, { member, reporter }: Comparing): void {
  const addressed = addresseeOf(rest, member.view.members);
  if (!addressed.ok) return reporter.error({ code: addressed.reason as ErrorCode });
  const { to, text } = addressed.value;
  const answer = text.toLowerCase();
  const emoji = member.emoji(to.id);
  if (answer === '' || (answer === 'yes' && emoji?.state === 'asked')) {
    const begun = member.compare(to.id);
    return begun.ok ? undefined : reporter.error({ code: begun.reason as ErrorCode });
  }
  if (answer !== 'yes' && answer !== 'no') return reporter.error({ code: 'COMMAND_UNCLEAR', why: 'behind the name stands yes or no' });
  if (emoji === undefined || (answer === 'yes' && emoji.state !== 'show'))
    return reporter.error({ code: 'COMMAND_UNCLEAR', why: 'no emoji are shown now' });
  member.answer(to.id, answer === 'yes');
}
