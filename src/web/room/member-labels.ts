import type { ViewMember } from '../../client/view.js';
import { element, foreign } from '../element.js';
import { words } from '../words.js';
import { Hues } from './hues.js';

type Badge = 'host' | 'self' | 'away';

/** How members are shown in one room. */
export class MemberLabels {
  readonly #hues = new Hues();

  keep(members: readonly ViewMember[]): void {
    this.#hues.keep(members);
  }

  hueClass(member: ViewMember): string {
    return `hue-${this.#hues.of(member)}`;
  }

  nick(member: ViewMember): HTMLElement {
    return foreign(member.shown, { class: `nick ${this.hueClass(member)}` });
  }

  /** The nick and what is known of its owner. */
  full(member: ViewMember, kinds: readonly Badge[] = ['host']): readonly HTMLElement[] {
    const has = { host: member.role === 'host', self: member.self, away: member.away };
    return [this.nick(member), ...kinds.filter((kind) => has[kind]).map(badge)];
  }
}

/** An element of its own, with a ground of its own: no nick can be written so that it looks like one. */
const badge = (kind: Badge): HTMLElement => element('span', { class: `badge badge-${kind}` }, words.member[kind]);

/** The first 16 characters of a fingerprint in groups of four: what two people can read to each other. */
export function keyLabel({ fingerprint }: ViewMember): HTMLElement {
  const short = (fingerprint.slice(0, 16).match(/.{1,4}/gu) ?? []).join(' ');
  return element('span', { class: 'fingerprint', title: fingerprint }, words.member.key.replace('{key}', short));
}
