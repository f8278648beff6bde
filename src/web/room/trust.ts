import type { Mode } from '../../protocol/mode.js';
import { assertNever } from '../../protocol/parsed.js';
import type { IconName } from '../icon.js';
import { words } from '../words.js';

/** What the lock states. It is closed only when the room is sealed and the host of the link has been heard. */
export interface Trust {
  readonly icon: IconName;
  readonly level: 'sealed' | 'unsure' | 'open';
  readonly label: string;
}

/** `authentic`: the code of this page. Without that, nothing that it says of keys is certain. */
export function trustOf({ mode, confirmed, authentic, hostNamed }: TrustFacts): Trust {
  const label = labelOf(mode);
  if (!authentic) return { icon: 'lock-open', level: 'open', label: `${words.trust.altered} · ${label}` };
  if (mode === 'none') return { icon: 'lock-open', level: 'open', label };
  const unsure = hostNamed ? words.trust.unsure : words.trust.unvouched;
  if (!confirmed) return { icon: 'lock-unsure', level: 'unsure', label: `${unsure} · ${label}` };
  return { icon: 'lock', level: 'sealed', label };
}

function labelOf(mode: Mode): string {
  switch (mode) {
    case 'mls':
      return words.trust.label.sealed;
    case 'shared-key':
      return words.trust.label.shared;
    case 'none':
      return words.trust.label.clear;
    default:
      return assertNever(mode);
  }
}

export interface TrustFacts {
  readonly mode: Mode;
  readonly confirmed: boolean;
  /** The code of this page is what its server sent. */
  readonly authentic: boolean;
  /** The link has the mark of a host. */
  readonly hostNamed: boolean;
}
