import { describe, expect, it } from 'vitest';
import type { ArrivalSpec, RateShapeSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import type { WindowUsage } from '../../../engine/usage/usage.ts';
import { accountTotals } from '../../../engine/usage/usageTotals.ts';
import { expectedArrivals } from '../../../engine/workload/expectedArrivals.ts';
import { pooledSpec } from './pooledSpec.ts';

const HOUR = 3600;

function sampled(options: {
  hours: number;
  daysPerMonth?: number;
  rate?: Partial<RateShapeSpec>;
  ratePerSecond?: number;
}): SimulationSpec {
  return pooledSpec({
    hours: options.hours,
    ratePerSecond: options.ratePerSecond ?? 0.05,
    fidelity: { mode: 'sample', daysPerMonth: options.daysPerMonth ?? 2, replications: 1, windows: 'days' },
    ...(options.rate === undefined ? {} : { rate: options.rate }),
  });
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

describe('the windows of a horizon', () => {
  it('are its days, each warmed up but the first; the last may be a part', () => {
    const spec = sampled({ hours: 60 });
    const plans = planWindows({ ...spec, fidelity: { ...spec.fidelity, mode: 'every', replications: 2 } });
    expect(
      plans.map(({ replication, firstHour, hours, warmUpSeconds }) => [
        replication,
        firstHour,
        hours,
        warmUpSeconds,
      ]),
    ).toEqual([
      [0, 0, 24, 0],
      [0, 24, 24, 3600],
      [0, 48, 12, 3600],
      [1, 0, 24, 0],
      [1, 24, 24, 3600],
      [1, 48, 12, 3600],
    ]);
    expect(new Set(plans.map(({ key }) => key)).size).toBe(6);
  });

  it('are one where asked for, or where a trace is replayed', () => {
    const spec = sampled({ hours: 60 });
    const [whole, ...none] = planWindows({ ...spec, fidelity: { ...spec.fidelity, windows: 'one' } });
    expect([whole.firstHour, whole.hours, none.length]).toEqual([0, 60, 0]);
    const trace: ArrivalSpec = {
      kind: 'trace',
      path: 't',
      format: 'mooncake',
      rateScale: 1,
      promptScale: 1,
      outputScale: 1,
      repeat: false,
      keepClock: false,
      maxDisorderSeconds: 60,
      spreadTiesSeconds: 0,
      accountOfTenant: { '': 0 },
      summary: { rows: 100, firstSeconds: 10, lastSeconds: 110, tenants: [], skipped: {} },
    };
    const replay = planWindows({ ...spec, workloads: [{ id: 'w', pool: 0, arrivals: trace }] });
    expect(replay.map(({ hours, expectedRequests }) => [hours, expectedRequests])).toEqual([[60, 100]]);
  });

  it('sampled, stand for every day once, weekdays for weekdays of their month', () => {
    const spec = sampled({ hours: 24 * 59 + 5, daysPerMonth: 2 });
    const plans = planWindows(spec);
    const stoodFor = plans.flatMap(({ standsForHours }) => standsForHours);
    expect([...stoodFor].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, day) => day * 24));
    // Two of each kind in January and February, and the five hours left over.
    expect(plans).toHaveLength(9);
    const kind = (hour: number): string => {
      const date = new Date((spec.startEpochSeconds + hour * HOUR) * 1000);
      return `${date.getUTCMonth()} ${date.getUTCDay() % 6 === 0 ? 'weekend' : 'weekday'}`;
    };
    for (const { firstHour, hours, standsForHours } of plans) {
      expect(standsForHours).toContain(firstHour);
      if (hours === 24) expect(new Set(standsForHours.map(kind)).size).toBe(1);
    }
  });

  it('sampled, keep days with an event or a batch apart', () => {
    const events = [{ startSeconds: 10 * 86_400 + 100, endSeconds: 11 * 86_400, factor: 5 }];
    const plans = planWindows(sampled({ hours: 24 * 31, daysPerMonth: 1, rate: { events } }));
    expect(
      plans
        .filter(({ standsForHours }) => standsForHours.includes(240))
        .map(({ standsForHours }) => standsForHours),
    ).toEqual([[240]]);
    const spec = sampled({ hours: 24 * 31, daysPerMonth: 1 });
    const batch: SimulationSpec = {
      ...spec,
      workloads: [
        { ...spec.workloads[0], arrivals: { kind: 'batch', count: 7, atSeconds: 60, everyDays: 10 } },
      ],
    };
    const weights = planWindows(batch).filter(({ expectedRequests }) => expectedRequests >= 7);
    // Days 0, 10, 20 and 30, of which 0 and 20 are weekdays, 10 and 30 weekend days.
    expect(weights.flatMap(({ standsForHours }) => standsForHours).sort((a, b) => a - b)).toEqual([
      0, 240, 480, 720,
    ]);
  });

  it('sampled, forecast the total of a growing, weekly rate', async () => {
    const hourOfWeek = Array.from({ length: 168 }, (_, hour) =>
      hour >= 120 ? 0.3 : hour % 24 < 12 ? 0.7 : 1.86,
    );
    const spec = sampled({ hours: 24 * 90, daysPerMonth: 2, rate: { hourOfWeek, growthPerMonth: 0.2 } });
    const plans = planWindows(spec);
    const windows: WindowUsage[] = [];
    for (const plan of plans) windows.push(await simulateWindow(spec, plan, { openTrace: noTrace }));
    const usage = collectUsage(spec, plans, (index) => windows[index]);
    const arrived = accountTotals(usage.replications[0], [0]).arrived;
    const expected = expectedArrivals(spec, spec.workloads[0].arrivals, 0, spec.hours * HOUR);
    // A window of 20 weekdays of about 4,300 requests each has a standard error of 1.5 %; there are twelve.
    expect(Math.abs(arrived / expected - 1)).toBeLessThan(0.03);
    expect(usage.windows).toBe(12);
  });

  it('say how far they are, and stop when told', async () => {
    const spec = sampled({ hours: 24, ratePerSecond: 0.5 });
    const [plan] = planWindows(spec);
    const seen: number[] = [];
    const usage = await simulateWindow(spec, plan, {
      openTrace: noTrace,
      onProgress: (count) => seen.push(count),
    });
    expect(seen.at(-1)).toBe(usage.simulatedRequests);
    await expect(
      simulateWindow(spec, plan, { openTrace: noTrace, signal: { aborted: true } }),
    ).rejects.toThrow(/stopped/);
  });
});
