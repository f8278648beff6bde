import type { ViewMember } from '../../client/view.js';
import { spell } from '../../crypto/spell.js';
import { fromHex } from '../../protocol/bytes.js';
import { element, foreign } from '../element.js';
import { words } from '../words.js';
import { avatarOf } from './avatar.js';
import { Hues } from './hues.js';
import { membersWords } from './members-words.js';

type Badge = 'host' | 'self' | 'verified' | 'away' | 'muted' | 'ignored';
const ALL: readonly Badge[] = ['host', 'self', 'verified', 'away', 'muted', 'ignored'];

/** Of a fingerprint, in hexadecimal characters: four of the words that two people read to each other. */
const SHORT = 8;

/** How members are shown in one room. */
export class MemberLabels {
  readonly #hues = new Hues();
  /** The mark of the host in the link, in hexadecimal characters. */
  readonly #hostMark: string;
  #verified = '';

  constructor(hostMark = '') {
    this.#hostMark = hostMark;
  }

  keep(members: readonly ViewMember[]): void {
    this.#hues.keep(members);
    const verified = members.flatMap((member) => (member.verified ? [member.id] : [])).join(' ');
    if (verified === this.#verified) return;
    this.#verified = verified;
    // What stands above older messages too: a mark is of the key that signed them.
    for (const node of document.querySelectorAll<HTMLElement>('.badge-verified')) {
      const of = members.find(({ id }) => id === node.dataset['of']);
      if (of !== undefined) node.hidden = !of.verified;
    }
  }

  hueClass(member: ViewMember): string {
    return `hue-${this.#hues.of(member)}`;
  }

  /** The host's is that of the link, as on the join card. */
  avatar({ role, fingerprint }: ViewMember): SVGSVGElement {
    return avatarOf({ fingerprint: role === 'host' && this.#hostMark !== '' ? this.#hostMark : fingerprint });
  }

  nick(member: ViewMember): HTMLElement {
    return foreign(member.shown, { class: `nick ${this.hueClass(member)}` });
  }

  /** The nick and what is known of its owner. */
  full(member: ViewMember, kinds: readonly Badge[] = ALL): readonly HTMLElement[] {
    const { role, self, away, muted = false, ignored = false } = member;
    const has = { host: role === 'host', self, verified: !self, away, muted, ignored };
    const badges = kinds.filter((kind) => has[kind]).map((kind) => badge(kind, member));
    return [this.nick(member), ...badges];
  }
}

/** An element of its own, with a ground of its own: no nick can be written so that it looks like one. */
function badge(kind: Badge, { id, verified }: ViewMember): HTMLElement {
  const node = element('span', { class: `badge badge-${kind}`, 'data-of': id }, textOf(kind));
  node.hidden = kind === 'verified' && !verified;
  return node;
}

const textOf = (kind: Badge): string => (kind === 'muted' || kind === 'ignored' ? membersWords[kind] : words.member[kind]);

/** The first words of the key, as one reads them to another; all of it for who points at them. */
export function keyLabel({ fingerprint }: ViewMember): HTMLElement {
  const short = spell(fromHex(fingerprint.slice(0, SHORT)) ?? new Uint8Array(0));
  return element('span', { class: 'fingerprint', title: fingerprint, dir: 'ltr', lang: 'en' }, short);
}
