import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.js';
import { systemRandom } from '../../src/adapters/random.js';
import type { LogEvent } from '../../src/core/log-event.js';
import type { Clock } from '../../src/core/ports/clock.js';
import { createChatServer, type ChatServer } from '../../src/server/chat-server.js';
import { createPageRoot, type PageRoot } from './page-root.js';

export interface TestServer {
  readonly server: ChatServer;
  readonly port: number;
  readonly page: PageRoot;
  readonly logs: readonly LogEvent[];
  /** Resolves when it holds of the logs. */
  readonly until: (holds: (logs: readonly LogEvent[]) => boolean) => Promise<void>;
}

/** A real server on a free port of 127.0.0.1, closed when the test ends. */
export async function startTestServer({ clock = systemClock }: { readonly clock?: Clock } = {}): Promise<TestServer> {
  const page = createPageRoot();
  const logs: LogEvent[] = [];
  const waiting = new Set<() => void>();
  const log = (event: LogEvent): void => {
    logs.push(event);
    for (const check of waiting) check();
  };
  const until = (holds: (seen: readonly LogEvent[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => void (holds(logs) && waiting.delete(check) && resolve());
      waiting.add(check);
      check();
    });
  onTestFinished(() => page.remove());
  const server = await createChatServer({ root: page.path, clock, random: systemRandom, log });
  onTestFinished(() => server.close());
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  return { server, port, page, logs, until };
}
