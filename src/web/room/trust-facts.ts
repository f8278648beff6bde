import type { View } from '../../client/view.js';
import { errorWords } from '../error-words.js';
import { words } from '../words.js';
import { dialogWords } from './dialog-words.js';
import { trustWords } from './trust-words.js';

/** What can be said of the room now: sentences about one thing. */
export interface Fact {
  readonly about: keyof typeof trustWords.about;
  /** Nothing: it needs no saying now. */
  readonly says: readonly string[];
  /** Something that one would rather have otherwise. */
  readonly warns: boolean;
}

export interface PageOrigin {
  /** Nobody on the way can have changed the code of this page. */
  readonly authentic: boolean;
  /** Where the code came from; absent when that is a file. */
  readonly from: string | undefined;
}

/** Who can see what, from how the room is now: nothing here but what docs/threat-model.md says of it. */
export function trustFacts(view: View, page: PageOrigin): readonly Fact[] {
  const offline = fact('now', view.connection === 'online' ? [] : [trustWords.offline], true);
  const members = fact('members', [trustWords.members]);
  return [offline, readers(view), host(view), people(view), entering(view), before(view), relay(view), members, code(page), end(view)];
}

const fact = (about: Fact['about'], says: readonly string[], warns = false): Fact => ({ about, says, warns });

function readers({ mode, members }: View): Fact {
  const { shared, clear, alone } = dialogWords.trust;
  const sentence = { mls: words.trust.sealed, 'shared-key': shared, none: clear }[mode];
  return fact('read', [sentence, ...(members.length === 1 ? [alone] : [])], mode !== 'mls');
}

function host({ hosted, confirmed, members }: View): Fact {
  const { confirmed: bound, unconfirmed, unnamed, vouched } = dialogWords.trust;
  if (!hosted) return fact('host', [unnamed, confirmed ? vouched : errorWords.GROUP_UNCONFIRMED.text], !confirmed);
  const there = members.find(({ role }) => role === 'host');
  const presence = there === undefined ? trustWords.hostMissing : there.away ? trustWords.hostAway : trustWords.hostHere;
  return fact('host', [confirmed ? bound : unconfirmed, presence], !confirmed);
}

function people({ hosted, confirmed, members }: View): Fact {
  const others = members.filter(({ self }) => !self);
  if (others.length === 0) return fact('people', [dialogWords.trust.alone]);
  const some = others.filter(({ verified }) => verified).length;
  const compared = trustWords.compared.replace('{some}', String(some)).replace('{all}', String(others.length));
  return fact('people', hosted && confirmed ? [compared, trustWords.known] : [compared]);
}

const entering = ({ locked }: View): Fact => fact('enter', [locked ? dialogWords.trust.locked : trustWords.open]);

function before({ mode, items }: View): Fact {
  if (mode !== 'mls') return fact('before', [trustWords.recorded], true);
  return fact('before', [items.some(({ type }) => type === 'history') ? words.line.history : trustWords.nothing]);
}

function relay({ mode }: View): Fact {
  if (mode === 'none') return fact('relay', [trustWords.relayAll], true);
  return fact('relay', mode === 'mls' ? [trustWords.relay, trustWords.relayPrivate] : [trustWords.relay]);
}

function code({ authentic, from }: PageOrigin): Fact {
  const came = from === undefined ? dialogWords.trust.codeOfFile : dialogWords.trust.code.replace('{host}', from);
  return fact('page', authentic ? [came] : [words.insecure.lan, came], !authentic);
}

const end = ({ hosted }: View): Fact => fact('end', [hosted ? words.card.ends : words.card.endsBlind, trustWords.leaving]);
