import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RoomId } from '../protocol/ids.js';
import { securityHeaders } from './headers.js';
import type { KnownHosts } from './known-hosts.js';
import type { PageFiles } from './page-files.js';
import { refusalOf } from './request-rule.js';
import { shared } from './shared-plugin.js';

interface Pages {
  readonly files: PageFiles;
  readonly hosts: KnownHosts;
  readonly exposed: (room: RoomId) => void;
}

const HTML = 'text/html; charset=utf-8';
/** No page of ours: it would have another site's name. */
const NOT_OUR_NAME = 'This server does not answer to this name. Open the link as it was given to you.\n';

/** Answers with the error page; nothing of the request is in it. */
export function sendError(reply: FastifyReply, files: PageFiles, status: number): FastifyReply {
  return reply.headers(securityHeaders).code(status).type(HTML).send(files.error);
}

/** Refuses what is not for this server. Of its secret in a path everybody in the room is told; the error page says what it means. */
export const guard = (own: Pages) =>
  shared('guard', (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      if (!answerRefused(request, reply, own)) done();
    });
  });

/** True when the request was refused and answered. */
export function answerRefused(request: FastifyRequest, reply: FastifyReply, { files, hosts, exposed }: Pages): boolean {
  const refusal = refusalOf(request.raw, hosts);
  if (refusal === undefined) return false;
  // Nothing more is read from this connection: neither the body, nor what was to come after an upgrade.
  reply.header('connection', 'close');
  if (refusal.status === 405) reply.header('allow', 'GET, HEAD');
  if (refusal.exposed !== undefined) exposed(refusal.exposed);
  if (refusal.status === 421) reply.headers(securityHeaders).code(421).type('text/plain; charset=utf-8').send(NOT_OUR_NAME);
  else sendError(reply, files, refusal.status);
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
