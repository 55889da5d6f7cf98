import { expect } from 'vitest';
import type { OracleResult } from './oracle.ts';

/** That requests went the same way, at the same instants. */
export function expectEqualRows(engine: OracleResult, oracle: OracleResult): void {
  oracle.rows.forEach((expected, i) => {
    const row = engine.rows[i];
    expect({ i, replica: row.replica, rejected: row.rejected }).toEqual({
      i,
      replica: expected.replica,
      rejected: expected.rejected,
    });
    for (const key of ['start', 'firstToken', 'end'] as const) {
      expect(Math.abs(row[key] - expected[key]) / Math.max(1, Math.abs(expected[key]))).toBeLessThan(1e-9);
    }
  });
}

/** The same, and what the pool counted. */
export function expectEqual(engine: OracleResult, oracle: OracleResult): void {
  expectEqualRows(engine, oracle);
  expect(engine.preemptions).toBe(oracle.preemptions);
  expect(engine.steps).toBe(oracle.steps);
  expect(engine.kvPeakBlocks).toBe(oracle.kvPeakBlocks);
  expect(Math.abs(engine.busySeconds - oracle.busySeconds)).toBeLessThanOrEqual(1e-9 * oracle.busySeconds);
}
