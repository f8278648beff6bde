import { formatLink, type LinkKey } from '../../crypto/link.js';
import type { DoorAddress } from './doors/doors.js';

/** An address of the room, and how far it reaches. */
export interface Way {
  readonly reach: 'public' | 'lan' | 'local';
  /** `https://host`, without the link's secret. */
  readonly origin: string;
  readonly link: string;
  /** Who else is on the way, for people. */
  readonly honesty: string;
}

export interface WaysOptions {
  /** What leads into the room now. */
  readonly key: () => LinkKey;
  /** `http://127.0.0.1:4000` */
  readonly local: string;
  /** `http://192.168.1.5:4000`, when it is open. */
  readonly lan: () => string | undefined;
  /** Those that are open now, the best first. */
  readonly doors: () => readonly DoorAddress[];
}

const LOCAL = 'Only this computer can open the link: the room has no door to other computers.';
const LAN = 'Only computers in this network can open the link, over plain http: whoever is in the network can alter the page on its way.';

/** All ways into a room, at this moment. */
export class Ways {
  readonly #options: WaysOptions;

  constructor(options: WaysOptions) {
    this.#options = options;
  }

  get local(): Way {
    return this.#way('local', this.#options.local, LOCAL);
  }

  get lan(): Way | undefined {
    const origin = this.#options.lan();
    return origin === undefined ? undefined : this.#way('lan', origin, LAN);
  }

  get public(): readonly Way[] {
    return this.#options.doors().map(({ url, door }) => this.#way('public', url, door.honesty));
  }

  /** The one to give to others. */
  get best(): Way {
    return this.public[0] ?? this.lan ?? this.local;
  }

  linkOf(origin: string): string {
    return formatLink(origin, this.#options.key());
  }

  #way(reach: Way['reach'], origin: string, honesty: string): Way {
    return { reach, origin, link: this.linkOf(origin), honesty };
  }
}

/** As programs are told of them. */
export const urlsOf = ({ best, local, lan }: Ways) => ({
  url: best.link,
  localUrl: local.link,
  ...(lan === undefined ? {} : { lanUrl: lan.link }),
  reach: best.reach,
});
