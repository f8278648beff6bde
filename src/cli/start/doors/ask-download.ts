import { askYesNo, type QuestionTerminal } from '../../life/yes-no.js';
import type { Life } from '../../life/life.js';
import type { Reporter } from '../../output/reporter.js';
import type { Download } from './door-factory.js';

const TERMS = 'https://www.cloudflare.com/website-terms/';

/** Asks before anything is fetched, with all that one needs to know. No when the program is to end meanwhile. */
export async function askDownload(
  { version, bytes, sha256, url }: Download,
  at: QuestionTerminal,
  life: Life,
  reporter: Reporter,
): Promise<boolean> {
  const megabytes = Math.round(bytes / 1_000_000);
  reporter.note(
    `A public address needs cloudflared ${version}: ${megabytes} MB from ${new URL(url).hostname}, with the sha256`,
    (text) => text,
  );
  reporter.note(sha256);
  reporter.note(`Using it, you accept the terms of Cloudflare: ${TERMS}`);
  reporter.note(
    'Encryption on the way ends at Cloudflare: it sees addresses and times, and hands out the page’s code. It has no key of the room.',
  );
  const question = {
    message: 'Download it?',
    initial: true,
    interrupt: () => life.receive('SIGINT'),
    refuseStop: () => life.receive('SIGTSTP'),
  };
  return askYesNo(question, at, life.ending);
}
