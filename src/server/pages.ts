import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from './headers.js';
import type { PageFiles } from './page-files.js';
import { refusalOf } from './request-rule.js';
import { shared } from './shared-plugin.js';

interface Pages {
  readonly files: PageFiles;
  readonly exposed: () => void;
}

const HTML = 'text/html; charset=utf-8';

/** Answers with the error page; nothing of the request is in it. */
export function sendError(reply: FastifyReply, files: PageFiles, status: number): FastifyReply {
  return reply.headers(securityHeaders).code(status).type(HTML).send(files.error);
}

/** Refuses what is not for this server. Of a secret in a path everybody in the room is told; the error page says what it means. */
export const guard = ({ files, exposed }: Pages) =>
  shared('guard', (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      if (!answerRefused(request, reply, { files, exposed })) done();
    });
  });

/** True when the request was refused and answered. */
export function answerRefused(request: FastifyRequest, reply: FastifyReply, { files, exposed }: Pages): boolean {
  const refusal = refusalOf(request.raw);
  if (refusal === undefined) return false;
  // Nothing more is read from this connection: neither the body, nor what was to come after an upgrade.
  reply.header('connection', 'close');
  if (refusal.status === 405) reply.header('allow', 'GET, HEAD');
  if (refusal.exposed === true) exposed();
  sendError(reply, files, refusal.status);
  return true;
}

/** The page, its script and its style sheet; the error page for everything else. */
export const pages =
  (files: PageFiles) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(staticFiles, {
      root: files.folder,
      serve: false,
      acceptRanges: false,
      cacheControl: false,
      etag: false,
      lastModified: false,
    });
    app.get('/', (_request, reply) => reply.type(HTML).send(files.index));
    for (const asset of files.assets) app.get(`/app/${asset}`, (_request, reply) => reply.sendFile(asset));
  };

/** For the whole server: what no route answers, and what goes wrong. */
export const errorPages = (files: PageFiles) =>
  shared('error-pages', (app) => {
    app.setNotFoundHandler((_request, reply) => sendError(reply, files, 404));
    app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      return sendError(reply, files, status >= 400 && status < 600 ? status : 500);
    });
  });
