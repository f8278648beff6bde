import type { Clock } from '../../core/ports/clock.js';
import { within } from '../../core/within.js';
import type { Check, Finding } from './finding.js';

/** No check of a healthy computer takes this long. */
const CHECK_MS = 12_000;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function look(check: Check, clock: Clock): Promise<Finding> {
  const broken = (text: string): Finding => ({
    check: check.name,
    state: 'problem',
    text,
    fix: 'Run it again with --debug and report what it prints.',
  });
  try {
    const found = await within(
      clock,
      CHECK_MS,
      Promise.resolve().then(() => check.look()),
    );
    return found === 'late' ? broken(`this check did not end within ${CHECK_MS / 1000} s`) : found;
  } catch (error) {
    return broken(`this check failed: ${message(error)}`);
  }
}

/** All checks at once; what they find is told in their order. A check that throws or hangs is a problem, and stops no other. */
export async function examine(checks: readonly Check[], clock: Clock, tell: (finding: Finding) => void): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const looking of checks.map((check) => look(check, clock))) {
    const finding = await looking;
    tell(finding);
    findings.push(finding);
  }
  return findings;
}
