import type { Member, MemberEvent } from '../../client/member-api.js';
import type { ViewItem } from '../../client/view.js';
import { assertNever } from '../../protocol/parsed.js';
import { emojiEvent, itemEvent, joinedEvent } from '../output/member-events.js';
import type { Reporter } from '../output/reporter.js';

/** Tells a program what happens to a member, as NDJSON: the listener for `member.on`. `ended` is told by whoever ends the program. */
export function tellEvents(member: Member, roomId: string, reporter: Reporter): (event: MemberEvent) => void {
  let connection = member.view.connection;
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
        // Own messages are told when they are in the room.
        return event.item.type === 'message' ? tellItem(event.item, member, reporter) : undefined;
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
  const told = itemEvent(item, view.self, reporter.invocation);
  if (told !== undefined) reporter.event(told, item.at);
}
