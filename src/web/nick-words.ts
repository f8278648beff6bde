import { nickFault, nickFaults } from '../protocol/nick.js';
import { section } from './language.js';

const nickWords = section('nick', nickFaults);

/** What is wrong with a nick, as a sentence; nothing when it can be used. */
export function nickTrouble(nick: string): string | undefined {
  const fault = nickFault(nick);
  return fault === undefined ? undefined : nickWords[fault];
}
