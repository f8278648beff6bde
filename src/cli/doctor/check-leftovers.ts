import { isPrivateDir } from '../../adapters/tunnel/runtime-dir.js';
import { findLeftovers, ownPlaces } from '../cleanup/leftovers.js';
import { isThere } from '../cleanup/leftover.js';
import type { Finding } from './finding.js';

/** What sessions that are gone have left, and whether the next one can write down what it starts. Nothing is touched. */
export async function checkLeftovers(places = ownPlaces()): Promise<Finding> {
  const folder = places.runtime;
  if (isThere(folder) && !isPrivateDir(folder)) {
    return {
      check: 'leftovers',
      state: 'problem',
      text: `${folder} is not yours alone, so nothing is written there and no leftover of a session can be found`,
      fix: 'Remove it (someone else may have made it), or give it the mode 0700.',
      details: { folder },
    };
  }
  const found = await findLeftovers(places);
  const processes = found.filter(({ what }) => what === 'process').length;
  const details = { folder, processes, files: found.length - processes };
  if (found.length === 0) return { check: 'leftovers', state: 'ok', text: 'nothing of old sessions', details };
  return {
    check: 'leftovers',
    state: processes > 0 ? 'problem' : 'note',
    text: found.map(({ what, name }) => `${what} ${name}`).join('; '),
    fix: 'Run chattrace cleanup; the next start does it too.',
    details,
  };
}
