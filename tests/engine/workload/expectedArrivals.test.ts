import { describe, expect, it } from 'vitest';
import type { TraceArrivalSpec } from '../../../engine/scenario/spec.ts';
import { expectedArrivals } from '../../../engine/workload/expectedArrivals.ts';
import { traceSpec } from './trace/traces.ts';

function expected(trace: Partial<TraceArrivalSpec>, to: number): number {
  const summary = {
    rows: 100,
    firstSeconds: 50,
    lastSeconds: 150,
    tenants: [],
    skipped: {},
    ...trace.summary,
  };
  const spec = traceSpec({ ...trace, summary });
  return expectedArrivals(spec, spec.workloads[0].arrivals, 0, to);
}

describe('expectedArrivals of a trace', () => {
  it('is the share of its rows that the horizon takes, once or again and again', () => {
    expect(expected({}, 1000)).toBe(100);
    expect(expected({}, 50)).toBe(50);
    expect(expected({ rateScale: 2 }, 25)).toBe(50);
    expect(expected({ repeat: true }, 1000)).toBe(1000);
  });

  it('is all of them where they come at once', () => {
    const summary = { rows: 7, firstSeconds: 5, lastSeconds: 5, tenants: [], skipped: {} };
    expect(expected({ summary }, 10)).toBe(7);
  });
});
