import type { MemberErrorCode } from '../../protocol/member-error.js';
import type { EndReason } from '../../protocol/event.js';
import { assertNever } from '../../protocol/parsed.js';
import { errorWords } from '../error-words.js';
import { counted } from '../language.js';
import { words } from '../words.js';

export interface Farewell {
  readonly title: string;
  readonly sentences: readonly string[];
  /** What is offered, the likeliest first. With `again` the link may still open the room, and the fragment stays. */
  readonly next: readonly ('again' | 'other')[];
}

/** What is said at the end of a membership. `entered`: one had been in the room. */
export function farewellOf(reason: EndReason, code: MemberErrorCode | undefined, entered: boolean, undelivered: number): Farewell {
  const farewell = ending(reason, code, entered);
  if (undelivered === 0) return farewell;
  return { ...farewell, sentences: [...farewell.sentences, counted(words.farewell.undelivered, undelivered)] };
}

function ending(reason: EndReason, code: MemberErrorCode | undefined, entered: boolean): Farewell {
  const say = words.farewell;
  switch (reason) {
    case 'command':
      return { title: say.left, sentences: [say.leftText], next: ['other'] };
    case 'host-ended':
    case 'signal':
    case 'ttl':
    case 'idle':
      return { title: say.ended, sentences: [say.endedText, say.gone], next: ['other'] };
    case 'host-gone':
      if (code === 'RELAY_ENDED') return { title: say.ended, sentences: [errorWords.RELAY_ENDED.text, say.gone], next: ['other'] };
      return { title: say.hostGone, sentences: [errorWords.HOST_GONE.text, say.gone], next: ['other'] };
    case 'kicked':
    case 'banned':
      return { title: say.removed, sentences: [errorWords.REMOVED.text, say.removedText], next: ['other'] };
    case 'refused':
    case 'unreachable':
    case 'error': {
      const { text, hint } = errorWords[code ?? (reason === 'error' ? 'BUG' : 'UNREACHABLE')];
      return {
        title: entered ? say.stopped : say.notEntered,
        sentences: [text, hint],
        next: code === 'TICKET_USED' ? ['other'] : code === 'REFUSED' ? ['other', 'again'] : ['again', 'other'],
      };
    }
    default:
      return assertNever(reason);
  }
}
