import { describe, expect, it } from 'vitest';
import {
  closingLine,
  lostFiles,
  readPlaywrightReport,
  readVitestReport,
  tally,
  withRepeated,
} from './testTally.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});
const report = (
  numTotalTests: number,
  numPassedTests: number,
  numFailedTests: number,
  testResults: unknown[],
) => JSON.stringify({ numTotalTests, numPassedTests, numFailedTests, testResults });

describe('readVitestReport', () => {
  it('counts passed, failed, and the rest as skipped', () => {
    const text = report(4, 2, 1, [file('failed', 'passed', 'failed'), file('passed', 'passed', 'pending')]);
    expect(readVitestReport(text)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that could not be loaded as one failed', () => {
    const text = report(1, 1, 0, [file('passed', 'passed'), file('failed')]);
    expect(readVitestReport(text)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it.each(['', '{}', '{"testResults":[]}', '{"numTotalTests":1,"testResults":[]}'])('refuses %j', (text) => {
    expect(() => readVitestReport(text)).toThrow();
  });
});

describe('files whose process died', () => {
  const named = (name: string, ...rest: Parameters<typeof file>) => ({ name, ...file(...rest) });

  it('are those without tests in the report', () => {
    const text = report(2, 1, 1, [
      named('a', 'passed', 'passed'),
      named('b', 'failed', 'failed'),
      named('c', 'failed'),
    ]);
    expect(lostFiles(text, ['a', 'b', 'c', 'd'])).toEqual({ files: ['c', 'd'], failed: 1 });
  });

  it('are counted as they came out by themselves, and told', () => {
    const first = { name: 'a', status: 1, report: { passed: 5, failed: 1, skipped: 0 } };
    const again = { name: 'a', status: 0, report: { passed: 3, failed: 0, skipped: 1 } };
    const lost = { files: ['x.test.ts'], failed: 1 };
    expect(tally([withRepeated(first, again, lost)])).toEqual({
      passed: 8,
      failed: 0,
      skipped: 1,
      complaints: [],
      warnings: ['a: its process died, it was run again by itself: x.test.ts'],
    });
    // Once more in vain, or beside a test that failed.
    const worse = { name: 'a', status: 1, report: { passed: 0, failed: 1, skipped: 0 } };
    expect(tally([withRepeated(first, worse, lost)]).failed).toBe(1);
    expect(tally([withRepeated(first, again, { ...lost, failed: 0 })]).failed).toBe(1);
    expect(withRepeated(first, { name: 'a', status: 1, report: undefined }, lost)).toBe(first);
  });
});

describe('readPlaywrightReport', () => {
  const spec = (title: string, status: string, reason?: string) => ({
    title,
    tests: [{ status, annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }] }],
  });
  const playwright = (stats: object, specs: object[] = [], errors: object[] = []) =>
    JSON.stringify({
      stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
      suites: [{ specs: specs.slice(0, 1), suites: [{ specs: specs.slice(1) }] }],
      errors,
    });

  it('counts passed, failed and skipped', () => {
    const text = playwright({ expected: 3, unexpected: 2, skipped: 1 });
    expect(readPlaywrightReport(text)).toEqual({ passed: 3, failed: 2, skipped: 1, warnings: [] });
  });

  it('counts a flaky test as passed, with a warning', () => {
    const text = playwright({ expected: 1, flaky: 1 }, [spec('runs', 'expected'), spec('cancels', 'flaky')]);
    const { passed, failed, warnings } = readPlaywrightReport(text);
    expect({ passed, failed }).toEqual({ passed: 2, failed: 0 });
    expect(warnings).toEqual([expect.stringContaining('cancels')]);
  });

  it('tells why tests were skipped, each reason once', () => {
    const skipped = ['a', 'b', 'c'].map((title) => spec(title, 'skipped', 'no display'));
    const { warnings } = readPlaywrightReport(playwright({ skipped: 3 }, skipped));
    expect(warnings).toEqual(['3 skipped: no display']);
  });

  it('counts an error outside the tests as one failed', () => {
    const text = playwright({ expected: 1 }, [], [{ message: 'could not be loaded' }]);
    expect(readPlaywrightReport(text)).toMatchObject({ passed: 1, failed: 1 });
  });

  it.each(['', '{}', '{"suites":[],"errors":[],"stats":{}}', '{"stats":{"expected":1}}'])(
    'refuses %j',
    (text) => {
      expect(() => readPlaywrightReport(text)).toThrow();
    },
  );
});

describe('tally', () => {
  const good = { passed: 3, failed: 0, skipped: 1 };

  it('adds up the runners', () => {
    const ends = [
      { name: 'a', status: 0, report: good },
      { name: 'b', status: 1, report: { passed: 2, failed: 2, skipped: 0 } },
    ];
    expect(tally(ends)).toEqual({ passed: 5, failed: 2, skipped: 1, complaints: [], warnings: [] });
  });

  it.each([
    ['left no report', { name: 'a', status: 0, report: undefined }, 'a: ended without a report'],
    ['was killed', { name: 'a', status: null, report: undefined }, 'killed'],
    ['failed without a failed test', { name: 'a', status: 1, report: good }, 'a: exit code 1'],
    ['ran nothing', { name: 'a', status: 0, report: { passed: 0, failed: 0, skipped: 2 } }, 'a: no test ran'],
  ])('counts a runner that %s as one failed', (_, end, complaint) => {
    const { failed, complaints } = tally([{ name: 'sound', status: 0, report: good }, end]);
    expect(failed).toBe(1);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(complaint);
  });

  it('lets a runner with an excuse run nothing, but not fail', () => {
    const excused = { name: 'a', report: { passed: 0, failed: 0, skipped: 2 }, excuse: 'no browser' };
    expect(tally([{ ...excused, status: 0 }])).toMatchObject({ failed: 0, skipped: 2, complaints: [] });
    expect(tally([{ ...excused, status: 1 }])).toMatchObject({ failed: 1 });
    expect(tally([{ ...excused, status: 0, report: undefined }])).toMatchObject({ failed: 1 });
  });

  it('passes warnings on, with the runner’s name', () => {
    const { warnings, failed } = tally([
      { name: 'app', status: 0, report: { ...good, warnings: ['flaky: x'] } },
    ]);
    expect(warnings).toEqual(['app: flaky: x']);
    expect(failed).toBe(0);
  });

  it('ends in one plain line', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped');
  });
});
