import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Clock } from '../../../core/ports/clock.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { downloadFailed, requestRelease, type ReleaseRequest } from './release-request.js';

const LARGEST = 80_000_000;
/** As for the tunnel itself (run.ts): who starts a session where no packet gets out learns the reason within 20 s. */
const ANSWER_MS = 15_000;
const SILENCE_MS = 30_000;
const ALL_MS = 900_000;

export interface Progress {
  readonly received: number;
  readonly total: number;
}

export interface Receive extends Omit<ReleaseRequest, 'signal'> {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
  /** Of the whole file. */
  readonly bytes: number;
}

/** Why it was ended from here; the first reason stands. */
class Watch {
  readonly controller = new AbortController();
  why: string | undefined;
  readonly #clock: Clock;
  #cancel: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  end(why: string): void {
    this.why ??= why;
    this.controller.abort();
  }

  /** In the place of what was waited for before. */
  expect(ms: number, why: string): void {
    this.#cancel();
    this.#cancel = this.#clock.after(ms, () => this.end(why));
  }

  alive(): void {
    this.expect(SILENCE_MS, `Nothing came for ${SILENCE_MS / 1_000} s.`);
  }

  stop(): void {
    this.#cancel();
  }
}

/** All of it: a full disk, or a limit, first takes a part without a word. */
const writeAll = async (to: FileHandle, chunk: Buffer): Promise<void> => {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await to.write(chunk, at);
    if (bytesWritten === 0) throw downloadFailed('It could not be written.');
    at += bytesWritten;
  }
};

const write = async (to: FileHandle, wanted: Receive, watch: Watch): Promise<string> => {
  const { bytes, progress } = wanted;
  const answer = await requestRelease({ ...wanted, signal: watch.controller.signal });
  watch.alive();
  const announced = Number(answer.headers['content-length'] ?? bytes);
  if (announced > LARGEST) throw downloadFailed(`It has ${announced} bytes; more than ${LARGEST} are not taken.`);
  const hash = createHash('sha256');
  let received = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    watch.alive();
    received += chunk.length;
    if (received > LARGEST) throw downloadFailed(`It has more than ${LARGEST} bytes.`);
    hash.update(chunk);
    await writeAll(to, chunk);
    progress?.({ received, total: announced });
  }
  if (received < bytes) throw downloadFailed(`It ended after ${received} of ${bytes} bytes.`);
  return hash.digest('hex');
};

/** Writes the file of a release to `to`, and gives its SHA-256. Throws ChatError TUNNEL_DOWNLOAD_FAILED. */
export async function receive(to: FileHandle, wanted: Receive): Promise<string> {
  const watch = new Watch(wanted.clock);
  const stop = (): void => watch.end('It was stopped.');
  wanted.signal?.addEventListener('abort', stop, { once: true });
  if (wanted.signal?.aborted === true) stop();
  const cancelAll = wanted.clock.after(ALL_MS, () => watch.end(`It took more than ${ALL_MS / 60_000} minutes.`));
  try {
    watch.expect(ANSWER_MS, `No answer of ${new URL(wanted.url).host} within ${ANSWER_MS / 1_000} s.`);
    return await write(to, wanted, watch);
  } catch (error) {
    if (watch.why !== undefined) throw downloadFailed(watch.why, error);
    throw error instanceof ChatError ? error : downloadFailed(error instanceof Error ? error.message : String(error), error);
  } finally {
    watch.stop();
    cancelAll();
    wanted.signal?.removeEventListener('abort', stop);
    watch.controller.abort();
  }
}
