import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Clock } from '../../core/ports/clock.js';

export interface Answer {
  readonly status: number;
  /** By name in lower case; what came more than once is joined by commas, as a browser reads it. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without its compression. */
  readonly body: Buffer;
  /** Headers that came ahead of the answer (103) can load something too. */
  readonly early: boolean;
}

export type Fetched = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly why: string };

/** Several times the page. */
const MOST_BYTES = 4_194_304;
const ANSWER_MS = 20_000;

/** One request on a connection of its own; no redirect is followed. Never rejects. */
export function fetchAnswer(url: string, headers: Readonly<Record<string, string>>, clock: Clock): Promise<Fetched> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void => resolve({ ok: false, why: textOf(error) });
    const ask = url.startsWith('https:') ? httpsRequest : httpRequest;
    let early = false;
    let request: ClientRequest;
    try {
      request = ask(url, { agent: false, headers }, (response) => {
        collect(response, failed, (bytes) => resolve(answered(response, bytes, early)));
      });
    } catch (error) {
      return failed(error);
    }
    const cancel = clock.after(ANSWER_MS, () => request.destroy(new Error(`no whole answer within ${ANSWER_MS / 1_000} s`)));
    request.on('information', () => (early = true));
    request.on('error', failed);
    request.on('close', () => {
      cancel();
      failed(new Error('the connection was closed'));
    });
    request.end();
  });
}

function collect(response: IncomingMessage, failed: (error: unknown) => void, whole: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > MOST_BYTES) response.destroy(new Error(`more than ${MOST_BYTES} bytes`));
    else chunks.push(chunk);
  });
  response.on('error', failed);
  response.on('end', () => whole(Buffer.concat(chunks)));
}

function answered(response: IncomingMessage, bytes: Buffer, early: boolean): Fetched {
  const headers = new Map<string, string>();
  for (let at = 0; at < response.rawHeaders.length; at += 2) {
    const name = (response.rawHeaders[at] ?? '').toLowerCase();
    const value = response.rawHeaders[at + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  try {
    const body = unpacked(bytes, headers.get('content-encoding'));
    return { ok: true, answer: { status: response.statusCode ?? 0, headers, body, early } };
  } catch (error) {
    return { ok: false, why: `its compression cannot be undone: ${textOf(error)}` };
  }
}

/** The way to here may compress what the server does not. */
function unpacked(bytes: Buffer, encoding: string | undefined): Buffer {
  const options = { maxOutputLength: MOST_BYTES };
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return bytes;
    case 'gzip':
      return gunzipSync(bytes, options);
    case 'deflate':
      return inflateSync(bytes, options);
    case 'br':
      return brotliDecompressSync(bytes, options);
    default:
      throw new Error(`${encoding} was not asked for`);
  }
}

const textOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return message === '' || message === undefined ? (code ?? 'unknown error') : message;
};
