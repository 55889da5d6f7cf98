import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Of the engine alone: what its coverage is taken of, which slows it. */
const ENGINE = ['tests/{anchors,engine,fuzz}/**/*.test.ts'];

/** Dozens of fits, millions of requests, thousands of fleets: without coverage, which makes them take six times as long. */
const LONG = [
  'tests/anchors/knownModels.test.ts',
  'tests/anchors/newModels.test.ts',
  'tests/engine/finance/verdictInvariants.test.ts',
  'tests/engine/fleet/idealFleet.test.ts',
  'tests/engine/fleet/midnight.test.ts',
  'tests/engine/fleet/oracleReserved.test.ts',
  'tests/engine/fleet/randomFleets.test.ts',
  'tests/engine/fleet/randomReserved.test.ts',
  'tests/engine/fleet/randomScalers.test.ts',
  'tests/engine/fleet/unwatched.test.ts',
  'tests/engine/midnight.test.ts',
  'tests/engine/overload.test.ts',
  'tests/engine/replayTrace.test.ts',
  'tests/examples/floors.test.ts',
];

/** A minute and more each. Begun last, they would leave the other cores idle at the end. */
const LONGEST = [
  ...LONG,
  'tests/app/unit/comparedDocuments.test.ts',
  'tests/examples/examples.test.ts',
  'tests/host/api/contract.test.ts',
  'tests/host/cli.test.ts',
  'tests/host/size.test.ts',
].map((file) => join(import.meta.dirname, file));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONGEST.includes(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/**
 * A test that is stuck ends then. No test is judged by wall time: a neighbour may have the machine. Speed is
 * told by ratios in tests/perf, and by processor time.
 */
const STUCK_MS = 20 * 60_000;

export default defineConfig({
  test: {
    // A forked process a file: tests start worker threads and child processes of their own.
    pool: 'forks',
    // One less than there are, if left out: of two cores one would stand idle.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: STUCK_MS,
    hookTimeout: STUCK_MS,
    coverage: {
      provider: 'v8',
      include: ['engine/**/*.ts'],
      // Printed although tests failed, too.
      reportOnFailure: true,
      reporter: ['text-summary', 'html', 'json-summary'],
      reportsDirectory: '.reports/coverage',
      thresholds: { lines: 95 },
    },
    projects: [
      {
        extends: true,
        // Importing the real one where its runtime is not installed starts a download.
        resolve: { alias: { electron: join(import.meta.dirname, 'tests/electron/standIn.ts') } },
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: [...ENGINE, 'tests/theory/**', 'tests/perf/**', 'tests/long/**', ...LONG],
        },
      },
      {
        extends: true,
        test: {
          // The engine is pure: one file can leave nothing behind that another would find, so that it is loaded once.
          name: 'engine',
          include: ENGINE,
          exclude: LONG,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          // Tens of millions of requests: as Node runs the engine, without rewritten imports.
          name: 'theory',
          include: ['tests/theory/**/*.test.ts', ...LONG],
          experimental: { viteModuleRunner: false },
        },
      },
      {
        extends: true,
        test: {
          // Ratios of wall times: as Node runs the engine, one file at a time, after the others.
          name: 'perf',
          include: ['tests/perf/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          experimental: { viteModuleRunner: false },
        },
      },
      {
        extends: true,
        test: {
          // What takes too long for every change: `npm run long`, by hand; results in tests/long/RESULTS.md.
          name: 'long',
          include: ['tests/long/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 4 * 3_600_000,
        },
      },
    ],
  },
});
