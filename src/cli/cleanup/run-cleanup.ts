import { stateFolder } from '../life/log-file.js';
import type { Reporter } from '../output/reporter.js';
import { sanitise } from '../terminal/sanitise.js';
import { cachedBinaries, removeBinaries } from './cached-binary.js';
import { keptLogs } from './kept-logs.js';
import { remove, type Leftover } from './leftover.js';
import { sweepLeftovers } from './leftovers.js';

export interface CleanupRequest {
  /** The event logs too that were kept. */
  readonly logs: boolean;
  /** The downloaded program too. */
  readonly binary: boolean;
}

/** A command line may be long; what it is shows at its beginning. */
const SHOWN = 160;

/** `chattrace cleanup`: what was removed is the result, on stdout. Exit code 73 when something is still there. */
export async function runCleanup(
  { logs, binary }: CleanupRequest,
  { quiet }: { readonly quiet: boolean },
  reporter: Reporter,
): Promise<void> {
  const folder = stateFolder(process.platform, process.env);
  const done = [
    ...(await sweepLeftovers()),
    ...(logs ? keptLogs(folder).map((path) => remove('log', path)) : []),
    ...(binary ? removeBinaries() : []),
  ];
  for (const one of done) tell(one, reporter);
  const left = done.filter(({ removed }) => !removed).length;
  if (left > 0) {
    reporter.error({ code: 'CLEANUP_INCOMPLETE', why: `${left} of ${done.length}` });
    process.exitCode = 73;
  }
  reporter.event({ event: 'cleaned', removed: done.length - left, notRemoved: left });
  if (!reporter.json && !quiet) {
    if (done.length === 0) reporter.result('Nothing to remove.');
    sayKept(folder, reporter);
  }
}

function tell({ what, name, removed, why = '' }: Leftover, reporter: Reporter): void {
  if (reporter.json) return reporter.event(removed ? { event: 'removed', what, name } : { event: 'not-removed', what, name, why });
  const shown = sanitise(name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name);
  const verb = what === 'process' ? 'ended' : 'removed';
  reporter.result(removed ? `${verb.padEnd(9)}${what} ${shown}` : `${'left'.padEnd(9)}${what} ${shown}: ${sanitise(why)}`);
}

/** What is there because someone wanted it. */
function sayKept(folder: string, reporter: Reporter): void {
  const call = (words: string): string => reporter.invocation(`chattrace cleanup ${words}`);
  const logs = keptLogs(folder).length;
  if (logs > 0) reporter.result(`${logs} kept event ${logs === 1 ? 'log' : 'logs'} in ${sanitise(folder)}; to remove: ${call('--logs')}`);
  if (cachedBinaries().length > 0) reporter.result(`The downloaded cloudflared stays; to remove: ${call('--binary')}`);
}
