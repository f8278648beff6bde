import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem } from '../../client/view.js';
import type { ChatEvent } from '../../protocol/event.js';
import { assertNever } from '../../protocol/parsed.js';
import { ChangeEvents } from '../output/change-events.js';
import { emojiEvent, itemEvent, joinedEvent } from '../output/member-events.js';
import type { Reporter } from '../output/reporter.js';

/** Tells a program what happens to a member, as NDJSON: the listener for `member.on`. `ended` is told by whoever ends the program. */
export function tellEvents(member: Member, roomId: string, reporter: Reporter): (event: MemberEvent) => void {
  let connection = member.view.connection;
  const changes = new ChangeEvents();
  return (event) => {
    switch (event.type) {
      case 'joined':
        return reporter.event(joinedEvent(member, roomId));
      case 'confirmed':
        // Before that, "joined" says it.
        return member.view.phase === 'joined' ? reporter.event({ event: 'confirmed' }) : undefined;
      case 'item':
        return tellItem(event.item, member, reporter);
      case 'item-changed':
        return tell(changes.told(event, member.view.self), reporter);
      case 'changed':
        if (member.view.connection !== connection && member.view.phase === 'joined') {
          connection = member.view.connection;
          reporter.event({ event: 'connection', state: connection });
        }
        return;
      case 'emoji':
        return reporter.event(emojiEvent(event));
      case 'ended':
        return;
      default:
        return assertNever(event);
    }
  };
}

function tellItem(item: ViewItem, { view }: Member, reporter: Reporter): void {
  tell(itemEvent(item, view.self, reporter.invocation), reporter, item.at);
}

function tell(event: ChatEvent | undefined, reporter: Reporter, at?: number): void {
  if (event !== undefined) reporter.event(event, at);
}
