import type { Order, Ordered } from '../ports/order.js';
import type { RoomId } from '../../protocol/ids.js';

/** The order of a relay that is alone: counts in memory, and answers before `submit` returns. */
export function createLocalOrder(ordered: Ordered): Order {
  const last = new Map<RoomId, number>();
  return {
    submit(roomId, entry) {
      const seq = (last.get(roomId) ?? 0) + 1;
      last.set(roomId, seq);
      ordered(roomId, seq, entry);
    },
    forget: (roomId) => void last.delete(roomId),
  };
}
