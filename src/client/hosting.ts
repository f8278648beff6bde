import type { RoomKeys } from '../crypto/key-schedule.js';
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

  constructor(options: HostingOptions) {
    const { host, keys } = options;
    this.door = new RoomDoor(keys, host.maxMembers);
    this.rule = new HostRule({ ...options, door: this.door });
    this.greeter = new Greeter(options);
  }
}
