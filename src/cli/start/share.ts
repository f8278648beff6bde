import type { Mode } from '../../protocol/mode.js';
import { assertNever } from '../../protocol/parsed.js';
import { isOfThisComputer } from '../config/guard.js';
import type { Settings } from '../config/schema.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';
import type { Screen } from '../terminal/screen.js';
import type { OpenSession } from './open-session.js';

/** A terminal that is smaller shows a hint in place of the QR code. */
const QR_COLUMNS = 44;
const QR_ROWS = 24;

/** Who can see what, generated from how the session really is. */
export function whoSees(mode: Mode): string {
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

/** The link where people and programs look for it; then the QR code and who sees what. */
export async function shareLink(session: OpenSession, settings: Settings, reporter: Reporter): Promise<void> {
  const { screen } = reporter;
  if (!reporter.json) showLink(session.link, reporter);
  // Another device could not open a link of this computer.
  const useful = screen.isTerminal && !isOfThisComputer(session.origin);
  if (settings.qr === 'on' || (settings.qr === 'auto' && useful)) await showQr(session, settings.qr === 'on', reporter);
  reporter.note('Only this computer can open the link: the room has no door to other computers yet.');
  reporter.note(whoSees(settings.encryption));
}

/** Never a link in a file of stderr when there is another place: whoever has it is in. */
function showLink(link: string, reporter: Reporter): void {
  const { screen } = reporter;
  const onScreen = screen.isTerminal;
  if (onScreen) {
    screen.line(safe``);
    // One logical line from column 0: a terminal that wraps it still copies it whole.
    screen.always(screen.palette.accent(safe`${link}`));
    screen.line(safe``);
  }
  if (!onScreen || !process.stdout.isTTY) reporter.result(link);
}

/** `whole`: however small the terminal is. */
export async function showQr({ origin, secret, link }: OpenSession, whole: boolean, reporter: Reporter): Promise<void> {
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
