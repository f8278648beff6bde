import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../../core/ports/clock.js';

const PAGE_BYTES = 262_144;
const ASK_MS = 5_000;

/** What is served at `/`. */
type Page = { readonly status: number; readonly body: string } | { readonly error: string };

/** One request on a connection of its own, bounded in time and size. Never rejects. */
const pageAt = (origin: string, clock: Clock): Promise<Page> =>
  new Promise((resolve) => {
    const ask = origin.startsWith('https:') ? httpsRequest : httpRequest;
    const request = ask(`${origin}/`, { agent: false, headers: { accept: 'text/html' } }, (response) => {
      let body = '';
      response.setEncoding('latin1').on('data', (chunk: string) => {
        body += chunk;
        if (body.length > PAGE_BYTES) request.destroy(new Error('the page is too large'));
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', (error) => resolve({ error: error.message }));
    });
    const cancel = clock.after(ASK_MS, () => request.destroy(new Error('no answer')));
    request.on('error', (error) => resolve({ error: error.message }));
    request.on('close', cancel);
    request.end();
  });

/** Whether the public address shows what our server shows; when not, what was found. */
export async function leadsToUs(publicUrl: string, port: number, clock: Clock): Promise<{ readonly ok: true } | { readonly why: string }> {
  const [theirs, ours] = await Promise.all([pageAt(publicUrl, clock), pageAt(`http://127.0.0.1:${port}`, clock)]);
  if ('error' in theirs) return { why: `${publicUrl}: ${theirs.error}` };
  if ('error' in ours) return { why: `our own server: ${ours.error}` };
  if (theirs.status !== ours.status) return { why: `${publicUrl} answers with status ${theirs.status}` };
  return theirs.body === ours.body ? { ok: true } : { why: `${publicUrl} shows another page` };
}
