import type { Receiver } from '../../client/view.js';
import type { MessageItem } from '../../client/view-log.js';

/** What is new of a file: how it comes, and who has got further with ours. */
export interface TransferNews {
  readonly own: boolean;
  readonly receivers: readonly Receiver[];
}

/** A file comes in hundreds of pieces: what is worth a line is its state, and each of `parts` parts of it. */
export class TransferSteps {
  readonly #parts: number;
  /** What was told last, by the key of the item: of the file itself, and of each who gets it. */
  readonly #told = new Map<number, ReadonlyMap<string, string>>();

  constructor(parts: number) {
    this.#parts = parts;
  }

  news({ key, file }: MessageItem): TransferNews {
    if (file === undefined) return { own: false, receivers: [] };
    const { transfer, bytes } = file;
    const known = this.#told.get(key);
    const step = (state: string, done: number): string => `${state} ${Math.floor((this.#parts * done) / bytes)}`;
    const receivers = transfer.side === 'ours' ? transfer.receivers : [];
    const own = step(transfer.state, 'bytes' in transfer ? transfer.bytes : 0);
    const steps = new Map(receivers.map((one) => [one.member.id as string, step(one.state, one.bytes)]));
    this.#told.set(key, steps.set('', own));
    return {
      own: known?.get('') !== own,
      receivers: receivers.filter(({ member }) => known?.get(member.id) !== steps.get(member.id)),
    };
  }

  forget(key: number): void {
    this.#told.delete(key);
  }
}
