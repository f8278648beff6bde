import type { Member } from '../../client/member-api.js';
import type { ViewMember } from '../../client/view.js';
import { memberCodeLines, ownCodeLines } from '../output/code-lines.js';
import type { Reporter } from '../output/reporter.js';
import { safe } from '../terminal/safe-text.js';

/** Lines of a terminal that stay free of the QR code: the words above it, and the prompt. */
const OTHER_ROWS = 6;

/** The codes of a member; without one those of the room and our own, as a QR code too where that fits. */
export async function showCodes(about: ViewMember | undefined, { view, codes }: Member, reporter: Reporter): Promise<void> {
  const { screen } = reporter;
  const lines = about === undefined ? ownCodeLines(view, codes, screen) : memberCodeLines(about, codes, screen);
  for (const line of lines) reporter.line(line, 0);
  const own = about === undefined && screen.isTerminal ? codes.member(view.self.id)?.qr : undefined;
  if (own === undefined) return;
  const { drawQrText } = await import('../start/qr.js');
  const qr = drawQrText(own, screen);
  if (screen.size.columns < qr.columns || screen.size.rows < qr.rows + OTHER_ROWS) return;
  for (const line of qr.lines) reporter.line(line);
  reporter.line(screen.palette.faint(safe`Your own code: what a reader makes of it can be typed behind /verify and your name.`), 0);
}
