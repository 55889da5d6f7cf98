import { describe, expect, it } from 'vitest';
import type { ArrivalProcessSpec, LengthSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { createMergedSource } from '../../../engine/workload/mergedSource.ts';
import { expectedArrivals } from '../../../engine/workload/expectedArrivals.ts';
import { ratePieces } from '../../../engine/workload/rateShape.ts';
import { createSyntheticSource, WARM_UP_SECONDS } from '../../../engine/workload/syntheticSource.ts';
import { drain, syntheticSpec } from './specs.ts';

const lognormal: LengthSpec = { law: { type: 'lognormal', mu: 5, sigma: 1 }, min: 1, max: 5000 };
const PROCESSES: ArrivalProcessSpec[] = [
  { type: 'constant' },
  { type: 'poisson' },
  { type: 'gamma', shape: 0.3 },
  { type: 'weibull', shape: 0.6 },
  {
    type: 'mmpp',
    states: [
      { relativeRate: 3, meanSeconds: 40 },
      { relativeRate: 0, meanSeconds: 80 },
    ],
  },
  {
    type: 'clients',
    clients: [
      { share: 0.7, interval: 'gamma', shape: 0.5 },
      { share: 0.3, interval: 'weibull', shape: 2 },
    ],
  },
];

describe('a synthetic source', () => {
  it.each(PROCESSES)('replays any range that starts at a block: $type', async (process) => {
    const spec = syntheticSpec({
      process,
      ratePerSecond: 0.5,
      hours: 72,
      prompt: lognormal,
      output: lognormal,
    });
    const all = await drain(createSyntheticSource(spec, 0, 0, 0, 72 * 3600));
    const [from, to] = [86_400 - 3600, 2 * 86_400];
    const part = await drain(createSyntheticSource(spec, 0, 0, from, to), 17);
    const first = all.times.findIndex((time) => time >= from);
    const end = all.times.findIndex((time) => time >= to);
    expect(part.times).toEqual(all.times.slice(first, end));
    expect(part.prompts).toEqual(all.prompts.slice(first, end));
    expect(part.outputs).toEqual(all.outputs.slice(first, end));
    expect([...all.times].sort((a, b) => a - b)).toEqual(all.times);
  });

  it('puts constant arrivals on exact multiples, through block edges', async () => {
    const spec = syntheticSpec({ process: { type: 'constant' }, ratePerSecond: 10, hours: 25 });
    const { times } = await drain(createSyntheticSource(spec, 0, 0, 0, 25 * 3600));
    expect(times).toHaveLength(25 * 36_000);
    expect(times.every((time, i) => time === i / 10)).toBe(true);
  });

  it('draws the same for the same names, and other streams for another seed, replication or id', async () => {
    const spec = syntheticSpec({
      process: { type: 'poisson' },
      ratePerSecond: 1,
      prompt: lognormal,
      hours: 1,
    });
    const draw = (s: SimulationSpec, replication = 0) =>
      drain(createSyntheticSource(s, 0, replication, 0, 3600));
    const base = await draw(spec);
    expect(await draw(spec)).toEqual(base);
    expect((await draw({ ...spec, seed: 6 })).times).not.toEqual(base.times);
    expect((await draw(spec, 1)).times).not.toEqual(base.times);
    // A longer prompt law moves no arrival: the streams are apart.
    const [workload] = spec.workloads;
    const longer = {
      ...spec,
      workloads: [
        { ...workload, promptTokens: { ...lognormal, law: { type: 'lognormal' as const, mu: 6, sigma: 1 } } },
      ],
    };
    expect((await draw(longer)).times).toEqual(base.times);
  });

  it('sends a batch at its hour on its days', async () => {
    const spec = syntheticSpec({ process: { type: 'poisson' }, ratePerSecond: 1, hours: 96 });
    const batch: SimulationSpec = {
      ...spec,
      workloads: [
        { ...spec.workloads[0], arrivals: { kind: 'batch', count: 5, atSeconds: 85_000, everyDays: 3 } },
      ],
    };
    const { times } = await drain(createSyntheticSource(batch, 0, 0, 0, 96 * 3600), 3);
    expect(times).toEqual([...Array<number>(5).fill(85_000), ...Array<number>(5).fill(3 * 86_400 + 85_000)]);
    expect(expectedArrivals(batch, batch.workloads[0].arrivals, 0, 96 * 3600)).toBe(10);
  });

  it('may begin within a block, for drafts: its own streams to the edge, the block’s own after it', async () => {
    const spec = syntheticSpec({ process: { type: 'poisson' }, ratePerSecond: 0.5, hours: 48 });
    const day = 86_400;
    const whole = await drain(createSyntheticSource(spec, 0, 0, 0, 2 * day));
    const from = 20 * 3600;
    const part = await drain(createSyntheticSource(spec, 0, 0, from, 2 * day));
    expect(part.times[0]).toBeGreaterThanOrEqual(from);
    const edge = day - WARM_UP_SECONDS;
    expect(part.times.filter((at) => at >= edge)).toEqual(whole.times.filter((at) => at >= edge));
    const early = part.times.filter((at) => at < edge);
    expect(early).not.toEqual(whole.times.filter((at) => at >= from && at < edge));
    // 5,400 expected; five standard deviations.
    expect(Math.abs(early.length - (edge - from) * 0.5)).toBeLessThan(5 * Math.sqrt((edge - from) * 0.5));
  });

  it('refuses a workload without lengths', () => {
    const spec = syntheticSpec({ process: { type: 'poisson' }, ratePerSecond: 1 });
    const { promptTokens: _none, ...workload } = spec.workloads[0];
    expect(() => createSyntheticSource({ ...spec, workloads: [workload] }, 0, 0, 0, 3600)).toThrow(
      /no lengths/,
    );
  });

  it('merges by time, the earlier workload first at one instant', async () => {
    const spec = syntheticSpec({ process: { type: 'constant' }, ratePerSecond: 1, hours: 1 });
    const two: SimulationSpec = {
      ...spec,
      workloads: [
        { ...spec.workloads[0], promptTokens: { law: { type: 'fixed', value: 2 }, min: 1, max: 9 } },
        { ...spec.workloads[0], id: 'v', promptTokens: { law: { type: 'fixed', value: 3 }, min: 1, max: 9 } },
      ],
      accounts: [
        { workload: 0, tenant: 'a' },
        { workload: 1, tenant: 'b' },
      ],
    };
    const merged = await drain(
      createMergedSource([
        createSyntheticSource(two, 0, 0, 0, 3600),
        createSyntheticSource(two, 1, 0, 0, 3600),
      ]),
    );
    expect(merged.times).toHaveLength(7200);
    expect(merged.prompts.slice(0, 6)).toEqual([2, 3, 2, 3, 2, 3]);
    expect(merged.times.every((time, i) => time === Math.floor(i / 2))).toBe(true);
  });
});

describe('the rate', () => {
  const poisson = { process: { type: 'poisson' }, ratePerSecond: 2 } as const;
  const pieces = (spec: SimulationSpec, to: number) => {
    const { arrivals } = spec.workloads[0];
    if (arrivals.kind !== 'synthetic') throw new Error('not synthetic');
    return ratePieces(spec, arrivals, 0, to);
  };

  it('follows the local hour of the week', () => {
    // Only Monday 09:00 to 10:00 local counts; at UTC+05:30 that is 03:30 to 04:30.
    const hourOfWeek = Array.from({ length: 168 }, (_, hour) => (hour === 9 ? 168 : 0));
    const spec = syntheticSpec({ ...poisson, rate: { hourOfWeek, timeZoneOffsetSeconds: 19_800 } });
    expect(pieces(spec, 86_400)).toEqual([
      { until: 12_600, ratePerSecond: 0 },
      { until: 16_200, ratePerSecond: 336 },
      { until: 86_400, ratePerSecond: 0 },
    ]);
  });

  it('compounds growth at calendar months, and follows the month and events', () => {
    const start = Date.UTC(2026, 0, 31) / 1000;
    const monthOfYear = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0];
    const spec = syntheticSpec({
      ...poisson,
      start,
      hours: 24 * 40,
      rate: { growthPerMonth: 0.5, monthOfYear, events: [{ startSeconds: 100, endSeconds: 200, factor: 3 }] },
    });
    const day = 86_400;
    expect(pieces(spec, 40 * day)).toEqual([
      { until: 100, ratePerSecond: 2 },
      { until: 200, ratePerSecond: 6 },
      { until: day, ratePerSecond: 2 },
      { until: 29 * day, ratePerSecond: 6 },
      { until: 40 * day, ratePerSecond: 4.5 },
    ]);
    expect(expectedArrivals(spec, spec.workloads[0].arrivals, 0, 29 * day)).toBeCloseTo(
      2 * day + 400 + 6 * 28 * day,
      6,
    );
  });
});
