import { RoomFiles } from '../../src/client/files/room-files.js';
import type { FilesRoom } from '../../src/client/files/files-room.js';
import { Offers } from '../../src/client/offers.js';
import type { Transfer, ViewMember } from '../../src/client/view.js';
import { parseFrame } from '../../src/protocol/frame.js';
import { ids, type ConnId, type MemberId } from '../../src/protocol/ids.js';
import { limits } from '../../src/protocol/limits.js';
import { parseOffer } from '../../src/protocol/offer-body.js';
import { parsed } from '../../src/protocol/parsed.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { seededRandom } from './seeded-random.js';

/** One member of a world without cipher and relay state: only what files see of both. */
export interface Party {
  readonly id: MemberId;
  readonly files: RoomFiles;
  readonly offers: Offers;
  readonly transfers: Map<number, Transfer>;
  readonly warnings: string[];
  place: ConnId | undefined;
  here: boolean;
  /** Of BULK, as the relay counts it. Below 0 the relay would have refused it. */
  credit: number;
}

/** Something that is on its way to one member. `bulk` can be lost, doubled or changed; the rest comes for certain, or not at all. */
interface Parcel {
  readonly from: Party;
  readonly to: Party;
  readonly bulk?: Uint8Array;
  readonly come: (bulk?: Uint8Array) => void;
}

export interface FileWorld {
  readonly clock: FakeClock;
  readonly parties: readonly Party[];
  readonly onItsWay: Parcel[];
  /** Every BULK frame that was sent. */
  readonly sent: { readonly by: Party; readonly frame: Uint8Array }[];
  /** The next parcel comes: as it is, or instead of a BULK frame these. */
  deliver(at?: number, instead?: (bulk: Uint8Array) => readonly Uint8Array[]): void;
  /** What is on its way to and from it is lost; it is away until `back`. */
  cut(party: Party): void;
  /** `anew`: at another place. */
  back(party: Party, anew: boolean): void;
  leave(party: Party): void;
  turn(): Promise<void>;
  /** Delivers all, and lets time pass. */
  run(ms: number): Promise<void>;
}

const viewOf = (id: MemberId): ViewMember => ({
  id,
  nick: id,
  shown: id,
  fingerprint: '',
  role: 'guest',
  self: false,
  away: false,
  verified: false,
});

export function createFileWorld(count: number, seed = 1): FileWorld {
  return new World(count, seed);
}

class World implements FileWorld {
  readonly clock = createFakeClock();
  readonly onItsWay: Parcel[] = [];
  readonly sent: { readonly by: Party; readonly frame: Uint8Array }[] = [];
  readonly parties: readonly Party[];
  readonly #random;
  #places = 0;
  #keys = 0;

  constructor(count: number, seed: number) {
    this.#random = seededRandom(seed);
    this.parties = Array.from({ length: count }, (_, at) => this.#party(at));
  }

  deliver(at = 0, instead: (bulk: Uint8Array) => readonly Uint8Array[] = (bulk) => [bulk]): void {
    const [parcel] = this.onItsWay.splice(at, 1);
    if (parcel === undefined) return;
    if (parcel.bulk === undefined) parcel.come();
    else for (const bulk of instead(parcel.bulk)) parcel.come(bulk);
    if (parcel.bulk !== undefined) this.#passed(parcel);
  }

  cut(party: Party): void {
    party.place = undefined;
    const lost = this.onItsWay.filter(({ from, to }) => from === party || to === party);
    // The relay keeps what is ordered: it comes after the break.
    for (const parcel of lost.filter(({ bulk }) => bulk !== undefined)) {
      this.onItsWay.splice(this.onItsWay.indexOf(parcel), 1);
      this.#passed(parcel);
    }
    this.#look();
  }

  back(party: Party, anew: boolean): void {
    if (anew) this.#places += 1;
    party.place = this.#placeOf(party, anew);
    party.credit = limits.bulkCredit;
    party.files.connected(anew);
    this.#look();
  }

  leave(party: Party): void {
    this.cut(party);
    party.here = false;
    party.files.stop();
    this.#look();
  }

  turn(): Promise<void> {
    return new Promise((resolve) => void setImmediate(resolve));
  }

  async run(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 20) {
      for (let quiet = 0; quiet < 2; quiet++) {
        await this.turn();
        while (this.onItsWay.length > 0) {
          quiet = -1;
          this.deliver();
        }
      }
      this.clock.advance(20);
    }
  }

  readonly #last = new Map<Party, ConnId>();

