import { privatePart } from '../../client/private-part.js';
import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { MemberActions } from './member-menu.js';
import { beginWith, writeInto } from './write-into.js';

export interface ActingOn {
  readonly member: Member;
  /** Where one writes. */
  readonly composer: HTMLElement;
  readonly openCodes: (member: ViewMember) => void;
}

/** What the list of members does. Where one is to write next, the sheet around it closes. */
export function memberActions({ member, composer, openCodes }: ActingOn): MemberActions {
  const writing = (write: (field: HTMLTextAreaElement) => void): void => {
    document.querySelector<HTMLDialogElement>('dialog.sheet[open]')?.close();
    const field = composer.querySelector('textarea');
    if (field !== null) write(field);
  };
  const openPrivate = (to: ViewMember): void => {
    // So that it is here when the text is.
    void privatePart.load().catch(() => undefined);
    writing((field) => beginWith(field, `/msg ${nameOf(to)} `));
  };
  return {
    ...(member.view.mode === 'mls' ? { openPrivate } : {}),
    mention: (of) => writing((field) => writeInto(field, `@${nameOf(of)} `)),
    openCodes,
    mute: ({ id }, muted) => void member.mute(id, muted),
    ignore: ({ id }, ignored) => void member.ignore(id, ignored),
  };
}

/** Quotes say where a name ends that has spaces. */
const nameOf = ({ shown }: ViewMember): string => (/\s/u.test(shown) ? `"${shown}"` : shown);
