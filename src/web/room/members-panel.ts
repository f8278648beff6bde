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
  /** As it was drawn last. */
  state?: string;
  /** While it is open. */
  menu?: MemberMenu;
}

/** A press on a member opens what can be done with it below its name; one is open at a time. On oneself: one's own codes. */
export function createMembersPanel(labels: MemberLabels, actions: MemberActions): MembersPanel {
  const list = element('ul', { class: 'members' });
  const menus = new OpenMenu(actions);
  let rows = new Map<string, Row>();
  let shown = '';
  const press = (row: Row): void => (row.member.self ? actions.openCodes(row.member) : menus.toggle(row));
  list.addEventListener('keydown', (event) => {
    // It closes the menu, not the sheet around it.
    if (event.key === 'Escape' && menus.leave()) event.preventDefault();
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
      rows = new Map(members.map((member) => [member.id, draw(before.get(member.id) ?? createRow(member, press), member, labels)]));
      const focused = document.activeElement;
      const left = [...before.values()].findIndex(({ node }) => node.contains(focused));
      for (const [id, { node }] of before) if (!rows.has(id)) node.remove();
      menus.keep(rows);
      for (const [at, { node }] of [...rows.values()].entries())
        if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
      // Whose row had the focus has left: it is on the next one's.
      if (left >= 0 && focused?.isConnected === false) (list.children[left] ?? list.lastElementChild)?.querySelector('button')?.focus();
    },
  };
}

/** The row whose menu is open, if one is. */
class OpenMenu {
  readonly #actions: MemberActions;
  #row: Row | undefined;

  constructor(actions: MemberActions) {
    this.#actions = actions;
  }

  toggle(row: Row): void {
    const isOpen = row === this.#row;
    this.#close();
    if (isOpen) return;
    setOpen(
      row,
      createMemberMenu(`member-${row.member.id}`, row.member, this.#actions, () => this.leave()),
    );
    this.#row = row;
  }

  /** Back to the name. False: none was open. */
  leave(): boolean {
    if (this.#row === undefined) return false;
    this.#row.press.focus();
    this.#close();
    return true;
  }

  /** Who is not in the list any more has no menu. */
  keep(rows: ReadonlyMap<string, Row>): void {
    if (this.#row !== undefined && !rows.has(this.#row.member.id)) this.#row = undefined;
  }

  #close(): void {
    if (this.#row !== undefined) setOpen(this.#row, undefined);
    this.#row = undefined;
  }
}

const stateOf = ({ id, shown, away, role, verified, muted, ignored }: ViewMember): string =>
  `${id} ${role} ${away} ${verified} ${muted === true} ${ignored === true} ${shown}`;

function createRow(member: ViewMember, pressed: (row: Row) => void): Row {
  const press = button({ class: 'member-button', ...(member.self ? {} : { 'aria-expanded': 'false' }) }, () => pressed(row));
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
  const state = stateOf(member);
  // Of many one has changed.
  if (row.state === state) return row;
  row.state = state;
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
