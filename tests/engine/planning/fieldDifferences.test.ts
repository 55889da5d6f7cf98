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
  it('tells of jobs in the words of the form', () => {
    const job = {
      id: 'nightly',
      target: 'a',
      items: 20_000,
      at: '01:00',
      inFlight: 64,
      deadline: '5h',
      promptTokens: 800,
    };
    const documents = [
      { ...base, jobs: [job] },
      {
        ...base,
        jobs: [{ ...job, items: 30_000, everyDays: 7, deadline: 3600, costCap: 12, fleet: 'while-running' }],
      },
    ];
    const words = (compared: readonly unknown[]) =>
      fieldDifferences(compared).map(({ field, values }) => `${field}: ${values.join(' | ')}`);
    expect(words(documents)).toEqual([
      'Jobs: Items: 20,000 a run | 30,000 a run',
      'Jobs: Done within: 5h | 3600 s',
      'Jobs: Every: not set | 7 days',
      'Jobs: Cost cap: not set | 12 a run',
      'Jobs: Replicas are there: not set | only while the job runs',
    ]);
    expect(words([documents[0], base])).toEqual([
      'Jobs: Job: 20,000 items at 01:00 UTC every day, 64 in flight, done within 5h | not set',
    ]);
    expect(
      words([documents[0], { ...base, jobs: [job, { ...documents[1].jobs[0], id: 'weekly' }] }]),
    ).toEqual([
      'Jobs: Job (weekly): not set | 30,000 items at 01:00 UTC every 7 days, 64 in flight, done within 3600 s',
    ]);
  });

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
      'Model & serving: Prefill: prompts cut to fit steps | whole prompts',
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

  it('names what makes replicas come and go', () => {
    const hpa = {
      kind: 'hpa',
      min: 2,
      max: 20,
      metrics: [
        { metric: 'outstanding', averageValue: 12 },
        { metric: 'kvShare', utilization: 0.7 },
        { metric: 'ttftP95', value: '1s' },
      ],
    };
    const living = {
      autoscale: hpa,
      startUp: { provision: '90s', weights: { lognormal: { p50: '40s', p90: '90s' } } },
      drainSeconds: 300,
      failures: { repair: '10min', at: [{ second: 5400, replica: 1 }] },
      capacity: [{ kind: 'on-demand', gpusPerNode: 8 }],
    };
    const { replicas: _, ...pool } = base.pools[0];
    expect(told((d) => ({ ...d, pools: [{ ...pool, ...living }] }))).toEqual([
      'Fleet: Replicas: 2 | not set',
      'Fleet: Autoscaling: not set | 2 to 20 replicas by requests in hand 12 a replica, KV cache in use 70%, TTFT p95 1s',
      'Fleet: Start-up: not set | provision 90s, weights p50 40s p90 90s',
      'Fleet: Drains for: not set | 300 s',
      'Fleet: Failures: not set | replica 1 at 5400 s, repaired in 10min',
      'Fleet: Machines: not set | on-demand, 8 GPUs each',
    ]);
    const autoscaled = (autoscale: object) => ({ ...base, pools: [{ ...pool, autoscale }] });
    const behavior = { scaleDown: { policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] } };
    const between = (one: object, other: object): readonly string[] =>
      fieldDifferences([autoscaled(one), autoscaled(other)]).map(
        ({ path, field, values }) => `${path} ${field}: ${values.join(' | ')}`,
      );
    expect(
      between({ ...hpa, behavior }, { ...hpa, max: 8, tolerance: 0.05, behavior: { scaleDown: {} } }),
    ).toEqual([
      'pools.a.autoscale.max Fleet: Replicas, at most: 20 | 8',
      'pools.a.autoscale.behavior.scaleDown.policies Fleet: Down: rules: 10% in 60 s | not set',
      'pools.a.autoscale.tolerance Fleet: Tolerance: not set | 5%',
    ]);
    expect(between(hpa, { kind: 'schedule', schedule: [{ from: 'Mon 07:00', replicas: 8 }] })).toEqual([
      expect.stringMatching(/Autoscaling: 2 to 20 replicas by .* \| by the clock: Mon 07:00 8$/),
    ]);
    const words = (autoscale: object): string => between(hpa, autoscale)[0].replace(/^.* \| /, '');
    const metrics = [{ metric: 'outstanding', averageValue: 12, activation: 3 }];
    expect(words({ kind: 'keda', metrics })).toBe('0 to 100 replicas by requests in hand 12 a replica');
    expect(words({ kind: 'knative', max: 8 })).toBe(
      '0 to 8 replicas by requests in hand 100 a replica, 70% of it',
    );
    expect(words({ kind: 'knative', min: 1, max: 8, metric: 'rps', target: 5, utilization: '90%' })).toBe(
      '1 to 8 replicas by requests a second 5 a replica, 90% of it',
    );
    expect(words({ kind: 'ray-serve', max: 6, targetOngoingRequests: 10 })).toBe(
      '1 to 6 replicas by requests in hand 10 a replica',
    );
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
