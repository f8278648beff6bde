import { systemRandom } from '../../adapters/random.js';
import { ChatError } from '../../protocol/chat-error.js';
import type { Settings } from '../config/schema.js';
import type { Finding } from '../doctor/finding.js';
import { findingLines } from '../doctor/finding-lines.js';
import type { Reporter } from '../output/reporter.js';
import { asciiOf } from '../terminal/ascii.js';
import { wantsColour } from '../terminal/colour.js';
import { createPalette } from '../terminal/palette.js';
import { isAuthentic } from '../join/link-source.js';
import { findOrigin } from './address.js';
import { examineServed, type Served } from './examine-served.js';
import { visitors } from './visitor.js';

export interface VerifyRequest {
  /** A link, or an address. */
  readonly argument: string | undefined;
  readonly file: string | undefined;
  /** The package's folder. */
  readonly root: string;
  readonly settings: Settings;
}

/** As `start` prints it. */
const SHOWN_HASH = 16;
/** Differences that are told one by one; when all is different, that says enough. */
const MOST_TOLD = 40;

/** `chattrace verify`: each difference as a finding, on stdout. Exit code 1 when there is one. */
export async function runVerify({ argument, file, root, settings }: VerifyRequest, reporter: Reporter): Promise<void> {
  const origin = findOrigin({ argument, file, environment: process.env['CHATTRACE_LINK'] });
  reporter.note(`Looking at ${origin} as ${visitors.map(({ name }) => name).join(' and as ')} …`);
  const served = await examineServed({ origin, root, clock: reporter.clock, random: systemRandom });
  const same = served.differences.length === 0;
  tell(findingsOf(served, origin), settings, reporter);
  reporter.event({
    event: 'verified',
    origin,
    same,
    differences: served.differences.length,
    assets: { sha256: served.expected.sha256 },
    ...(served.otherBuild === undefined ? {} : { served: { sha256: served.otherBuild } }),
  });
  if (!same) {
    const failure = new ChatError(
      'SERVED_DIFFERS',
      served.differences.length === 1 ? '1 difference' : `${served.differences.length} differences`,
    );
    reporter.failure(failure);
    process.exitCode = failure.exitCode;
    return;
  }
  reporter.note('This is what came to this computer, now. Someone else, or you at another moment, could be given something else.');
}

function findingsOf({ expected, differences, added, otherBuild }: Served, origin: string): readonly Finding[] {
  const problems = differences.slice(0, MOST_TOLD).map(({ name, file, part, text, visitors: seen }): Finding => {
    const whom = seen.length === visitors.length ? '' : ` (only as ${seen.join(', ')})`;
    return { check: name, state: 'problem', text: `${file}: ${text}${whom}`, details: { file, part, visitors: seen.join(', ') } };
  });
  const changed = new Set(differences.map(({ file }) => file));
  const fine = expected.files
    .filter(({ file }) => !changed.has(file))
    .map(({ name, file, bytes }): Finding => ({ check: name, state: 'ok', text: `${file}: ${bytes.length} bytes, and every header` }));
  const short = expected.sha256.slice(0, SHOWN_HASH);
  return [
    ...fine,
    ...problems,
    ...(differences.length > MOST_TOLD ? [note('more', `${differences.length - MOST_TOLD} more differences`)] : []),
    ...(added.length === 0 ? [] : [note('on the way', `headers were added: ${added.join(', ')}; they change nothing of the page`)]),
    ...(isAuthentic(origin) ? [] : [note('plain http', 'anyone on the way can alter it for others than you')]),
    ...(otherBuild === undefined ? [] : [note('version', otherVersion(otherBuild, short))]),
    ...(differences.length === 0
      ? [{ check: 'assets', state: 'ok' as const, text: `${short}: the same that start prints, and this program would serve` }]
      : []),
  ];
}

const note = (check: string, text: string): Finding => ({ check, state: 'note', text });

const otherVersion = (theirs: string, ours: string): string =>
  `a whole build, but not of this version: its assets are ${theirs.slice(0, SHOWN_HASH)}, those of this program ${ours}. ` +
  'Ask the host by phone or in person which hash start prints there; verify with the same version to be sure.';

function tell(findings: readonly Finding[], { color, ascii, quiet }: Settings, reporter: Reporter): void {
  const { isTTY = false, columns = 80 } = process.stdout as { readonly isTTY?: boolean; readonly columns?: number };
  const page = {
    palette: createPalette(wantsColour(color, process.env, isTTY)),
    columns: isTTY ? columns || 80 : Number.POSITIVE_INFINITY,
  };
  for (const finding of findings) {
    if (reporter.json) reporter.event({ event: 'finding', ...finding });
    else if (!quiet || finding.state === 'problem')
      for (const { text } of findingLines(finding, page, reporter.invocation)) reporter.result(ascii ? asciiOf(text) : text);
  }
}
