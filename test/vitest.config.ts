import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a suite may take and need. Those of one order run side by side: first what only computes, then what waits for other programs. */
interface Suite {
  readonly include: readonly string[];
  readonly order: number;
  /** For what hangs, not for what is slow: where others use the processors too, all takes ten times as long. */
  readonly timeoutMs: number;
  /** Its tests run the built program. */
  readonly built?: true;
  /** Its files share a process and what is loaded there: they keep nothing between them, and take two thirds of the time so. */
  readonly shared?: true;
}

/** Whatever puts other modules in the place of ours: what is loaded there is for nobody else. */
const MOCKED = 'test/**/*.mocked.test.ts';

const suites: Readonly<Record<string, Suite>> = {
  unit: { include: ['test/unit/**/*.test.ts', 'test/*.test.ts'], order: 1, timeoutMs: 60_000, shared: true },
  property: { include: ['test/property/**/*.test.ts'], order: 1, timeoutMs: 120_000, shared: true },
  mocked: { include: [MOCKED], order: 1, timeoutMs: 120_000 },
  contract: { include: ['test/contract/**/*.test.ts'], order: 2, timeoutMs: 60_000 },
  fault: { include: ['test/fault/**/*.test.ts'], order: 2, timeoutMs: 120_000 },
  cli: { include: ['test/cli/**/*.test.ts'], order: 2, timeoutMs: 90_000, built: true },
  browser: { include: ['test/browser/**/*.test.ts'], order: 2, timeoutMs: 90_000, built: true, shared: true },
  // Minutes long, for scripts/soak.js alone.
  ...(process.env['CHATTRACE_SOAK'] === undefined
    ? {}
    : { soak: { include: ['test/soak/**/*.test.ts'], order: 3, timeoutMs: 7_200_000, built: true } }),
};

export default defineConfig({
  root,
  oxc: { target: 'es2022' },
  test: {
    pool: 'forks',
    // More than there are processors: many tests wait for a clock of another program.
    maxWorkers: 4,
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['test/helpers/private-runtime.ts'],
    projects: Object.entries(suites).map(([name, suite]) => ({
      extends: true,
      test: {
        name,
        include: [...suite.include],
        exclude: suite.include.includes(MOCKED) ? [] : [MOCKED],
        testTimeout: suite.timeoutMs,
        hookTimeout: suite.timeoutMs,
        sequence: { groupOrder: suite.order },
        isolate: suite.shared !== true,
        ...(suite.built ? { globalSetup: ['test/helpers/build-once.ts'] } : {}),
      },
    })),
    coverage: {
      provider: 'v8',
      include: ['protocol', 'crypto', 'core', 'client'].map((part) => `src/${part}/**/*.ts`),
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 95 },
    },
  },
});
