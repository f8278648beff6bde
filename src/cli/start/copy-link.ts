import type { Life } from '../life/life.js';
import type { Reporter } from '../output/reporter.js';

/** Puts a link on the clipboard, and says by what. */
export async function copyLink(link: string, life: Life, reporter: Reporter): Promise<void> {
  const { clipboardPrograms, copyByProgram, copySequence } = await import('./clipboard.js');
  const programs = clipboardPrograms({ platform: process.platform, environment: process.env });
  const program = await copyByProgram(link, programs, life.ending);
  if (life.ending.aborted) return;
  if (reporter.screen.isTerminal) process.stderr.write(copySequence(link));
  else if (program === undefined) return reporter.note('The link was not copied: there is no clipboard here.');
  reporter.note(
    program === undefined ? 'The terminal was asked to copy the link (not every terminal does).' : `Link copied with ${program}.`,
  );
}
