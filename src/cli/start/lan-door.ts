import { ChatError } from '../../protocol/chat-error.js';
import type { ChatServer } from '../../server/chat-server.js';
import { hostOf } from '../config/address.js';
import { lanHost } from './lan.js';

export interface LanDoorOptions {
  /** `http://192.168.1.5:4000`; with --lan, where this computer has such an address. */
  readonly origin: string | undefined;
  /** Of the first way in; others in the network get the same one if it can be had. */
  readonly port: number;
  readonly listen: ChatServer['listenLan'];
  /** This computer as others in its network call it, in a URL. */
  readonly host?: () => string | undefined;
}

/** The way in from the network of this computer: there from the start, with --lan, or opened later. */
export class LanDoor {
  readonly #options: LanDoorOptions;
  #origin: string | undefined;
  #opening: Promise<void> | undefined;

  constructor(options: LanDoorOptions) {
    this.#options = options;
    this.#origin = options.origin;
  }

  /** `http://192.168.1.5:4000`; `undefined`: nobody comes in from there. */
  get origin(): string | undefined {
    return this.#origin;
  }

  /** Without an address in a network it opens nothing. Rejects with a ChatError when it cannot be opened. */
  async open(): Promise<void> {
    this.#opening ??= this.#open();
    try {
      await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }

  async #open(): Promise<void> {
    const { host = () => lanHost('::') } = this.#options;
    const name = host();
    if (this.#origin !== undefined || name === undefined) return;
    this.#origin = `http://${name}:${await this.#listen(hostOf(`http://${name}`))}`;
  }

  /** The one address, and not all of them: at those the port is taken by the first way in. */
  async #listen(host: string): Promise<number> {
    const { listen, port } = this.#options;
    try {
      return (await listen({ host, port })).port;
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'PORT_IN_USE') throw error;
      return (await listen({ host, port: 0 })).port;
    }
  }
}
