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
}

/** A real server on a free port of 127.0.0.1, closed when the test ends. */
export async function startTestServer({ clock = systemClock }: { readonly clock?: Clock } = {}): Promise<TestServer> {
  const page = createPageRoot();
  const logs: LogEvent[] = [];
  onTestFinished(() => page.remove());
  const server = await createChatServer({ root: page.path, clock, random: systemRandom, log: (event) => logs.push(event) });
  onTestFinished(() => server.close());
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  return { server, port, page, logs };
}
