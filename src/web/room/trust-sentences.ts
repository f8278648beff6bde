import { words } from '../words.js';
import { dialogWords } from './dialog-words.js';
import type { TrustFacts } from './trust.js';

/** The sentences behind the lock. */
export function trustSentences({ mode, confirmed, authentic, hostNamed }: TrustFacts): readonly string[] {
  const { shared, clear } = dialogWords.trust;
  const { sealed } = words.trust;
  const first = mode === 'mls' ? sealed : mode === 'shared-key' ? shared : clear;
  const code = authentic ? [] : [words.insecure.lan];
  return [...code, first, ...hostSentences(confirmed, hostNamed), words.card.nothingStays];
}

function hostSentences(confirmed: boolean, hostNamed: boolean): readonly string[] {
  const { unnamed, unvouched, vouched } = dialogWords.trust;
  if (hostNamed) return [confirmed ? dialogWords.trust.confirmed : dialogWords.trust.unconfirmed];
  return [unnamed, confirmed ? vouched : unvouched];
}
