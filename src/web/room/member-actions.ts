import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import type { MemberActions } from './member-menu.js';
import { writeInto } from './write-into.js';

export interface ActingOn {
  readonly member: Member;
  /** Where one writes. */
  readonly composer: HTMLElement;
  readonly openCodes: (member: ViewMember) => void;
  /** Absent where nothing can be said to one alone. */
  readonly openPrivate: ((to: ViewMember) => void) | undefined;
}

/** What the list of members does. Where one is to write next, the sheet around it closes. */
export function memberActions({ member, composer, openCodes, openPrivate }: ActingOn): MemberActions {
  const closeSheet = (): void => document.querySelector<HTMLDialogElement>('dialog.sheet[open]')?.close();
  const writing = (write: (field: HTMLTextAreaElement) => void): void => {
    closeSheet();
    const field = composer.querySelector('textarea');
    if (field !== null) write(field);
  };
  return {
    ...(openPrivate === undefined
      ? {}
      : {
          openPrivate: (to) => {
            closeSheet();
            openPrivate(to);
          },
        }),
    mention: (of) => writing((field) => writeInto(field, `@${nameOf(of)} `)),
    openCodes,
    mute: ({ id }, muted) => void member.mute(id, muted),
    ignore: ({ id }, ignored) => void member.ignore(id, ignored),
  };
}

/** Quotes say where a name ends that has spaces. */
const nameOf = ({ shown }: ViewMember): string => (/\s/u.test(shown) ? `"${shown}"` : shown);
