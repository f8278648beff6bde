import type { RelayTalker } from './relay-talker.js';
import { createGroupRoom, type GroupRoom } from './group-room.js';

/** Ana is in the group, with others that she has let in. */
export function groupOf(others: number, options: Parameters<typeof createGroupRoom>[0] = {}) {
  const room = createGroupRoom(options);
  const members = options.hostJoins === true ? [room.host] : [room.join()];
  for (let i = 0; i < others; i++) members.push(room.enter());
  room.news();
  return { room, members, ana: members[0] as RelayTalker };
}

/** Milliseconds until somebody hears something of the group. */
export function untilNews(room: GroupRoom): readonly [ms: number, news: readonly string[]] {
  for (let ms = 0; ms <= 20_000; ms += 10) {
    const news = room.news();
    if (news.length > 0) return [ms, news];
    room.world.run(10);
  }
  return [20_000, []];
}
