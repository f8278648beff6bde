// Prints the closing line of .ci/run from vitest's JSON report. A failed step that no test stands for counts as one failure.
import { readFileSync } from 'node:fs';

const [path, code] = process.argv.slice(2);
const { passed, failed, skipped } = totals();
const failures = failed === 0 && (code !== '0' || passed === 0) ? 1 : failed;
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failures === 0 ? 0 : 1;

function totals() {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = report;
    return { passed: numPassedTests, failed: numFailedTests || numFailedTestSuites, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
