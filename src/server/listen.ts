import type { FastifyInstance } from 'fastify';
import { ChatError } from '../protocol/chat-error.js';
import type { ErrorCode } from '../protocol/error-code.js';

const CODE_OF: Readonly<Record<string, ErrorCode>> = {
  EADDRINUSE: 'PORT_IN_USE',
  EACCES: 'PORT_DENIED',
  EADDRNOTAVAIL: 'BIND_FAILED',
  EINVAL: 'BIND_FAILED',
  EAFNOSUPPORT: 'BIND_FAILED',
  ENOTFOUND: 'BIND_FAILED',
  EAI_AGAIN: 'BIND_FAILED',
};

/** Opens the port (0: any free one) and answers which it is. */
export async function listenAt(
  app: FastifyInstance,
  at: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number }> {
  try {
    await app.listen({ host: at.host, port: at.port });
  } catch (cause) {
    const code = CODE_OF[(cause as NodeJS.ErrnoException).code ?? ''];
    throw code === undefined ? cause : new ChatError(code, `${at.host}:${at.port}`, cause);
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening server has no port');
  return { port: address.port };
}
