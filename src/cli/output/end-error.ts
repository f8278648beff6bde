import { ChatError } from '../../protocol/chat-error.js';
import type { ErrorCode } from '../../protocol/error-code.js';
import type { EndReason } from '../../protocol/event.js';
import { assertNever } from '../../protocol/parsed.js';

/** What went wrong when a member ended; `undefined` when nothing did, so that the program exits with 0. */
export function endError(reason: EndReason, code: ErrorCode | undefined, joined: boolean): ChatError | undefined {
  if (code !== undefined) return new ChatError(code);
  switch (reason) {
    case 'signal':
    case 'command':
    case 'ttl':
    case 'idle':
      return undefined;
    case 'host-ended':
      return joined ? undefined : new ChatError('REFUSED');
    case 'host-gone':
      return new ChatError('HOST_GONE');
    case 'unreachable':
      return new ChatError('UNREACHABLE');
    case 'refused':
      return new ChatError('REFUSED');
    case 'kicked':
    case 'banned':
      return new ChatError('REMOVED');
    case 'error':
      return new ChatError('BUG');
    default:
      return assertNever(reason);
  }
}
