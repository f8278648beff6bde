import { emptyCoreDumps } from '../life/core-dump.js';
import { swapState } from '../life/receipt.js';
import type { Finding } from './finding.js';

/** Whether a crash could write memory, and so keys, into a core file. */
export function checkCore(emptied: () => boolean = emptyCoreDumps): Finding {
  if (emptied()) return { check: 'core', state: 'ok', text: 'a crash leaves no memory in a core file' };
  return {
    check: 'core',
    state: 'note',
    text: 'this system has no switch that keeps memory out of core files',
    fix: 'Run "ulimit -c 0" before the start, so that a crash leaves no core file.',
  };
}

/** Whether memory may be on disk. */
export function checkSwap(platform: NodeJS.Platform, state = swapState(platform)): Finding {
  if (state === 'off') return { check: 'swap', state: 'ok', text: 'off: memory is not written to disk' };
  return {
    check: 'swap',
    state: 'note',
    text: state === 'on' ? 'on: memory, with keys in it, may be written to disk' : 'cannot tell whether memory is written to disk',
    fix: 'Encrypt the swap space or turn it off. A session cannot check what was written there.',
  };
}
