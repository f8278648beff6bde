import type { Connect } from '../../src/core/ports/transport.js';
import { altered, readBulk } from './bulk-watch.js';

/** A member whose files are others on the way than they were, while that is wanted. */
export function spoiledFiles() {
  let spoiled = false;
  const through =
    (connect: Connect): Connect =>
    (events) => {
      const transport = connect(events);
      return {
        send: (message) => transport.send(spoiled && readBulk(message) !== undefined ? altered(message) : message),
        close: (code) => transport.close(code),
        get backlog() {
          return transport.backlog;
        },
      };
    };
  return { through, spoil: (now: boolean) => void (spoiled = now) };
}
