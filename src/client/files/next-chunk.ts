import { limits } from '../../protocol/limits.js';
import type { Delivery } from './delivery.js';
import type { OwnFile } from './own-file.js';

/** A chunk, and who gets it with one frame. */
export interface NextChunk {
  readonly file: OwnFile;
  readonly number: number;
  readonly deliveries: readonly Delivery[];
}

/**
 * What goes out next: for who was served longest ago, the chunk that most of the others lack too, so that those who came at different
 * times soon get the same frames. Whoever cannot be sent anything now is left out: slow ones hold nobody up.
 */
export function nextChunk(files: Iterable<OwnFile>): NextChunk | undefined {
  let first: { readonly file: OwnFile; readonly delivery: Delivery } | undefined;
  for (const file of files) {
    for (const delivery of file.deliveries.values()) {
      if (delivery.open && (first === undefined || delivery.turn < first.delivery.turn) && lacking(delivery) !== undefined)
        first = { file, delivery };
    }
  }
  if (first === undefined) return undefined;
  const { file, delivery } = first;
  const others = [...file.deliveries.values()].filter((one) => one !== delivery && one.open);
  const number = mostWanted(delivery, others);
  const deliveries = [delivery, ...others.filter((one) => one.lacks(number))].slice(0, limits.toCount);
  return { file, number, deliveries };
}

function lacking(delivery: Delivery): number | undefined {
  for (let number = 0; number < delivery.have.length; number++) if (delivery.lacks(number)) return number;
  return undefined;
}

function mostWanted(delivery: Delivery, others: readonly Delivery[]): number {
  let [best, most] = [lacking(delivery) ?? 0, -1];
  if (others.length === 0) return best;
  for (let number = best; number < delivery.have.length; number++) {
    if (!delivery.lacks(number)) continue;
    const wanted = others.filter((one) => one.lacks(number)).length;
    if (wanted > most) [best, most] = [number, wanted];
  }
  return best;
}
