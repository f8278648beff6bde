import type { MemberId } from '../../protocol/ids.js';
import type { OfferBody } from '../../protocol/offer-body.js';
import type { Receiver, Transfer, ViewMember } from '../view.js';
import { bytesIn } from './chunks.js';
import type { ChunkSource } from './chunk-source.js';
import type { Delivery } from './delivery.js';
import type { Offered } from './files-room.js';

/** A file of ours that others can have. */
export class OwnFile {
  readonly key: number;
  readonly id: Uint8Array;
  readonly body: OfferBody;
  readonly source: ChunkSource;
  /** The only one who may have it. */
  readonly to: MemberId | undefined;
  readonly deliveries = new Map<MemberId, Delivery>();
  /** As they were seen last. */
  readonly #members = new Map<MemberId, ViewMember>();

  constructor({ key, id }: Offered, body: OfferBody, source: ChunkSource, to: MemberId | undefined) {
    this.key = key;
    this.id = id;
    this.body = body;
    this.source = source;
    this.to = to;
  }

  get name(): string {
    return this.body.name;
  }

  /** Who has come to see it. */
  see(member: ViewMember): void {
    this.#members.set(member.id, member);
  }

  /** Nobody gets it any more. */
  end(): void {
    this.deliveries.clear();
    this.source.forget();
    this.body.key.fill(0);
  }

  transfer(state: 'offered' | 'withdrawn'): Transfer {
    return { side: 'ours', state, receivers: [...this.deliveries.values()].flatMap((delivery) => this.#receiver(delivery)) };
  }

  #receiver({ by, have, paused }: Delivery): readonly Receiver[] {
    const member = this.#members.get(by);
    if (member === undefined) return [];
    return [{ member, bytes: bytesIn(have, this.body.bytes), state: have.full ? 'has' : paused ? 'paused' : 'getting' }];
  }
}
