import type { ViewMember } from '../../client/view.js';
import { element, foreign } from '../element.js';
import { words } from '../words.js';
import { Hues } from './hues.js';

type Badge = 'host' | 'self' | 'verified' | 'away';
const ALL: readonly Badge[] = ['host', 'self', 'verified', 'away'];

/** How members are shown in one room. */
export class MemberLabels {
  readonly #hues = new Hues();
  #verified = '';

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

  nick(member: ViewMember): HTMLElement {
    return foreign(member.shown, { class: `nick ${this.hueClass(member)}` });
  }

  /** The nick and what is known of its owner. */
  full(member: ViewMember, kinds: readonly Badge[] = ALL): readonly HTMLElement[] {
    const has = { host: member.role === 'host', self: member.self, verified: !member.self, away: member.away };
    const badges = kinds.filter((kind) => has[kind]).map((kind) => badge(kind, member));
    return [this.nick(member), ...badges];
  }
}

/** An element of its own, with a ground of its own: no nick can be written so that it looks like one. */
function badge(kind: Badge, { id, verified }: ViewMember): HTMLElement {
  const node = element('span', { class: `badge badge-${kind}`, 'data-of': id }, words.member[kind]);
  node.hidden = kind === 'verified' && !verified;
  return node;
}

/** The first 16 characters of a fingerprint in groups of four: what two people can read to each other. */
export function keyLabel({ fingerprint }: ViewMember): HTMLElement {
  const short = (fingerprint.slice(0, 16).match(/.{1,4}/gu) ?? []).join(' ');
  return element('span', { class: 'fingerprint', title: fingerprint }, words.member.key.replace('{key}', short));
}
