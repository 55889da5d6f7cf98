import { expect, it } from 'vitest';
import { planDay } from '../../../engine/simulate.ts';
import { pooledSpec } from './pooledSpec.ts';

const week = (ratePerSecond: number, hours = 24 * 7) =>
  pooledSpec({
    hours,
    ratePerSecond,
    fidelity: { mode: 'every', daysPerMonth: 2, replications: 3, windows: 'days' },
  });

it('is one day of one replication, with another before it where there is one', () => {
  const { spec, plan, isWhole } = planDay(week(1), 400_000) ?? {};
  expect(isWhole).toBe(true);
  expect(spec?.fidelity.replications).toBe(1);
  expect(plan).toMatchObject({ hours: 24, replication: 0 });
  expect(plan?.firstHour).toBeGreaterThan(0);
  expect(plan?.warmUpSeconds).toBeGreaterThan(0);
  expect(plan?.standsForHours).toEqual([plan?.firstHour]);
  expect(planDay(week(1, 24), 400_000)?.plan).toMatchObject({ firstHour: 0, hours: 24, warmUpSeconds: 0 });
});

it('is as many hours as are no more than what may be simulated, one at the least', () => {
  for (const most of [10_000, 100_000, 400_000]) {
    const day = planDay(week(10), most);
    const simulated = 10 * 3600 * (day?.plan.hours ?? 0);
    expect(day?.isWhole).toBe(false);
    expect(simulated).toBeLessThanOrEqual(Math.max(most, 36_000));
    expect(simulated + 36_000).toBeGreaterThan(most);
  }
});
