import type { ViewMember } from '../../client/view.js';
import { element } from '../element.js';
import { words } from '../words.js';
import { hueClass, memberLabel, shortFingerprint } from './member-label.js';

export interface MembersPanel {
  /** Stands beside the log, or is carried into a sheet on a narrow screen. */
  readonly list: HTMLElement;
  readonly count: number;
  show(members: readonly ViewMember[]): void;
}

export function createMembersPanel(): MembersPanel {
  const list = element('ul', { class: 'members' });
  let shown = '';
  return {
    list,
    get count() {
      return list.childElementCount;
    },
    show(members) {
      // `changed` also tells of typing: what has not changed is not drawn again.
      const now = members.map(({ id, shown: name, away, role }) => `${id} ${role} ${away} ${name}`).join('\n');
      if (now === shown) return;
      shown = now;
      list.replaceChildren(...members.map(row));
    },
  };
}

function row(member: ViewMember): HTMLElement {
  const print = element('span', { class: 'fingerprint', title: member.fingerprint }, shortFingerprint(member.fingerprint));
  const label = element('span', { class: 'member-label' }, ...memberLabel(member, ['host', 'self', 'away']));
  const name = element('span', { class: 'unseen' }, ` ${words.member.key} `);
  return element('li', { class: member.away ? `member gone ${hueClass(member)}` : `member ${hueClass(member)}` }, label, name, print);
}
