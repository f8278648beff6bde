import { systemRandom } from '../../adapters/random.js';
import { makeTicket, type RoomTicket } from '../../crypto/room-ticket.js';
import type { LogEvent } from '../../core/log-event.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { ChatServer } from '../../server/chat-server.js';
import type { Config } from '../config/load-config.js';
import type { Settings } from '../config/schema.js';
import { flagName, settingOf, type SettingKey } from '../config/setting.js';

/** What `start --blind` has of a room: a ticket, with which somebody else makes it. */
export interface BlindRoom {
  readonly member: undefined;
  readonly key: () => RoomTicket;
}

export function openBlindRoom({ maxMembers }: Settings, server: ChatServer): BlindRoom {
  const secret = makeTicket(systemRandom);
  server.invite(secret.ticket, maxMembers);
  return { member: undefined, key: () => secret };
}

const SAYS = 'there is no host in the room who could say it';

/** What takes a member in the room, and so does not go with --blind; with the reason. */
const NEEDS_HOST: readonly (readonly [key: SettingKey, isSet: (settings: Settings) => boolean, why: string])[] = [
  ['title', ({ title }) => title !== '', SAYS],
  ['nick', ({ nick }) => nick !== '', 'there is no host in the room to have it'],
  ['history', ({ history }) => history > 0, SAYS],
  ['encryption', ({ encryption }) => encryption !== 'mls', 'the room is made by others, in mode mls'],
];

/** USAGE. A nick of one's own file or of the environment is for `join` too, and means nothing here. */
export function refuseHostSettings({ settings, sources }: Config): void {
  for (const [key, isSet, why] of NEEDS_HOST) {
    const { from } = sources[key];
    if (!isSet(settings) || (key === 'nick' && (from === 'user' || from === 'environment'))) continue;
    throw new ChatError('USAGE', `${flagName(settingOf(key))} does not go with --blind: ${why}`);
  }
}

/** How many places are taken, as the relay's log says: away ones too, they may come back. */
export class GuestCount {
  changed: (count: number) => void = () => {};
  #count = 0;
  #seen = false;

  get count(): number {
    return this.#count;
  }

  /** Somebody has come: the ticket is used. */
  get used(): boolean {
    return this.#seen;
  }

  readonly heard = (event: LogEvent): void => {
    if (!('members' in event) || event.members === this.#count) return;
    this.#count = event.members;
    this.#seen = true;
    this.changed(event.members);
  };
}
