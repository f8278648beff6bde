import type { ViewMember } from '../../client/view.js';
import { button, element } from '../element.js';
import { keyLabel, type MemberLabels } from './member-labels.js';
import { createMemberMenu, type MemberActions, type MemberMenu } from './member-menu.js';

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
  /** While it is open. */
  menu?: MemberMenu;
}

/** A press on a member opens what can be done with it below its name; one is open at a time. On oneself: one's own codes. */
export function createMembersPanel(labels: MemberLabels, actions: MemberActions): MembersPanel {
  const list = element('ul', { class: 'members' });
  let rows = new Map<string, Row>();
  let shown = '';
  let open: Row | undefined;
  const close = (): void => {
    if (open === undefined) return;
    setOpen(open, undefined);
    open = undefined;
  };
  const leave = (): void => {
    open?.press.focus();
    close();
  };
  const toggle = (row: Row): void => {
    if (row.member.self) return actions.openCodes(row.member);
    const isOpen = row === open;
    close();
    if (isOpen) return;
    setOpen(row, createMemberMenu(`member-${row.member.id}`, row.member, actions, leave));
    open = row;
  };
  list.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || open === undefined) return;
    // It closes the menu, not the sheet around it.
    event.preventDefault();
    leave();
  });
  return {
    list,
    get count() {
      return list.childElementCount;
    },
    show(members) {
      // `changed` also tells of typing: what has not changed is not drawn again.
      const now = members.map(stateOf).join('\n');
      if (now === shown) return;
      shown = now;
      // Rows stay what they are: one may have the focus, or get it back when a dialog closes.
      const before = rows;
      rows = new Map(members.map((member) => [member.id, draw(before.get(member.id) ?? createRow(member, toggle), member, labels)]));
      for (const [id, { node }] of before) if (!rows.has(id)) node.remove();
      if (open !== undefined && !rows.has(open.member.id)) open = undefined;
      for (const [at, { node }] of [...rows.values()].entries())
        if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
    },
  };
}

const stateOf = ({ id, shown, away, role, verified, muted, ignored }: ViewMember): string =>
  `${id} ${role} ${away} ${verified} ${muted === true} ${ignored === true} ${shown}`;

function createRow(member: ViewMember, toggle: (row: Row) => void): Row {
  const press = button({ class: 'member-button', ...(member.self ? {} : { 'aria-expanded': 'false' }) }, () => toggle(row));
  const row: Row = { node: element('li', {}, press), press, member };
  return row;
}

function setOpen(row: Row, menu: MemberMenu | undefined): void {
  row.menu?.element.remove();
  if (menu === undefined) delete row.menu;
  else row.menu = menu;
  if (menu !== undefined) row.node.append(menu.element);
  row.press.setAttribute('aria-expanded', String(menu !== undefined));
}

function draw(row: Row, member: ViewMember, labels: MemberLabels): Row {
  row.member = member;
  row.menu?.show(member);
  row.node.className = `member ${labels.hueClass(member)}${member.away ? ' gone' : ''}`;
  const text = element(
    'span',
    { class: 'member-text' },
    element('span', { class: 'member-label' }, ...labels.full(member)),
    ' ',
    keyLabel(member),
  );
  row.press.replaceChildren(labels.avatar(member), text);
  return row;
}
