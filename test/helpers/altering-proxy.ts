import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ProxiedAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

export interface ProxiedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a door could do to an answer on its way; `undefined` cuts the connection. */
export type Alter = (answer: ProxiedAnswer, request: ProxiedRequest) => ProxiedAnswer | undefined;

/** Stands between a client and a port of 127.0.0.1. Closed when the test ends. */
export async function startProxy(
  target: number,
  alter: Alter,
): Promise<{ readonly origin: string; readonly requests: readonly ProxiedRequest[] }> {
  const requests: ProxiedRequest[] = [];
  const server = createServer((from, to) => {
    const asked = { path: from.url ?? '', headers: from.headers };
    requests.push(asked);
    const forward = request({ port: target, host: '127.0.0.1', path: asked.path, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(answer.headers).filter(([name]) => !/^(?:connection|keep-alive|content-length|date)$/.test(name)),
        );
        const altered = alter(
          { status: answer.statusCode ?? 0, headers: headers as ProxiedAnswer['headers'], body: Buffer.concat(chunks) },
          asked,
        );
        if (altered === undefined) {
          from.destroy();
          return;
        }
        to.writeHead(altered.status, altered.headers);
        to.end(altered.body);
      });
    });
    forward.on('error', () => from.destroy());
    forward.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** One bit of one byte. */
export function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
