import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import type { Finding } from './finding.js';

const HOST = '127.0.0.1';
const WAIT_MS = 3_000;

const FIXES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Choose another with --port, or leave it out: any free one is taken.',
  EACCES: 'Choose one above 1023 with --port.',
};

/** Binds the port (0: any) on this computer only, and reaches it. */
export async function checkPort(port: number): Promise<Finding> {
  const name = `${port === 0 ? 'a free port' : `port ${port}`} on ${HOST}`;
  const server = createServer((socket) => socket.end());
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    await once(server.listen(port, HOST), 'listening', { signal });
    const bound = (server.address() as AddressInfo).port;
    const socket = connect(bound, HOST);
    try {
      await once(socket, 'connect', { signal });
    } finally {
      socket.destroy();
    }
    return {
      check: 'port',
      state: 'ok',
      text: `${name} can be opened and reached`,
      details: { port: bound },
    };
  } catch (error) {
    const { code = 'ETIMEDOUT' } = error as NodeJS.ErrnoException;
    const fix = FIXES[code] ?? 'Allow programs to open ports on 127.0.0.1: a firewall or a sandbox forbids it.';
    return { check: 'port', state: 'problem', text: `${name} cannot be opened or reached: ${code}`, fix, details: { port, code } };
  } finally {
    server.close();
  }
}
