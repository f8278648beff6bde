import type { Settings } from '../config/schema.js';
import type { EndRequest } from '../life/end-request.js';
import { finishLife, type LifeEnd } from '../life/finish-life.js';
import type { Life } from '../life/life.js';
import { stateFolder } from '../life/log-file.js';
import { RECEIPT_INDENT, receiptLines, swapState } from '../life/receipt.js';
import type { LogPolicy } from '../life/settle-log.js';
import type { ShutdownBeat } from '../life/shutdown.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';
import { hushKeys } from './hush-keys.js';
import { readsKeys } from './keys.js';

const BEATS: Readonly<Partial<Record<ShutdownBeat, string>>> = {
  said: 'Session ended.',
  wiped: 'Keys overwritten where we can.',
  closed: 'Server closed.',
};

/** The way out of a session, said beat by beat. Ends the process. `hadDoors`: to the outside, opened or tried. */
export async function endSession(life: Life, settings: Settings, reporter: Reporter, hadDoors: boolean): Promise<never> {
  const request = await life.ended;
  // Else the terminal may not be ours any more.
  if (request.unattended === undefined && !life.hungUp.aborted && readsKeys(settings, reporter)) hushKeys(process.stdin, life);
  const opened = life.session.state === 'closing' && life.session.opened;
  const end = await finishLife(life, request, {
    log: logPolicy(settings, reporter),
    beat: (beat) => {
      const words = beat === 'closed' && hadDoors ? 'Doors and server closed.' : BEATS[beat];
      if (opened && words !== undefined) reporter.line(safe`${words}`);
    },
  });
  if (!opened && request.error === undefined) reporter.line(safe`Stopped before the room was open; nothing stays.`);
  tellEnd(request, end, opened, reporter);
  return life.leave(end.exitCode);
}

/** Somebody is there to be asked whether the event log is kept. */
export const mayAskForLog = ({ logs, noInput, quiet }: Settings, { screen, json }: Reporter): boolean =>
  logs === 'ask' && process.stdin.isTTY && screen.isTerminal && !noInput && !quiet && !json;

function logPolicy(settings: Settings, reporter: Reporter): LogPolicy {
  return {
    keep: settings.logs,
    folder: stateFolder(process.platform, process.env),
    name: settings.name,
    ...(mayAskForLog(settings, reporter) ? { terminal: { input: process.stdin, output: process.stderr } } : {}),
  };
}

function tellEnd(request: EndRequest, { receipt, failures, log, lateErrors }: LifeEnd, opened: boolean, reporter: Reporter): void {
  if (request.error !== undefined) reporter.failure(request.error);
  if (log.logs === 'kept') reporter.screen.always(safe`The event log is in ${log.path}`);
  else if (log.error !== undefined) reporter.failure(log.error);
  for (const error of lateErrors) reporter.failure(error);
  if (!receipt.complete) reporter.error({ code: 'WIPE_INCOMPLETE', why: failures.map(({ name, why }) => `${name} ${why}`).join(', ') });
  if (opened) for (const line of receiptLines(receipt, failures, swapState(process.platform))) reporter.line(safe`${line}`, RECEIPT_INDENT);
  reporter.event({
    event: 'ended',
    reason: request.reason,
    ...(request.error === undefined ? {} : { code: request.error.code }),
    wipe: receipt,
  });
}
