import type { RoomKeys } from '../crypto/key-schedule.js';
import { encodeUtf8 } from '../protocol/utf8.js';
import { Greeter, type GreeterOptions } from './greeter.js';
import { HostRule, type HostRuleOptions } from './host-rule.js';
import type { MemberOptions } from './member-api.js';
import { RoomDoor } from './room-door.js';

export interface HostingOptions extends Omit<HostRuleOptions, 'door'>, Omit<GreeterOptions, 'say'> {
  readonly host: NonNullable<MemberOptions['host']>;
  readonly keys: RoomKeys;
}

/** What the host's own member has, and no other. */
export class Hosting {
  readonly door: RoomDoor;
  readonly rule: HostRule;
  readonly greeter: Greeter;
  readonly #options: HostingOptions;

  constructor(options: HostingOptions) {
    this.#options = options;
    const { host, keys } = options;
    this.door = new RoomDoor(keys, host.maxMembers);
    this.rule = new HostRule({ ...options, door: this.door });
    this.greeter = new Greeter(options);
  }

  /** The session has a title from the beginning. */
  entitle(): void {
    const { host, state, say } = this.#options;
    if (host.title === undefined) return;
    state.setTitle(host.title);
    say('topic', encodeUtf8(host.title));
  }
}
