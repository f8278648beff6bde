import { formatFragment, parseFragment } from '../crypto/link.js';
import { isIntact } from '../crypto/link-intact.js';
import { isAuthentic, mayJoinHere } from './authentic.js';
import { entranceWith } from './entrance.js';
import type { Place } from './place.js';
import { pastePart } from './screens/paste-part.js';
import { words } from './words.js';

/** The page as a relay serves it: the key stands behind its address, so that a reload works. */
export const servedPlace: Place = {
  get origin() {
    return location.origin;
  },
  entrance() {
    if (!mayJoinHere()) return { state: 'insecure' };
    const { hash } = location;
    if (hash === '' || hash === '#') return { state: 'no-key', why: 'here' };
    const fragment = hash.slice(1);
    const key = isIntact(fragment) ? parseFragment(fragment) : pastePart.now?.repairFragment(hash);
    if (key === undefined) return { state: 'altered' };
    return entranceWith(key, location.origin, isAuthentic() ? [] : [() => words.insecure.lan]);
  },
  open: ({ secret }) => history.replaceState(null, '', `${location.pathname}#${formatFragment(secret)}`),
  // From the address bar, and from this entry of the history.
  forget: () => history.replaceState(null, '', location.pathname),
};
