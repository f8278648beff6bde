import type { ChatError } from '../../protocol/chat-error.js';
import type { EndReason } from '../../protocol/event.js';

/** Why a session is to end. The first request stands. */
export interface EndRequest {
  readonly reason: EndReason;
  /** Nobody is at the terminal, or it is not ours any more: ask nothing, and leave its modes alone. */
  readonly unattended?: true;
  /** What went wrong; its exit code becomes the program's. */
  readonly error?: ChatError;
}
