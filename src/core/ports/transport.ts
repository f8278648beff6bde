/**
 * One connection that carries whole binary messages in order.
 *
 * A driver MUST call `open` once before any `message`, and `closed` exactly once, after which nothing follows, also when it never opened.
 * It MUST NOT call any of them before `connect` has returned, nor keep or change the bytes given to `send`.
 * `send` before `open` or after `closed` does nothing. `close` leads to `closed`, at once or later.
 */
export interface Transport {
  send(message: Uint8Array): void;
  close(code: number): void;
  /** Bytes given to `send` that have not left yet. */
  readonly backlog: number;
}

export interface TransportEvents {
  open(): void;
  /** The receiver may keep the bytes. */
  message(message: Uint8Array): void;
  /** `code`: a WebSocket close code; 1006 when the connection broke or never came up. */
  closed(code: number): void;
}

export type Connect = (events: TransportEvents) => Transport;