  #placeOf(party: Party, anew: boolean): ConnId {
    const known = this.#last.get(party);
    if (known !== undefined && !anew) return known;
    this.#places += 1;
    const place = ids.conn(Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? this.#places : at === 14 ? this.#places >> 8 : 0)));
    this.#last.set(party, place);
    return place;
  }

  #look(): void {
    for (const { files, here } of this.parties) if (here) files.look();
  }

  #party(at: number): Party {
    const id = ids.member(Uint8Array.from({ length: 8 }, () => at + 1));
    const party = { id, offers: new Offers(), transfers: new Map(), warnings: [], place: undefined, here: true, credit: 0 };
    const whole: Party = Object.assign(party, { files: new RoomFiles(this.#room(() => whole)) });
    whole.place = this.#placeOf(whole, true);
    whole.credit = limits.bulkCredit;
    return whole;
  }

  #find(id: MemberId): Party | undefined {
    return this.parties.find((party) => party.id === id);
  }

  #room(self: () => Party): FilesRoom {
    const others = (): readonly Party[] => this.parties.filter((party) => party !== self() && party.here);
    const tell = (to: Party, body: Uint8Array): void =>
      void this.onItsWay.push({ from: self(), to, come: () => void (to.here && to.files.heard(self().id, body, false)) });
    return {
      clock: this.clock,
      random: this.#random,
      offers: {
        get: (key: number) => self().offers.get(key),
        drop: (key: number) => self().offers.drop(key),
        get all() {
          return self().offers.all;
        },
      } as unknown as Offers,
      head: () => (self().place === undefined ? undefined : { gen: 0, epoch: 0 }),
      send: (frame) => this.#send(self(), frame),
      offer: (body) => {
        this.#keys += 1;
        const [key, id] = [this.#keys, this.#random(16)];
        self().transfers.set(key, { side: 'ours', state: 'offered', receivers: [] });
        for (const to of others()) this.onItsWay.push({ from: self(), to, come: () => this.#offered(self(), to, { key, id, body }) });
        return parsed({ key, id });
      },
      tell: (to, body) => {
        const party = this.#find(to);
        if (party?.here === true) tell(party, body);
      },
      tellAll: (body) => {
        for (const to of others()) tell(to, body);
      },
      member: (id) => (this.#find(id)?.here === true ? viewOf(id) : undefined),
      placeOf: (id) => this.#find(id)?.place,
      shows: () => true,
      setTransfer: (key, transfer) => void self().transfers.set(key, transfer),
      warn: (code) => void self().warnings.push(code),
    };
  }

  #offered(by: Party, to: Party, { key, id, body }: { readonly key: number; readonly id: Uint8Array; readonly body: Uint8Array }): void {
    const offer = parseOffer(body);
    if (!offer.ok) throw new Error(offer.reason);
    to.transfers.set(key, { side: 'theirs', state: 'offered', bytes: 0 });
    to.offers.add({ key, id, from: by.id, privately: false, body: offer.value });
  }

  #send(by: Party, bytes: Uint8Array): void {
    const frame = parseFrame(bytes);
    if (!frame.ok || by.place === undefined) throw new Error('a frame that nobody can send');
    this.sent.push({ by, frame: bytes });
    by.credit -= bytes.length;
    const receivers = frame.value.to.flatMap((place) => this.parties.filter((party) => party.place === place));
    const cost = { left: receivers.length, bytes: bytes.length };
    if (receivers.length === 0) this.#give(by, bytes.length);
    for (const to of receivers) {
      const parcel: Parcel = { from: by, to, bulk: frame.value.body, come: (bulk) => void (bulk !== undefined && to.files.bulk(bulk)) };
      this.#costs.set(parcel, cost);
      this.onItsWay.push(parcel);
    }
  }

  readonly #costs = new WeakMap<Parcel, { left: number; readonly bytes: number }>();

  #passed(parcel: Parcel): void {
    const cost = this.#costs.get(parcel);
    if (cost === undefined) return;
    cost.left -= 1;
    if (cost.left === 0) this.#give(parcel.from, cost.bytes);
  }

  #give(to: Party, bytes: number): void {
    const { place } = to;
    this.onItsWay.push({
      from: to,
      to,
      come: () => {
        // Of a connection that is gone nothing is given back.
        if (to.place !== place || to.place === undefined) return;
        const before = to.credit;
        to.credit = Math.min(limits.bulkCredit, to.credit + bytes);
        if (to.here && to.credit > before) to.files.passed(to.credit - before);
      },
    });
  }
}
