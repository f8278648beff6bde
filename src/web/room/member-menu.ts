import type { ViewMember } from '../../client/view.js';
import { button, element } from '../element.js';
import { membersWords } from './members-words.js';

/** What can be done with a member; `compare` also shows oneself one's own codes. */
export interface MemberActions {
  /** Absent where nothing can be said to one alone. */
  readonly openPrivate?: (member: ViewMember) => void;
  readonly mention: (member: ViewMember) => void;
  readonly openCodes: (member: ViewMember) => void;
  readonly mute: (member: ViewMember, muted: boolean) => void;
  readonly ignore: (member: ViewMember, ignored: boolean) => void;
}

export interface MemberMenu {
  readonly element: HTMLElement;
  show(member: ViewMember): void;
}

/** `chosen`: something was, and is done next. */
export function createMemberMenu(id: string, first: ViewMember, actions: MemberActions, chosen: () => unknown): MemberMenu {
  let member = first;
  const { openPrivate, mention, openCodes, mute, ignore } = actions;
  const press = (act: (member: ViewMember) => void): HTMLButtonElement =>
    button({ class: 'member-act' }, () => {
      chosen();
      act(member);
    });
  const items = [
    ...(openPrivate === undefined ? [] : [{ node: press(openPrivate), label: () => membersWords.private }]),
    { node: press(mention), label: () => membersWords.mention },
    { node: press(openCodes), label: () => membersWords.codes },
    { node: press((of) => mute(of, of.muted !== true)), label: () => membersWords[member.muted === true ? 'unmute' : 'mute'] },
    { node: press((of) => ignore(of, of.ignored !== true)), label: () => membersWords[member.ignored === true ? 'heed' : 'ignore'] },
  ];
  const why = element('p', { class: 'dim' });
  const node = element('div', { id, class: 'member-menu', role: 'group' }, ...items.map((item) => item.node));
  if (openPrivate === undefined && !first.self) node.prepend(why);
  const show = (now: ViewMember): void => {
    member = now;
    why.textContent = membersWords.noPrivate;
    node.setAttribute('aria-label', membersWords.menu.replace('{who}', now.shown));
    for (const { node: item, label } of items) item.textContent = label().replace('{who}', now.shown);
  };
  show(first);
  return { element: node, show };
}
