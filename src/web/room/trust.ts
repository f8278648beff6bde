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

export function trustOf(mode: Mode, confirmed: boolean): Trust {
  const label = labelOf(mode);
  if (mode === 'none') return { icon: 'lock-open', level: 'open', label };
  if (!confirmed) return { icon: 'lock-unsure', level: 'unsure', label: `${words.trust.unsure} · ${label}` };
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
  /** The link has the mark of a host. */
  readonly hostNamed: boolean;
}

/** The sentences behind the lock. */
export function trustSentences({ mode, confirmed, hostNamed }: TrustFacts): readonly string[] {
  const { sealed, shared, clear } = words.trust;
  const first = mode === 'mls' ? sealed : mode === 'shared-key' ? shared : clear;
  const host = !hostNamed ? words.trust.unnamed : confirmed ? words.trust.confirmed : words.trust.unconfirmed;
  return [first, host, words.card.nothingStays];
}
