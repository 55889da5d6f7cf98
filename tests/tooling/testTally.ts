/** What a test runner's run came to. */
export type Counts = { passed: number; failed: number; skipped: number };

/** Counts, and what a person should know although nothing failed. */
export type Report = Counts & { warnings?: string[] };

/**
 * One runner's end: its exit code and its own report, undefined where it left none. With an
 * `excuse` it may have run nothing.
 */
export type RunnerEnd = {
  name: string;
  status: number | null;
  report: Report | undefined;
  excuse?: string | undefined;
};

/** The part of the JSON report of Vitest (Jest's format) that is read here. */
type VitestReport = {
  numTotalTests: number;
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
};

/**
 * Counts from Vitest's JSON report. A file that failed without a failed test in it (it could not be
 * loaded, its worker died) counts as one failed. Throws when the text is not such a report.
 */
export function readVitestReport(text: string): Counts {
  const report = JSON.parse(text) as VitestReport;
  const { numTotalTests: total, numPassedTests: passed, numFailedTests: failed } = report;
  const brokenFiles = report.testResults.filter(isBroken).length;
  const counts = { passed, failed: failed + brokenFiles, skipped: total - passed - failed };
  if (!Object.values(counts).every(Number.isInteger)) throw new Error('not a report of Vitest');
  return counts;
}

function isBroken({ status, assertionResults }: VitestReport['testResults'][number]): boolean {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

/** Files of which Vitest's report has no tests: they could not be loaded, or their process died. */
export type LostFiles = {
  files: string[];
  /** Those of them that the report counts as failed; of the others it knows nothing. */
  failed: number;
};

/** Those among the files that were to run. */
export function lostFiles(text: string, wanted: readonly string[]): LostFiles {
  const { testResults } = JSON.parse(text) as VitestReport;
  const broken = testResults.filter(isBroken);
  const told = new Set(testResults.filter((file) => !isBroken(file)).map(({ name }) => name));
  return { files: wanted.filter((file) => !told.has(file)), failed: broken.length };
}

/** One end of a run and of a second one, of those files of it that were lost; told, and counted once. */
export function withRepeated(first: RunnerEnd, again: RunnerEnd, lost: LostFiles): RunnerEnd {
  const [{ report }, { report: second }] = [first, again];
  if (report === undefined || second === undefined) return first;
  const failed = report.failed - lost.failed;
  return {
    ...first,
    status: failed === 0 ? again.status : first.status,
    report: {
      passed: report.passed + second.passed,
      failed: failed + second.failed,
      skipped: report.skipped + second.skipped,
      warnings: lost.files.map((file) => `its process died, it was run again by itself: ${file}`),
    },
  };
}

/** The part of Playwright's JSON report that is read here. */
type PlaywrightReport = {
  suites: PlaywrightSuite[];
  errors: { message?: string }[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};
type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    tests: { status: string; annotations: { type: string; description?: string }[] }[];
  }[];
};

/**
 * Counts from Playwright's JSON report. A flaky test counts as passed, with a warning; reasons for
 * skipping are warnings too. An error outside the tests (a file that could not be loaded) counts as one
 * failed. Throws when the text is not such a report.
 */
export function readPlaywrightReport(text: string): Report {
  const { suites, errors, stats } = JSON.parse(text) as PlaywrightReport;
  const counts = {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
  if (!Object.values(counts).every(Number.isInteger)) throw new Error('not a report of Playwright');
  const specs = suites.flatMap(specsOf);
  const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  const reasons = specs.flatMap(({ tests }) => tests.flatMap(reasonsToSkip));
  return {
    ...counts,
    warnings: [
      ...flaky.map(({ title }) => `flaky, passed when repeated: ${title}`),
      ...[...new Set(reasons)].map(
        (reason) => `${reasons.filter((other) => other === reason).length} skipped: ${reason}`,
      ),
    ],
  };
}

function specsOf({ specs, suites }: PlaywrightSuite): PlaywrightSuite['specs'] {
  return [...specs, ...(suites ?? []).flatMap(specsOf)];
}

function reasonsToSkip({ status, annotations }: PlaywrightSuite['specs'][number]['tests'][number]): string[] {
  if (status !== 'skipped') return [];
  return annotations
    .filter(({ type }) => type === 'skip')
    .map(({ description }) => description ?? 'no reason');
}

/**
 * Adds up the runners' ends. A runner that left no report, failed without a failed test (a coverage
 * threshold, an error outside the tests) or ran nothing counts as one failed, with a line that says why.
 */
export function tally(ends: RunnerEnd[]): Counts & { complaints: string[]; warnings: string[] } {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const complaints: string[] = [];
  const warnings: string[] = [];
  for (const { name, status, report, excuse } of ends) {
    const complaint = complaintAbout(status, report, excuse);
    if (complaint !== undefined) complaints.push(`${name}: ${complaint}`);
    warnings.push(...(report?.warnings ?? []).map((warning) => `${name}: ${warning}`));
    sum.passed += report?.passed ?? 0;
    sum.failed += (report?.failed ?? 0) + (complaint === undefined ? 0 : 1);
    sum.skipped += report?.skipped ?? 0;
  }
  return { ...sum, complaints, warnings };
}

function complaintAbout(
  status: number | null,
  report: Counts | undefined,
  excuse: string | undefined,
): string | undefined {
  const exit = `exit code ${status ?? 'none: killed'}`;
  if (report === undefined) return `ended without a report (${exit})`;
  if (report.failed > 0) return undefined;
  if (report.passed === 0 && excuse === undefined) return 'no test ran';
  return status === 0 ? undefined : `${exit} with no failed test; its own words are above`;
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
