import type { ViewMember } from '../../client/view.js';
import { element, foreign } from '../element.js';
import { words } from '../words.js';

const HUES = 8;

/** A colour of the member's key, not of its nick: who takes another's nick gets another colour, mostly. */
export const hueClass = (member: ViewMember): string => `hue-${Number.parseInt(member.fingerprint.slice(0, 2), 16) % HUES}`;

export const nickOf = (member: ViewMember): HTMLElement => foreign(member.shown, { class: `nick ${hueClass(member)}` });

const badge = (kind: 'host' | 'self' | 'away'): HTMLElement => element('span', { class: `badge badge-${kind}` }, words.member[kind]);

/** The nick and what is known of its owner. */
export function memberLabel(member: ViewMember, kinds: readonly ('host' | 'self' | 'away')[] = ['host']): readonly HTMLElement[] {
  const has = { host: member.role === 'host', self: member.self, away: member.away };
  return [nickOf(member), ...kinds.filter((kind) => has[kind]).map(badge)];
}

/** The first 16 characters of a fingerprint in groups of four: what two people can read to each other. */
export function shortFingerprint(fingerprint: string): string {
  return (fingerprint.slice(0, 16).match(/.{1,4}/gu) ?? []).join(' ');
}
