/** What a test runner's run came to. */
export type Counts = { passed: number; failed: number; skipped: number };

/** One runner's end: its exit code and its own report, undefined where it left none. */
export type RunnerEnd = { name: string; status: number | null; report: Counts | undefined };

/** The part of the JSON report of Vitest (Jest's format) that is read here. */
type VitestReport = {
  numTotalTests: number;
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * Counts from Vitest's JSON report. A file that failed without a failed test in it (it could not be
 * loaded, its worker died) counts as one failed. Throws when the text is not such a report.
 */
export function readVitestReport(text: string): Counts {
  const report = JSON.parse(text) as VitestReport;
  const { numTotalTests: total, numPassedTests: passed, numFailedTests: failed } = report;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const counts = { passed, failed: failed + brokenFiles, skipped: total - passed - failed };
  if (!Object.values(counts).every(Number.isInteger)) throw new Error('not a report of Vitest');
  return counts;
}

/**
 * Adds up the runners' ends. A runner that left no report, failed without a failed test (a coverage
 * threshold, an error outside the tests) or ran nothing counts as one failed, with a line that says why.
 */
export function tally(ends: RunnerEnd[]): Counts & { complaints: string[] } {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const complaints: string[] = [];
  for (const { name, status, report } of ends) {
    const complaint = complaintAbout(status, report);
    if (complaint !== undefined) complaints.push(`${name}: ${complaint}`);
    sum.passed += report?.passed ?? 0;
    sum.failed += (report?.failed ?? 0) + (complaint === undefined ? 0 : 1);
    sum.skipped += report?.skipped ?? 0;
  }
  return { ...sum, complaints };
}

function complaintAbout(status: number | null, report: Counts | undefined): string | undefined {
  const exit = `exit code ${status ?? 'none: killed'}`;
  if (report === undefined) return `ended without a report (${exit})`;
  if (report.failed > 0) return undefined;
  if (report.passed === 0) return 'no test ran';
  return status === 0 ? undefined : `${exit} with no failed test; its own words are above`;
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
