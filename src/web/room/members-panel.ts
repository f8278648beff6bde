import type { ViewMember } from '../../client/view.js';
import { element } from '../element.js';
import { keyLabel, type MemberLabels } from './member-labels.js';

export interface MembersPanel {
  /** Stands beside the log, or is carried into a sheet on a narrow screen. */
  readonly list: HTMLElement;
  readonly count: number;
  show(members: readonly ViewMember[]): void;
}

export function createMembersPanel(labels: MemberLabels): MembersPanel {
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
      list.replaceChildren(...members.map((member) => row(member, labels)));
    },
  };
}

function row(member: ViewMember, labels: MemberLabels): HTMLElement {
  const label = element('span', { class: 'member-label' }, ...labels.full(member, ['host', 'self', 'away']));
  return element('li', { class: `member ${labels.hueClass(member)}${member.away ? ' gone' : ''}` }, label, ' ', keyLabel(member));
}
