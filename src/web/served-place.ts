import { formatFragment } from '../crypto/link.js';
import { repairFragment } from '../crypto/link-repair.js';
import { isAuthentic, mayJoinHere } from './authentic.js';
import { entranceWith } from './entrance.js';
import type { Place } from './place.js';
import { words } from './words.js';

/** The page as a relay serves it: the key stands behind its address, so that a reload works. */
export const servedPlace: Place = {
  get origin() {
    return location.origin;
  },
  entrance() {
    if (!mayJoinHere()) return { state: 'insecure' };
    const { hash } = location;
    if (hash === '' || hash === '#') return { state: 'no-key', title: words.noKey.title, text: words.noKey.text };
    return entranceWith(repairFragment(hash), location.origin, isAuthentic() ? [] : [words.insecure.lan]);
  },
  open: ({ secret }) => history.replaceState(null, '', `${location.pathname}#${formatFragment(secret)}`),
  // From the address bar, and from this entry of the history.
  forget: () => history.replaceState(null, '', location.pathname),
};
