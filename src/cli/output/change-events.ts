import type { MemberEvent } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { ChatEvent } from '../../protocol/event.js';
import { changeEvent } from './message-events.js';
import { TransferSteps } from './transfer-steps.js';

/** A program hears of a file at each tenth. */
const PARTS = 10;

/** What programs are told of messages that change. */
export class ChangeEvents {
  readonly #steps = new TransferSteps(PARTS);

  /** `undefined`: nothing that a program would want to hear of. */
  told({ item, change, by }: Extract<MemberEvent, { type: 'item-changed' }>, self: ViewMember): ChatEvent | undefined {
    // Before it is in the room, nobody has heard of it.
    if (item.type !== 'message' || item.state !== 'sent') return undefined;
    if (change === 'gone') this.#steps.forget(item.key);
    if (change === 'transfer') {
      const { own, receivers } = this.#steps.news(item);
      if (!own && receivers.length === 0) return undefined;
    }
    return changeEvent(item, change, by, self);
  }
}
