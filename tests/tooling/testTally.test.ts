import { describe, expect, it } from 'vitest';
import { closingLine, readVitestReport, tally } from './testTally.ts';

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

describe('tally', () => {
  const good = { passed: 3, failed: 0, skipped: 1 };

  it('adds up the runners', () => {
    const ends = [
      { name: 'a', status: 0, report: good },
      { name: 'b', status: 1, report: { passed: 2, failed: 2, skipped: 0 } },
    ];
    expect(tally(ends)).toEqual({ passed: 5, failed: 2, skipped: 1, complaints: [] });
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

  it('ends in one plain line', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped');
  });
});
