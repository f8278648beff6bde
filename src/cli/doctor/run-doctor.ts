import type { Settings } from '../config/schema.js';
import type { Reporter } from '../output/reporter.js';
import { asciiOf } from '../terminal/ascii.js';
import { wantsColour } from '../terminal/colour.js';
import { createPalette } from '../terminal/palette.js';
import type { ScreenStream } from '../terminal/screen.js';
import { checksFor } from './checks.js';
import { examine } from './examine.js';
import type { Finding } from './finding.js';
import { findingLines } from './finding-lines.js';

export interface DoctorRequest {
  /** A name server may be asked. */
  readonly online: boolean;
  readonly settings: Settings;
}

const PROBLEM_EXIT = 69;

/** `chattrace doctor`: every finding with its fix, as the result on stdout. Exit code 69 when one is a problem. */
export async function runDoctor({ online, settings }: DoctorRequest, reporter: Reporter): Promise<void> {
  const tell = settings.json
    ? (finding: Finding) => reporter.event({ event: 'finding', ...told(finding, reporter) })
    : printer(process.stdout, settings, reporter);
  const findings = await examine(checksFor({ online, settings }), reporter.clock, tell);
  const count = (state: Finding['state']): number => findings.filter((one) => one.state === state).length;
  const counts = { ok: count('ok'), notes: count('note'), problems: count('problem') };
  reporter.event({ event: 'checked', ...counts });
  if (!settings.json && !settings.quiet) reporter.result(summary(counts));
  process.exitCode = counts.problems === 0 ? 0 : PROBLEM_EXIT;
}

/** Programs get the fix as it is to be typed here. */
const told = (finding: Finding, { invocation }: Reporter): Finding =>
  finding.fix === undefined ? finding : { ...finding, fix: invocation(finding.fix) };

/** For people; with --quiet problems only. */
function printer(
  { isTTY = false, columns = 80 }: ScreenStream,
  { color, ascii, quiet }: Settings,
  reporter: Reporter,
): (finding: Finding) => void {
  const palette = createPalette(wantsColour(color, process.env, isTTY));
  const page = { palette, columns: isTTY ? columns || 80 : Number.POSITIVE_INFINITY };
  return (finding) => {
    if (quiet && finding.state !== 'problem') return;
    for (const { text } of findingLines(finding, page, reporter.invocation)) reporter.result(ascii ? asciiOf(text) : text);
  };
}

const many = (n: number, one: string): string => `${n === 0 ? 'no' : n} ${one}${n === 1 ? '' : 's'}`;

const summary = ({ ok, notes, problems }: { readonly ok: number; readonly notes: number; readonly problems: number }): string =>
  `${ok + notes + problems} checks: ${ok} fine, ${many(notes, 'note')}, ${many(problems, 'problem')}.`;
