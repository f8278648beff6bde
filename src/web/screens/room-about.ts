import { spell } from '../../crypto/spell.js';
import type { Mode } from '../../protocol/mode.js';
import { toHex } from '../../protocol/bytes.js';
import { element } from '../element.js';
import { avatarOf } from '../room/avatar.js';
import { words } from '../words.js';
import { aboutWords } from './about-words.js';

export interface RoomAbout {
  readonly mode: Mode;
  /** 16 bytes, or empty where the link names no host. */
  readonly hostFp: Uint8Array;
  /** Where the code of this page came from; absent when that is a file. */
  readonly from: string | undefined;
}

/** Of the words of a link: enough to tell one from another. */
const FIRST = 4;

/** What the join card says beside the most important: whose link it is, and who can see what in such a room. */
export function createRoomAbout(room: RoomAbout): HTMLElement {
  const lines = seen(room).map((line) => element('li', {}, line));
  const who = folded(aboutWords.who, element('ul', { class: 'facts-list' }, ...lines));
  return element('div', { class: 'facts' }, ...(room.hostFp.length === 0 ? [] : hostBadge(room.hostFp)), who);
}

/** As far as the link itself tells: the mark of the host's key. */
function hostBadge(hostFp: Uint8Array): readonly HTMLElement[] {
  const spelled = spell(hostFp).split(' ');
  const inWords = (some: readonly string[]): HTMLElement => element('p', { class: 'host-words', dir: 'ltr', lang: 'en' }, some.join(' '));
  const name = element('p', {}, aboutWords.host);
  const badge = element(
    'div',
    { class: 'host-badge' },
    avatarOf({ fingerprint: toHex(hostFp) }),
    element('div', {}, name, inWords(spelled.slice(0, FIRST))),
  );
  const more = [aboutWords.only, aboutWords.compare].map((text) => element('p', {}, text));
  return [badge, folded(aboutWords.all, inWords(spelled), ...more)];
}

const folded = (title: string, ...body: readonly HTMLElement[]): HTMLElement =>
  element('details', { class: 'fold' }, element('summary', {}, title), ...body);

function seen({ mode, from }: RoomAbout): readonly string[] {
  const page = from === undefined ? [] : [aboutWords.page.replace('{host}', from), aboutWords.history];
  return [...relaySees(mode), aboutWords.members, ...page];
}

function relaySees(mode: Mode): readonly string[] {
  if (mode === 'none') return [aboutWords.reads];
  return mode === 'mls' ? [words.trust.sealed, aboutWords.relay, aboutWords.privately] : [aboutWords.relay];
}
