import { createRelayWorld, type RelayWorld, type RelayWorldOptions } from './relay-driver.js';
import { openFrame, RelayTalker, roomKey, type RoomKey } from './relay-talker.js';

/** A relay with one open room, whose host is connected from inside, and members that join it. */
export interface RelayRoom {
  readonly world: RelayWorld;
  readonly key: RoomKey;
  readonly host: RelayTalker;
  /** Connects, says HELLO and waits for the answer. */
  readonly join: () => RelayTalker;
  /** Connects without a word. */
  readonly stranger: () => RelayTalker;
  /** Comes back over a new connection, with RESUME. */
  readonly comeBack: (member: RelayTalker) => void;
  /** Cuts the connection that was made last for this member, as the network does. */
  readonly cut: (member: RelayTalker) => void;
}

export function createRelayRoom(options: RelayWorldOptions & { readonly max?: number; readonly hostJoins?: boolean } = {}): RelayRoom {
  const world = createRelayWorld(options);
  const key = roomKey();
  const latest = new Map<RelayTalker, number>();
  const stranger = (): RelayTalker => {
    const member = new RelayTalker(world.connect, key);
    latest.set(member, world.wires.length - 1);
    world.pump();
    return member;
  };
  const host = new RelayTalker(world.connectInside, key);
  world.pump();
  host.send(openFrame(key, options.max));
  if (options.hostJoins === true) host.hello();
  world.pump();
  return {
    world,
    key,
    host,
    stranger,
    join: () => {
      const member = stranger();
      member.hello();
      world.pump();
      return member;
    },
    comeBack: (member) => {
      member.reconnect(world.connect);
      latest.set(member, world.wires.length - 1);
      world.pump();
      member.resume();
      world.pump();
    },
    cut: (member) => {
      world.breakLink(latest.get(member) ?? 0);
      world.pump();
    },
  };
}
