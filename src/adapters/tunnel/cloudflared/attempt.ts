import type { Clock } from '../../../core/ports/clock.js';
import { ChatError } from '../../../protocol/chat-error.js';
import { LastLines, readLines } from '../bounded-lines.js';
import { spawnGuarded, type ChildExit, type GuardedChild, type Registry } from '../child-guard.js';
import { writePidFile } from '../pid-file.js';
import { scrubbed, tunnelArguments, type EdgeProtocol } from './command.js';
import { isFrame, readable, readSign, type Sign } from './sign.js';

/** With `--grace-period 0s` it ends within 10 ms. */
const GRACE_MS = 250;

export interface AttemptOptions {
  readonly clock: Clock;
  readonly path: string;
  /** What the program must have; absent: it is the user's own. */
  readonly sha256?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly registry?: Registry;
  /** Where the pid file goes; absent: the user's runtime folder. */
  readonly runtimeDir?: string;
}

/** One process of cloudflared, and what it has said. */
export class Attempt {
  url: string | undefined;
  metricsPort: number | undefined;
  registered = false;
  /** What keeps it from Cloudflare, as it said last. */
  edge: string | undefined;
  failure: (Sign & { readonly type: 'failure' }) | undefined;
  exit: ChildExit | undefined;
  readonly #last = new LastLines();
  readonly #child: GuardedChild;
  readonly #done: Promise<void>;

  /** `changed`: runs when anything above is new. */
  constructor(options: AttemptOptions, port: number, protocol: EdgeProtocol, changed: () => void) {
    const { path: file, environment, clock, registry, runtimeDir } = options;
    const args = tunnelArguments(port, protocol);
    const told = registry === undefined ? {} : { registry };
    this.#child = spawnGuarded({ file, args, env: scrubbed(environment), clock, ...told });
    const { pid, stdout, stderr, exited } = this.#child;
    const forget = pid === undefined ? () => {} : writePidFile({ pid, file, args, ...told }, runtimeDir);
    for (const stream of [stdout, stderr]) readLines(stream, (text) => this.#hear(text, changed));
    this.#done = exited.then((exit) => {
      forget();
      this.exit = exit;
      changed();
    });
  }

  /** Nothing of it runs when it resolves. */
  async stop(): Promise<void> {
    await this.#child.stop(GRACE_MS);
    await this.#done;
  }

  /** Why it has ended by itself. */
  get end(): ChatError {
    const { exit, failure } = this;
    if (exit?.error !== undefined) return new ChatError('TUNNEL_BINARY_MISSING', exit.error.message, exit.error);
    if (failure !== undefined) return new ChatError(failure.code, failure.why);
    const how = exit?.signal === null || exit === undefined ? `exit code ${exit?.code ?? 'none'}` : exit.signal;
    return new ChatError('TUNNEL_EXITED', this.#last.textAnd(`cloudflared ended: ${how}`));
  }

  #hear(text: string, changed: () => void): void {
    const words = readable(text);
    if (!isFrame(words)) this.#last.add(words);
    const sign = readSign(text);
    if (sign === undefined) return;
    this.#take(sign);
    changed();
  }

  #take(sign: Sign): void {
    switch (sign.type) {
      case 'url':
        this.url ??= sign.url;
        return;
      case 'metrics':
        this.metricsPort ??= sign.port;
        return;
      case 'registered':
        this.registered = true;
        return;
      case 'edge':
        this.edge = sign.why;
        return;
      case 'failure':
        if (this.failure === undefined || (sign.sure && !this.failure.sure)) this.failure = sign;
        return;
      default:
        sign satisfies never;
    }
  }
}
