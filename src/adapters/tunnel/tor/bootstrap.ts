import type { TunnelErrorCode } from '../../../core/ports/tunnel.js';
import { valueOf } from './control-reply.js';

/** From here on a tor is connected to the network and only fetches (tor's own tags: conn_done is at 10 %). */
const CONNECTED_PERCENT = 10;
/** From here on it can publish. */
const ENOUGH_PERCENT = 75;
const OFFLINE = new Set(['NOROUTE', 'RESOLVEFAILED']);
const WHY_CHARS = 300;

/** How far a tor has come into its network, by what it says (control-spec, 4.1.10). */
export class Bootstrap {
  #percent = 0;
  #summary = 'tor has not begun';
  #warning = '';
  #reason = '';

  /** A line of GETINFO or of the event, from `BOOTSTRAP` on. Others change nothing. */
  hear(line: string): void {
    if (!/\bBOOTSTRAP\b/u.test(line)) return;
    this.#percent = Number(valueOf(line, 'PROGRESS')) || 0;
    this.#summary = valueOf(line, 'SUMMARY') ?? this.#summary;
    this.#warning = valueOf(line, 'WARNING') ?? '';
    this.#reason = valueOf(line, 'REASON') ?? '';
  }

  get canPublish(): boolean {
    return this.#percent >= ENOUGH_PERCENT;
  }

  /** Nobody could be reached, and it is this computer's fault. */
  get offline(): boolean {
    return this.#percent < CONNECTED_PERCENT && OFFLINE.has(this.#reason);
  }

  /** In words of tor; text from outside. */
  get words(): string {
    const problem = this.#warning === '' ? '' : `: ${this.#warning}`;
    return `${this.#percent} %, ${this.#summary}${problem}`.slice(0, WHY_CHARS);
  }

  /** What it is when it is late. */
  get late(): { readonly code: TunnelErrorCode; readonly why: string } {
    const code = this.offline ? 'TUNNEL_OFFLINE' : this.#percent < CONNECTED_PERCENT ? 'TUNNEL_EDGE_BLOCKED' : 'TUNNEL_TIMEOUT';
    return { code, why: this.words };
  }
}
