import type { EventLog } from '../../core/event-log.js';
import type { Clock } from '../../core/ports/clock.js';
import { ChatError } from '../../protocol/chat-error.js';
import { askKeepLog } from './log-question.js';
import { writeLogFile } from './log-file.js';
import type { QuestionTerminal } from './yes-no.js';

export interface LogPolicy {
  readonly keep: 'ask' | 'keep' | 'delete';
  /** Where kept logs go. */
  readonly folder: string;
  /** The session's name, part of the file's. */
  readonly name: string;
  /** Where to ask; absent: nobody to ask, so the log is deleted. */
  readonly terminal?: QuestionTerminal;
}

export type SettledLog =
  | { readonly logs: 'none' | 'deleted'; readonly error?: ChatError }
  | { readonly logs: 'kept'; readonly path: string };

/** An entry of a guest, or of something that went wrong; not that the session or its host came and went. */
const isOfGuests = (line: string): boolean => !/ (?:session-\w+|member-connected members=1)$/u.test(line);

const wanted = async (log: EventLog, policy: LogPolicy, clock: Clock, hungUp: AbortSignal): Promise<boolean> => {
  if (policy.keep !== 'ask') return policy.keep === 'keep';
  const entries = log.lines().filter(isOfGuests);
  // Without a guest there is nothing to be looked up in it.
  if (policy.terminal === undefined || !entries.some((line) => line.includes(' member-'))) return false;
  return askKeepLog(entries.length, policy.terminal, clock, hungUp);
};

/** Keeps or deletes the event log, as the policy or the person says. Never rejects: what was not written is deleted, with an error. */
export const settleLog = async (log: EventLog, policy: LogPolicy, clock: Clock, hungUp: AbortSignal): Promise<SettledLog> => {
  if (log.count === 0) return { logs: 'none' };
  try {
    if (!(await wanted(log, policy, clock, hungUp))) return { logs: 'deleted' };
    return { logs: 'kept', path: writeLogFile(policy.folder, policy.name, clock.now(), log.lines()) };
  } catch (error) {
    return { logs: 'deleted', error: error instanceof ChatError ? error : new ChatError('LOG_NOT_WRITTEN', String(error), error) };
  } finally {
    log.wipe();
  }
};
