import type { LinkKey } from '../../crypto/link.js';
import { spell } from '../../crypto/spell.js';
import { assertNever } from '../../protocol/parsed.js';
import type { Settings } from '../config/schema.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';
import { linkAsResult, linkOnScreen } from './show-link.js';
import type { Way, Ways } from './ways.js';

/** A terminal that is smaller shows a hint in place of the QR code. */
const QR_COLUMNS = 44;
const QR_ROWS = 24;

const BLIND =
  'Give this link to one person: who opens it first makes the room, and has its link. ' +
  'Who sees what: this terminal has no key of the room; it sees how many are there and when, never a name or a word';

/** Who can see what, generated from how the session really is. */
export function whoSees({ encryption: mode, blind }: Pick<Settings, 'encryption' | 'blind'>): string {
  if (blind) return BLIND;
  const relay = 'the relay sees who is here and when, never a word';
  switch (mode) {
    case 'none':
      return 'Who sees what: NOT encrypted; the relay, and anyone who ever had the link, can read everything';
    case 'shared-key':
      return `Who sees what: anyone who ever had the link can read everything; ${relay}`;
    case 'mls':
      return `Who sees what: who is in the list can read from then on; ${relay}`;
    default:
      return assertNever(mode);
  }
}

/** By these a guest who asks knows that a link is this host's. Empty when it names none. */
const hostWords = (secret: LinkKey): string => (secret.mode === 'new' ? '' : spell(secret.hostFp));

export interface Shared {
  readonly way: Way;
  /** The link stands on the screen already. */
  readonly again: boolean;
  readonly secret: LinkKey;
  readonly settings: Pick<Settings, 'qr' | 'encryption' | 'blind'>;
}

/** The link where people and programs look for it; then the QR code and who sees what. */
export async function shareWay({ way, again, secret, settings }: Shared, reporter: Reporter): Promise<void> {
  if (!again) linkOnScreen(way.link, reporter);
  linkAsResult(way.link, reporter);
  // Another device could not open a link of this computer.
  const useful = reporter.screen.isTerminal && way.reach !== 'local';
  if (settings.qr === 'on' || (settings.qr === 'auto' && useful)) await showQr(way, secret, settings.qr === 'on', reporter);
  reporter.note(way.honesty);
  reporter.note(whoSees(settings));
  const words = hostWords(secret);
  if (words !== '') reporter.note(`Words of this link, which a guest’s page shows before joining: ${words}`);
}

/** What works before any door is open. */
export function showAtOnce({ local, lan }: Ways, reporter: Reporter): void {
  if (!reporter.screen.isTerminal) return;
  reporter.note('On this computer:');
  linkOnScreen(local.link, reporter);
  if (lan === undefined) return;
  reporter.note('In this network:');
  linkOnScreen(lan.link, reporter);
}

/** One more link beside the best one. */
export function showFurther(way: Way, reporter: Reporter): void {
  linkOnScreen(way.link, reporter);
  linkAsResult(way.link, reporter);
  reporter.note(way.honesty);
}

/** `whole`: however small the terminal is. */
export async function showQr({ origin, link }: Way, secret: LinkKey, whole: boolean, reporter: Reporter): Promise<void> {
  const { screen } = reporter;
  const { columns, rows } = screen.size;
  if (!whole && (columns < QR_COLUMNS || rows < QR_ROWS)) return tooSmall(screen, QR_COLUMNS, QR_ROWS, reporter);
  const { drawQr } = await import('./qr.js');
  const qr = drawQr(origin, secret, screen);
  if (!whole && (columns < qr.columns || rows < qr.rows)) return tooSmall(screen, qr.columns, qr.rows, reporter);
  for (const line of qr.lines) reporter.line(line);
  // The code may have moved the link off the screen.
  if (screen.isTerminal) reporter.line(safe`\n${screen.palette.accent(safe`${link}`)}\n`);
}

function tooSmall({ size }: Screen, columns: number, rows: number, reporter: Reporter): void {
  const now = `${size.columns} × ${size.rows}`;
  reporter.note(`A QR code needs a terminal of ${columns} × ${rows} characters; this one has ${now}. Enlarge it and press q.`);
}
