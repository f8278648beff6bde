import type { MemberEvent } from '../../client/member-api.js';
import { roomIdOf } from '../../crypto/key-schedule.js';
import type { Settings } from '../config/schema.js';
import { timeLeft } from '../config/duration.js';
import type { Life } from '../life/life.js';
import { ChangeEvents } from '../output/change-events.js';
import { endError } from '../output/end-error.js';
import { itemEvent } from '../output/member-events.js';
import type { Reporter } from '../output/reporter.js';
import type { Deadlines } from './deadlines.js';
import { copyLink } from './copy-link.js';
import { readKeys, readsKeys } from './keys.js';
import { HeldActs } from './held-acts.js';
import { guestCount, LiveList } from './live-list.js';
import type { HostedSession } from './open-session.js';
import { showQr } from './share.js';
import type { Sharing } from './sharing.js';
import { urlsOf } from './ways.js';
import type { WakeLock } from './wake-lock.js';

export interface RoomWatch {
  readonly session: HostedSession;
  readonly sharing: Sharing;
  /** Absent with --allow-sleep. */
  readonly wakeLock: WakeLock | undefined;
  readonly settings: Settings;
  readonly deadlines: Deadlines;
  readonly countdown: boolean;
  readonly life: Life;
  readonly reporter: Reporter;
}

/** The open session: tells and shows what happens, reads keys, and watches the deadlines. */
export function watchRoom(watch: RoomWatch): void {
  const { session, sharing, settings, deadlines, life, reporter } = watch;
  const { member } = session;
  const keys = readsKeys(settings, reporter);
  if (!reporter.json) {
    sayTimes(watch);
    const list = new LiveList({ member, reporter, deadlines, keys, countdown: watch.countdown, sharing });
    sharing.changed = (often) => (often ? list.refreshSoon() : list.refresh());
    if (keys) life.ending.addEventListener('abort', watchKeys(watch), { once: true });
    life.ending.addEventListener('abort', () => list.close(), { once: true });
  }
  life.ending.addEventListener('abort', () => deadlines.stop(), { once: true });
  const changes = new ChangeEvents();
  member.on((event) => heard(event, watch, changes));
}

/** What someone at this terminal must know before the first guest comes. */
export function sayTimes({ deadlines, settings, reporter }: Pick<RoomWatch, 'deadlines' | 'settings' | 'reporter'>): void {
  const { palette } = reporter.screen;
  if (deadlines.endsAt !== undefined) reporter.note(`The session ends in ${timeLeft(deadlines.endsAt - reporter.clock.now())}.`);
  if (settings.idle !== 'none') reporter.note(`It ends after ${settings.idle} without a guest or a message.`);
  if (settings.once) reporter.note('It ends when the last guest has left.');
  if (diesWithConnection(process.env))
    reporter.note('This room dies with your connection: it was started over ssh, outside tmux and screen.', palette.warn);
}

export const diesWithConnection = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  (environment['SSH_CONNECTION'] ?? environment['SSH_TTY']) !== undefined && (environment['TMUX'] ?? environment['STY']) === undefined;

function heard(event: MemberEvent, watch: RoomWatch, changes: ChangeEvents): void {
  const { session, deadlines, wakeLock, life, reporter } = watch;
  const guests = (count: number): void => {
    deadlines.guests(count);
    wakeLock?.guests(count);
  };
  const { self } = session.member.view;
  if (event.type === 'item') {
    const { item } = event;
    const told = 'member' in item && item.member.self ? undefined : itemEvent(item, self, reporter.invocation);
    if (told !== undefined) reporter.event(told, item.at);
    if (item.type === 'message') deadlines.message();
    if (item.type === 'link-changed') linkChanged(watch);
    if (['member-joined', 'member-left', 'member-removed'].includes(item.type)) guests(guestCount(session.member.view));
  } else if (event.type === 'item-changed') {
    const told = changes.told(event, self);
    if (told !== undefined) reporter.event(told);
    if (event.by !== undefined) deadlines.message();
  } else if (event.type === 'emoji' && event.emoji.state === 'asked') {
    // Nobody is here to look: a no at once is better than two minutes of silence.
    session.member.answer(event.member.id, false);
  } else if (event.type === 'ended' && !life.ending.aborted) {
    const error = endError(event.reason, event.code, true);
    life.end({ reason: event.reason, ...(error === undefined ? {} : { error }) });
  }
}

function linkChanged({ session, sharing, reporter }: RoomWatch): void {
  reporter.event({ event: 'link-changed', ...urlsOf(sharing.ways), roomId: roomIdOf(session.key()) });
  void sharing.relink();
}

const LOCKS_LATER = 'Those who are on their way to the new link are waited for first …';
const NO_ROTATION = 'Another link would keep nobody out: in this mode who had the old one can read what is said.';

function watchKeys(watch: RoomWatch): () => void {
  const { session, sharing, life, reporter } = watch;
  const { member } = session;
  const held = new HeldActs();
  let { locked } = member.view;
  member.on((event) => {
    // After the link itself.
    if (event.type === 'item' && event.item.type === 'link-changed') queueMicrotask(() => held.release());
    if (event.type !== 'changed' || member.view.locked === locked) return;
    locked = !locked;
    reporter.note(locked ? 'The room is locked: nobody else can come in.' : 'The room is open again.');
  });
  const stop = readKeys(process.stdin, {
    copy: () => held.act(() => void copyLink(sharing.ways.best.link, life, reporter)),
    qr: () => held.act(() => void showQr(sharing.ways.best, session.key(), false, reporter)),
    reopen: () => sharing.reopen(),
    lan: () => void sharing.openLan(),
    lock: () => (member.lock(!member.view.locked) ? undefined : reporter.note(LOCKS_LATER)),
    rotate() {
      const rotates = member.rotate();
      if (rotates) held.hold();
      reporter.note(rotates ? 'Making another link; all who are here come along …' : NO_ROTATION);
    },
    receive: (signal) => life.receive(signal),
  });
  return () => {
    // A terminal that hung up is not ours any more.
    if (!life.hungUp.aborted) stop();
  };
}
