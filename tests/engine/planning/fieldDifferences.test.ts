import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fieldDifferences } from '../../../engine/planning/fieldDifferences.ts';

const base = {
  name: 'Base',
  horizon: { start: '2026-01-05', days: 7 },
  fidelity: { mode: 'every', replications: 2 },
  workloads: [
    {
      id: 'chat',
      arrivals: { process: 'gamma', ratePerSecond: 5.5, cv: 1.1, hourOfWeek: 'flat' },
      promptTokens: { lognormal: { p50: 1020, p90: 2735 }, max: 8192 },
      target: 'a',
      slo: { ttftSeconds: 1, percentile: 0.95 },
    },
  ],
  pools: [
    {
      id: 'a',
      accelerator: 'h100-sxm-80gb',
      gpusPerReplica: 8,
      replicas: 2,
      balance: 'least-outstanding',
      batching: { chunkedPrefill: true },
      price: { instance: 'gcp/a3-highgpu-8g/us-central1' },
    },
  ],
};

/** As `Field: value | value` of a baseline and a variant of it. */
function told(change: (document: typeof base) => unknown): readonly string[] {
  const other = structuredClone(base);
  const changed = change(other) ?? other;
  return fieldDifferences([base, changed]).map(({ field, values }) => `${field}: ${values.join(' | ')}`);
}

describe('fieldDifferences', () => {
  it('names fields as the form does, and values in its words', () => {
    expect(
      told((document) => {
        document.pools[0].gpusPerReplica = 4;
        document.pools[0].balance = 'round-robin';
        document.pools[0].batching.chunkedPrefill = false;
        document.workloads[0].slo.percentile = 0.99;
        document.workloads[0].slo.ttftSeconds = 0.5;
        document.workloads[0].arrivals.hourOfWeek = 'business-hours';
        document.workloads[0].arrivals.ratePerSecond = 11;
      }),
    ).toEqual([
      'Workload: Rate: 5.5 requests/s | 11 requests/s',
      'Workload: Week: flat | business hours',
      'Service levels: TTFT: 1 s | 0.5 s',
      'Service levels: Kept for: 95% of requests | 99% of requests',
      'Fleet: GPUs per replica: 8 GPUs | 4 GPUs',
      'Fleet: Balance: least outstanding requests | round robin',
      'Model & serving: Prefill: chunked, beside decoding | whole prompts first',
    ]);
  });

  it('tells as a whole what is of another kind, or says nothing in parts', () => {
    expect(told((d) => ({ ...d, pools: [{ ...d.pools[0], price: { perGpuHour: 3.5 } }] }))).toEqual([
      'Prices & commitments: Paid by: an instance, on demand: gcp/a3-highgpu-8g/us-central1 | 3.5 per GPU-hour',
    ]);
    expect(told((d) => ({ ...d, horizon: { start: '2026-01-05', months: 1 } }))).toEqual([
      'Scenario: Lasts: 7 days | 1 month',
    ]);
    expect(
      told((d) => ({
        ...d,
        workloads: [{ ...d.workloads[0], promptTokens: { uniform: { min: 10, max: 20 } } }],
      })),
    ).toEqual(['Workload: Prompt tokens: p50 1020 p90 2735 max 8192 | 10 to 20']);
    expect(
      told((d) => ({ ...d, workloads: [{ ...d.workloads[0], arrivals: { process: 'batch', count: 500 } }] })),
    ).toEqual([
      'Workload: Arrivals: Gamma, by burstiness, 5.5 requests/s | Batch at a time of day, 500 requests',
    ]);
  });

  it('says which of several, and what is there in one only', () => {
    const second = { id: 'b.2', accelerator: 'l4-24gb', gpusPerReplica: 1, replicas: 3 };
    const [pool] = fieldDifferences([base, { ...base, pools: [...base.pools, second] }]);
    expect(pool).toEqual({
      path: 'pools.b.2',
      field: 'Fleet: Pool (b.2)',
      values: ['not set', '3 replicas of 1 GPU, l4-24gb'],
      differs: [false, true],
    });
    const third = { ...base, pools: [{ ...base.pools[0], replicas: 5 }] };
    expect(fieldDifferences([base, base, third])).toEqual([
      {
        path: 'pools.a.replicas',
        field: 'Fleet: Replicas',
        values: ['2', '2', '5'],
        differs: [false, false, true],
      },
    ]);
  });

  it('shows no path and no JSON for any pair of the examples', () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'scenarios');
    const documents = readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => parse(readFileSync(join(folder, name), 'utf8')) as unknown);
    expect(documents.length).toBeGreaterThan(3);
    for (const [i, document] of documents.entries()) {
      const differences = fieldDifferences([document, ...documents.slice(i + 1)]);
      for (const { field, values } of differences) {
        expect(field).not.toMatch(/[{}[\]"]|\w\.\w+\./);
        for (const value of values) expect(value).not.toMatch(/[{}]|\["|":|\[object/);
      }
    }
  });
});
