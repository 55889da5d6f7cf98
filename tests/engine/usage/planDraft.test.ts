import { describe, expect, it } from 'vitest';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planDraft, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import type { WindowUsage } from '../../../engine/usage/usage.ts';
import { accountTotals, sumColumn } from '../../../engine/usage/usageTotals.ts';
import { pooledSpec } from './pooledSpec.ts';

const HOUR = 3600;

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

function busy(hours: number, ratePerSecond: number): SimulationSpec {
  return pooledSpec({
    hours,
    ratePerSecond,
    fidelity: { mode: 'every', daysPerMonth: 2, replications: 3, windows: 'days' },
  });
}

describe('a draft', () => {
  it('is the whole run where that is small enough', () => {
    const spec = busy(48, 0.01);
    const draft = planDraft(spec, 100_000);
    expect(draft).toEqual({ spec, plans: planWindows(spec), isApproximate: false });
  });

  it('covers every hour of the horizon once, within about the requests allowed', () => {
    for (const hours of [5, 24, 100, 24 * 40 + 7]) {
      for (const most of [1_000, 10_000, 200_000]) {
        const spec = busy(hours, 2);
        const draft = planDraft(spec, most);
        if (draft === undefined) throw new Error('no draft');
        const covered = new Uint8Array(hours);
        for (const { standsForHours, hours: length, firstHour } of draft.plans) {
          expect(standsForHours).toContain(firstHour);
          for (const start of standsForHours) for (let h = 0; h < length; h++) covered[start + h]++;
        }
        if (draft.isApproximate) {
          expect(draft.spec.fidelity.replications).toBe(1);
          expect([...covered].every((times) => times === 1)).toBe(true);
        }
        const cost = draft.plans.reduce((sum, { expectedRequests }) => sum + expectedRequests, 0);
        // An hour of each kind of day is the least that there is.
        expect(cost).toBeLessThanOrEqual(Math.max(most, 3 * 2 * HOUR * 1.3));
      }
    }
  });

  it('comes near the run that it stands for', async () => {
    const spec = pooledSpec({
      hours: 24 * 14,
      ratePerSecond: 1,
      rate: { hourOfWeek: Array.from({ length: 168 }, (_, h) => (h % 24 < 12 ? 0.5 : 1.5)) },
      fidelity: { mode: 'every', daysPerMonth: 2, replications: 1, windows: 'days' },
    });
    const draft = planDraft(spec, 60_000);
    if (draft === undefined) throw new Error('no draft');
    expect(draft.isApproximate).toBe(true);
    const windows: WindowUsage[] = [];
    for (const plan of draft.plans) {
      windows.push(await simulateWindow(draft.spec, plan, { openTrace: noTrace }));
    }
    const [usage] = collectUsage(draft.spec, draft.plans, (index) => windows[index]).replications;
    const { arrived } = accountTotals(usage, [0]);
    // The mean rate is 1: some 1,209,600 requests, estimated from about 50,000.
    expect(arrived / (spec.hours * HOUR)).toBeGreaterThan(0.97);
    expect(arrived / (spec.hours * HOUR)).toBeLessThan(1.03);
    // Nights and afternoons keep their rates.
    const night = sumColumn(usage.accounts[0].arrived, 24, 30) / (6 * HOUR);
    expect(night).toBeGreaterThan(0.4);
    expect(night).toBeLessThan(0.6);
  });

  it('sees the busy hours of a day, however few it may simulate', () => {
    // Eight hours of ten times the demand.
    const spec = pooledSpec({
      hours: 48,
      ratePerSecond: 10,
      rate: { hourOfWeek: Array.from({ length: 168 }, (_, h) => (h % 24 >= 9 && h % 24 < 17 ? 10 : 1)) },
      fidelity: { mode: 'every', daysPerMonth: 2, replications: 1, windows: 'days' },
    });
    const plans = planDraft(spec, 1000, 2)?.plans ?? [];
    expect(plans.map(({ standsForHours }) => standsForHours.length).sort((a, b) => a - b)).toEqual([16, 32]);
    const peak = plans.find(({ standsForHours }) => standsForHours.length === 16);
    expect((peak?.firstHour ?? 0) % 24).toBeGreaterThanOrEqual(9);
    expect((peak?.firstHour ?? 0) % 24).toBeLessThan(17);
    expect(peak?.standsForHours).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 33, 34, 35, 36, 37, 38, 39, 40]);
    // Without being told so, it may come down to one.
    expect(planDraft(spec, 1000)?.plans).toHaveLength(1);
  });

  it('does not cut the days of a batch job', () => {
    const spec = busy(24 * 10, 5);
    const [workload] = spec.workloads;
    const batch: SimulationSpec = {
      ...spec,
      workloads: [{ ...workload, arrivals: { kind: 'batch', count: 50_000, atSeconds: HOUR, everyDays: 1 } }],
    };
    const draft = planDraft(batch, 1000);
    expect(draft?.plans.every(({ hours }) => hours === 24)).toBe(true);
  });

  it('books waiting seconds by the hour, which sum to the queueing times', async () => {
    const spec = pooledSpec({
      hours: 6,
      ratePerSecond: 3,
      fidelity: { mode: 'every', daysPerMonth: 2, replications: 1, windows: 'days' },
    });
    const [plan] = planWindows(spec);
    const { accounts, workloads } = await simulateWindow(spec, plan, { openTrace: noTrace });
    const waiting = sumColumn(accounts[0].waitingSeconds);
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeCloseTo(workloads[0].sums.queue, 6);
  });
});
