import { countdown } from '../config/duration.js';
import type { Settings } from '../config/schema.js';
import type { Life } from '../life/life.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';
import { copyLink } from './copy-link.js';
import type { Deadlines } from './deadlines.js';
import { readKeys, readsKeys } from './keys.js';
import type { OpenSession } from './open-session.js';
import { showQr } from './share.js';
import type { Sharing } from './sharing.js';
import { statusLine } from './status-line.js';
import type { WakeLock } from './wake-lock.js';
import { sayTimes } from './watch-room.js';

export interface BlindWatch {
  readonly session: OpenSession;
  readonly sharing: Sharing;
  /** Absent with --allow-sleep. */
  readonly wakeLock: WakeLock | undefined;
  readonly settings: Settings;
  readonly deadlines: Deadlines;
  readonly countdown: boolean;
  readonly life: Life;
  readonly reporter: Reporter;
}

const SECOND_MS = 1_000;
const USED = 'The link has made its room: who opened it has the room’s own link. This terminal has not.';

/** A session without a host in its room: how many are there, the keys, and the deadlines. There is nothing else to see. */
export function watchBlind(watch: BlindWatch): void {
  const { session, sharing, deadlines, wakeLock, life, reporter } = watch;
  const { guests } = session;
  const keys = readsKeys(watch.settings, reporter);
  const draw = (): void => (keys && !life.ending.aborted ? reporter.screen.status(status(watch)) : undefined);
  let before = guests.count;
  guests.changed = (count) => {
    // What is closed at the end leaves too.
    if (life.ending.aborted) return;
    deadlines.guests(count);
    wakeLock?.guests(count);
    reporter.event({ event: 'guests', count });
    reporter.line(count > before ? safe`${reporter.screen.palette.good(safe`+`)} ${words(count)}` : safe`- ${words(count)}`, 2);
    before = count;
    draw();
  };
  life.ending.addEventListener('abort', () => deadlines.stop(), { once: true });
  if (reporter.json) return;
  sayTimes(watch);
  sharing.changed = draw;
  draw();
  if (!keys) return;
  if (watch.countdown) tick(draw, life);
  const stop = watchKeys(watch);
  life.ending.addEventListener(
    'abort',
    () => {
      reporter.screen.status(undefined);
      if (!life.hungUp.aborted) stop();
    },
    { once: true },
  );
}

const words = (count: number): string => (count === 0 ? 'nobody is here' : `${count} here`);

function tick(draw: () => void, life: Life): void {
  life.clock.after(SECOND_MS, () => {
    if (life.ending.aborted) return;
    draw();
    tick(draw, life);
  });
}

function status({ session: { guests }, sharing, deadlines, reporter, ...watch }: BlindWatch) {
  const left = watch.countdown && deadlines.endsAt !== undefined ? deadlines.endsAt - reporter.clock.now() : undefined;
  const facts = [
    ...(sharing.progress === undefined ? [] : [{ ...sharing.progress, worth: 8 }]),
    { text: words(guests.count), worth: 5 },
    ...(left === undefined ? [] : [{ text: `ends in ${countdown(left)}`, worth: 7 }]),
  ];
  const keys = [
    ...(guests.used
      ? []
      : [
          { text: 'c copy', worth: 4 },
          { text: 'q QR', worth: 3 },
        ]),
    ...(sharing.canOpenLan ? [{ text: 'L open to network', worth: 2 }] : []),
    ...(sharing.canReopen ? [{ text: 't try again', worth: 4 }] : []),
    { text: 'Ctrl+C end', worth: 8 },
  ];
  return statusLine(facts, keys, reporter.screen);
}

function watchKeys({ session, sharing, life, reporter }: BlindWatch): () => void {
  const unlessUsed = (act: () => void): void => (session.guests.used ? reporter.note(USED) : act());
  return readKeys(process.stdin, {
    copy: () => unlessUsed(() => void copyLink(sharing.ways.best.link, life, reporter)),
    qr: () => unlessUsed(() => void showQr(sharing.ways.best, session.key(), false, reporter)),
    reopen: () => sharing.reopen(),
    lan: () => void sharing.openLan(),
    lock: () => reporter.note('This room has no host, who alone can lock a room.'),
    rotate: () => reporter.note('This room has no host, who alone can give it another link.'),
    receive: (signal) => life.receive(signal),
  });
}
