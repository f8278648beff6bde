import type { CloseFailure } from '../../core/closer.js';
import type { WipeReceipt } from '../../protocol/event.js';
import type { ChatError } from '../../protocol/chat-error.js';
import type { EndRequest } from './end-request.js';
import type { Life } from './life.js';
import { makeReceipt } from './receipt.js';
import { settleLog, type LogPolicy, type SettledLog } from './settle-log.js';
import type { ShutdownBeat } from './shutdown.js';

const INCOMPLETE = 70;

export interface FinishOptions {
  /** Absent: the event log is dropped unasked. */
  readonly log?: LogPolicy;
  /** Each step as it is done, for people. */
  readonly beat?: (beat: ShutdownBeat) => void;
}

export interface LifeEnd {
  readonly receipt: WipeReceipt;
  readonly failures: readonly CloseFailure[];
  readonly log: SettledLog;
  /** What went wrong on the way out, beside the log; nobody was told of it yet. */
  readonly lateErrors: readonly ChatError[];
  /** 0, unless something went wrong: the first error's own, 73 when the log could not be written, 70 when not all was wiped. */
  readonly exitCode: number;
}

const policyFor = (life: Life, request: EndRequest, policy: LogPolicy | undefined): LogPolicy | undefined => {
  // What never opened has no log that anyone would want.
  if (policy === undefined || life.session.state !== 'closing' || !life.session.opened) return undefined;
  if (request.unattended === undefined && !life.hungUp.aborted) return policy;
  const { terminal: _, ...unasked } = policy;
  return unasked;
};

const settle = (life: Life, policy: LogPolicy | undefined): Promise<SettledLog> | SettledLog => {
  if (policy !== undefined) return settleLog(life.eventLog, policy, life.clock, life.hungUp);
  life.eventLog.wipe();
  return { logs: 'none' };
};

/** The one way out: shutdown, log question, receipt. Never rejects; to be called once, with the request that `life.ended` gave. */
export async function finishLife(life: Life, request: EndRequest, options: FinishOptions = {}): Promise<LifeEnd> {
  const result = await life.shutdown.run(options.beat ?? (() => {}));
  const log = await settle(life, policyFor(life, request, options.log));
  const receipt = makeReceipt(result, life.shutdown.footprint, log.logs);
  life.wiped();
  life.shutdown.footprint.erase();
  const errors = [request.error, log.logs === 'kept' ? undefined : log.error, ...life.lateErrors];
  const firstError = errors.find((error) => error !== undefined);
  return {
    receipt,
    failures: result.failures,
    log,
    lateErrors: life.lateErrors,
    exitCode: receipt.complete ? (firstError?.exitCode ?? 0) : INCOMPLETE,
  };
}
