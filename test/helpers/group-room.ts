import type { GroupState, Room } from '../../src/core/relay/relay-state.js';
import { concat } from '../../src/protocol/bytes.js';
import { parseControl, type Control } from '../../src/protocol/control.js';
import type { MemberFrameType } from '../../src/protocol/frame-type.js';
import { encodeFrame, type Frame } from '../../src/protocol/frame.js';
import { ids, type ConnId } from '../../src/protocol/ids.js';
import { decodeUtf8, encodeUtf8 } from '../../src/protocol/utf8.js';
import type { RelayWorldOptions } from './relay-driver.js';
import { createRelayRoom, type RelayRoom } from './relay-room.js';
import type { RelayTalker } from './relay-talker.js';

const NOBODY = ids.conn(new Uint8Array(16));

type Change = Partial<Pick<Frame, 'gen' | 'epoch' | 'to'>>;

/** A room that uses a group, as far as a relay can see: bodies are readable text. */
export interface GroupRoom extends RelayRoom {
  /** To look at, not to change. */
  readonly room: Room;
  readonly group: GroupState;
  /** Sends a frame that fits the room as it is now. */
  readonly say: (member: RelayTalker, type: MemberFrameType, body: string | Uint8Array, change?: Change) => void;
  /** Sends the COMMIT of the lease that it got last. */
  readonly commit: (member: RelayTalker, change?: Change & { readonly lease?: Uint8Array }) => void;
  readonly welcome: (member: RelayTalker, to: readonly RelayTalker[], change?: Change) => void;
  readonly ask: (member: RelayTalker, epoch?: number) => void;
  readonly giveBack: (member: RelayTalker, lease?: Uint8Array) => void;
  /** A newcomer that is let in by whoever gets the lease. */
  readonly enter: () => RelayTalker;
  /** In the order of coming, the host first where it joins. */
  readonly members: readonly RelayTalker[];
  /** Who has the live lease. */
  readonly holder: () => RelayTalker;
  /** Says LEFT. */
  readonly leave: (member: RelayTalker) => void;
  /** What members heard of the group since the last look, in order: for each `who: what`, where who is the number in the order of coming. */
  readonly news: () => readonly string[];
}

export const connOf = (member: RelayTalker): ConnId => member.conn ?? NOBODY;

export const lastLease = (member: RelayTalker): Control<'LEASE'> => {
  const lease = member.heard('LEASE').at(-1);
  if (lease === undefined) throw new Error('it has no lease');
  return lease;
};

/** `hostJoins`: with the host as its first member, else with nobody. */
export function createGroupRoom(options: RelayWorldOptions & { readonly max?: number; readonly hostJoins?: boolean } = {}): GroupRoom {
  const base = createRelayRoom(options);
  const { world } = base;
  const members: RelayTalker[] = options.hostJoins === true ? [base.host] : [];
  const seen = new Map<RelayTalker, number>();
  const room = (): Room => [...world.state.rooms.values()][0] as Room;
  const nameOf = (conn: ConnId): string => String(members.findIndex((member) => member.conn === conn));
  const say: GroupRoom['say'] = (member, type, body, change = {}) => {
    const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
    member.send(encodeFrame({ type, gen: room().gen, epoch: room().epoch, seq: 0, to: [], body: bytes, ...change }));
    world.pump();
  };
  const order = (member: RelayTalker, lease: Uint8Array, epoch = room().epoch): void => {
    member.say('LEASE', { lease, epoch, joins: [], left: [] });
    world.pump();
  };
  const join = (): RelayTalker => {
    const member = base.join();
    members.push(member);
    return member;
  };
  const commit: GroupRoom['commit'] = (member, { lease = lastLease(member).lease, ...change } = {}) =>
    say(member, 'COMMIT', concat(lease, encodeUtf8('sealed')), change);
  const welcome: GroupRoom['welcome'] = (member, to, change = {}) =>
    say(member, 'WELCOME', 'sealed', { epoch: room().epoch - 1, to: to.map(connOf), ...change });
  const holder = (): RelayTalker => {
    const found = members.find((each) => each.conn === room().group.lease?.holder.conn);
    if (found === undefined) throw new Error('nobody has a lease');
    return found;
  };
  const enter = (): RelayTalker => {
    const member = join();
    say(member, 'KEYPKG', `package of ${nameOf(connOf(member))}`);
    world.run(100);
    const by = holder();
    commit(by);
    welcome(by, [member]);
    return member;
  };
  const news = (): readonly string[] =>
    members.flatMap((member) => {
      const heard = member.received.slice(seen.get(member) ?? 0);
      seen.set(member, member.received.length);
      return heard.flatMap((frame) => describeFrame(frame, nameOf)).map((what) => `${members.indexOf(member)}: ${what}`);
    });
  return {
    ...base,
    get room() {
      return room();
    },
    get group() {
      return room().group;
    },
    join,
    say,
    commit,
    welcome,
    ask: (member, epoch) => order(member, new Uint8Array(16), epoch),
    giveBack: (member, lease = lastLease(member).lease) => order(member, lease),
    enter,
    members,
    holder,
    leave: (member) => {
      member.say('LEFT', {});
      world.pump();
    },
    news,
  };
}

function describeFrame(frame: Frame, nameOf: (conn: ConnId) => string): readonly string[] {
  const list = (conns: readonly ConnId[]): string => `[${conns.map(nameOf).join()}]`;
  switch (frame.type) {
    case 'KEYPKG':
      return [`KEYPKG ${decodeUtf8(frame.body)}`];
    case 'COMMIT':
    case 'WELCOME':
      return [`${frame.type} ${frame.epoch}`];
    case 'LEASE': {
      const { epoch, joins, left } = body('LEASE', frame);
      return [`LEASE ${epoch} joins ${list(joins)} left ${list(left)}`];
    }
    case 'COMMIT_NO':
      return [`COMMIT_NO ${body('COMMIT_NO', frame).epoch}`];
    case 'RESET':
      return [`RESET ${body('RESET', frame).gen}`];
    case 'ERR':
      return [`ERR ${body('ERR', frame).code}`];
    default:
      return [];
  }
}

function body<T extends 'LEASE' | 'COMMIT_NO' | 'RESET' | 'ERR'>(type: T, frame: Frame): Control<T> {
  const read = parseControl(type, frame.body);
  if (!read.ok) throw new Error(read.reason);
  return read.value;
}
