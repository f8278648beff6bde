import type { Connect } from '../../core/ports/transport.js';

export interface WatchedConnect {
  readonly connect: Connect;
  /** Resolves when no connection is open: only then has the goodbye been sent. */
  allClosed(): Promise<void>;
}

/** A program that ends at once would take its last frames with it. */
export function watchConnect(connect: Connect): WatchedConnect {
  let open = 0;
  let resolve: (() => void) | undefined;
  return {
    connect: (events) => {
      open += 1;
      return connect({
        open: () => events.open(),
        message: (message) => events.message(message),
        closed: (code) => {
          open -= 1;
          events.closed(code);
          if (open === 0) resolve?.();
        },
      });
    },
    allClosed: () =>
      new Promise((done) => {
        if (open === 0) done();
        else resolve = done;
      }),
  };
}
