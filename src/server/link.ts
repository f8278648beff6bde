import type { Batch } from './batch.js';

/** One connection, as the relay's home writes to it. */
export interface Link {
  /** Bytes given to `write` that have not left yet. */
  readonly backlog: number;
  /** `left` runs once, later: when the batch has been handed on, or the connection is gone. */
  write(batch: Batch, left?: () => void): void;
  /** Asks for a sign of life. */
  ping(): void;
  /** Says why, after everything that was written. */
  close(code: number): void;
  /** Cuts it. */
  terminate(): void;
  /** It has a place in a room now. Once. */
  seated(): void;
}

/** What the home wants to hear of a connection. After `closed` it ignores everything. */
export interface LinkEvents {
  /** The bytes are the home's from here on. */
  frame(bytes: Uint8Array): void;
  /** A message that is not binary. */
  garbage(): void;
  /** The other side has answered a ping. */
  alive(): void;
  /** `code`: a WebSocket close code. */
  closed(code: number): void;
}
