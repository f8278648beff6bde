import type { ViewMember } from '../../client/view.js';
import { button, element } from '../element.js';
import { keyLabel, type MemberLabels } from './member-labels.js';

export interface MembersPanel {
  /** Stands beside the log, or is carried into a sheet on a narrow screen. */
  readonly list: HTMLElement;
  readonly count: number;
  show(members: readonly ViewMember[]): void;
}

interface Row {
  readonly node: HTMLElement;
  readonly press: HTMLElement;
  member: ViewMember;
}

/** `open`: a member's codes, to compare. */
export function createMembersPanel(labels: MemberLabels, open: (member: ViewMember) => void): MembersPanel {
  const list = element('ul', { class: 'members' });
  let rows = new Map<string, Row>();
  let shown = '';
  const create = (member: ViewMember): Row => {
    const press = button({ class: 'member-button' }, () => open(row.member));
    const row: Row = { node: element('li', {}, press), press, member };
    return row;
  };
  return {
    list,
    get count() {
      return list.childElementCount;
    },
    show(members) {
      // `changed` also tells of typing: what has not changed is not drawn again.
      const now = members.map(({ id, shown: name, away, role, verified }) => `${id} ${role} ${away} ${verified} ${name}`).join('\n');
      if (now === shown) return;
      shown = now;
      // Rows stay what they are: one may have the focus, or get it back when a dialog closes.
      const before = rows;
      rows = new Map(members.map((member) => [member.id, draw(before.get(member.id) ?? create(member), member, labels)]));
      for (const [id, { node }] of before) if (!rows.has(id)) node.remove();
      for (const [at, { node }] of [...rows.values()].entries())
        if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
    },
  };
}

function draw(row: Row, member: ViewMember, labels: MemberLabels): Row {
  row.member = member;
  row.node.className = `member ${labels.hueClass(member)}${member.away ? ' gone' : ''}`;
  row.press.replaceChildren(element('span', { class: 'member-label' }, ...labels.full(member)), ' ', keyLabel(member));
  return row;
}
