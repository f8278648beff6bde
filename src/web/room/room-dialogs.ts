import { codesPart } from '../../client/codes-part.js';
import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import { openDialog } from '../dialog.js';
import { words } from '../words.js';
import { dialogsPart } from './dialogs-part.js';
import { qrPart } from './qr-part.js';
import { openQuestion } from './question.js';

interface RoomDialogs {
  openTrust(this: void): void;
  /** Codes to compare: of a member, or of the room and ourselves. */
  openCodes(this: void, about: ViewMember | undefined): void;
  openLink(this: void, href: string): void;
  openLeave(this: void): void;
  /** The link of the room; `made`: by this page. */
  share(this: void, link: string, made: boolean, show: (note: () => HTMLElement) => void): void;
}

export interface RoomDialogsOptions {
  readonly host: HTMLElement;
  readonly member: Member;
  /** A dialog could not be fetched. */
  readonly missing: () => void;
}

export function roomDialogs({ host, member, missing }: RoomDialogsOptions): RoomDialogs {
  const fetched = opener(host, missing);
  return {
    openTrust: () => fetched(({ openTrustDialog }) => openTrustDialog(host, member, qrPart)),
    openCodes: (about) =>
      fetched(({ openTrustDialog, openCodesDialog }) =>
        about === undefined ? openTrustDialog(host, member, qrPart) : openCodesDialog(host, member, about, qrPart),
      ),
    openLink: (href) => fetched(({ openLinkDialog }) => openLinkDialog(host, href)),
    // Also when nothing can be fetched any more.
    openLeave: () => openLeaveDialog(host, () => member.leave()),
    share: (link, made, show) => void dialogsPart.load().then(({ createShareNote }) => show(() => createShareNote(link, made)), missing),
  };
}

type Dialogs = NonNullable<(typeof dialogsPart)['now']>;

/** One press, one dialog, however long it takes to come; none in a room that is gone by then. */
function opener(host: HTMLElement, missing: () => void): (open: (dialogs: Dialogs) => void) => void {
  let waiting = false;
  return (open) => {
    if (waiting) return;
    waiting = true;
    void Promise.all([dialogsPart.load(), codesPart.load()])
      .then(([dialogs]) => (host.isConnected ? open(dialogs) : undefined), missing)
      .finally(() => (waiting = false));
  };
}

/** The list is carried from beside the log into a sheet, and back when that closes. */
export function openMembersSheet(host: HTMLElement, list: HTMLElement): void {
  const home = list.parentElement;
  const { element: dialog } = openDialog(host, words.room.membersTitle, [list], () => home?.append(list));
  dialog.classList.add('sheet');
}

function openLeaveDialog(host: HTMLElement, leave: () => void): void {
  const { leaveTitle: title, leaveText: text, stay: keep, leave: go } = words.room;
  openQuestion(host, { title, text, keep, go }, leave);
}
