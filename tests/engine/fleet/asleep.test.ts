import { expect, it } from 'vitest';
import { findOverload } from '../../../engine/finance/pressure/overload.ts';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { collectUsage, planWindows, simulateWindow } from '../../../engine/simulate.ts';
import type { ReplicationUsage, WindowUsage } from '../../../engine/usage/usage.ts';
import { accountTotals, unfinishedOf } from '../../../engine/usage/usageTotals.ts';
import { poolSpec } from '../finance/handmade.ts';
import { syntheticSpec } from '../workload/specs.ts';

const AT_ONCE = { type: 'fixed' as const, value: 0 };
const FRIDAY_EVENING = (4 * 24 + 18) * 3600;
const MONDAY_MORNING = 7 * 3600;

/** Nobody is there from Friday 18:00 to Monday 07:00, and what comes then waits for so long. */
function weekends(queueSeconds: number, hours: number): SimulationSpec {
  const living: LivingSpec = {
    controller: {
      kind: 'schedule',
      mode: 'exact',
      entries: [
        { secondOfWeek: MONDAY_MORNING, replicas: 2 },
        { secondOfWeek: FRIDAY_EVENING, replicas: 0 },
      ],
    },
    startUp: { provision: AT_ONCE, boot: AT_ONCE, image: AT_ONCE, weights: AT_ONCE, warmUp: AT_ONCE },
    drainSeconds: Number.POSITIVE_INFINITY,
    releaseSeconds: 0,
    queueSeconds,
    onLoss: 'retry',
  };
  return {
    ...syntheticSpec({ process: { type: 'constant' }, ratePerSecond: 0.01, hours }),
    startEpochSeconds: Date.UTC(2026, 0, 5) / 1000,
    pools: [poolSpec('pool', { balance: 'least-outstanding', replicas: 0, living })],
  };
}

async function usageOf(spec: SimulationSpec): Promise<ReplicationUsage> {
  const plans = planWindows(spec);
  const windows: WindowUsage[] = [];
  for (const plan of plans) windows.push(await simulateWindow(spec, plan, { openTrace: noTrace }));
  return collectUsage(spec, plans, (index) => windows[index]).replications[0];
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}

const whole = (spec: SimulationSpec): SimulationSpec => ({
  ...spec,
  fidelity: { ...spec.fidelity, windows: 'one' },
});

it.each([
  { queue: 'without end', queueSeconds: Number.POSITIVE_INFINITY },
  { queue: 'of two hours', queueSeconds: 7200 },
])(
  'a weekend asleep, cut at midnight, is the weekend in one piece: a queue $queue',
  async ({ queueSeconds }) => {
    const spec = weekends(queueSeconds, 9 * 24);
    const [cut, one] = [await usageOf(spec), await usageOf(whole(spec))];
    expect(accountTotals(cut, [0])).toEqual(accountTotals(one, [0]));
    // Work is booked on Monday, though it came on Friday, Saturday and Sunday.
    const [{ busySeconds }] = one.pools;
    const monday = 7 * 24 + 7;
    expect(busySeconds[monday]).toBeGreaterThan(busySeconds[7]);
    expect(cut.pools[0].busySeconds[monday]).toBeCloseTo(busySeconds[monday], 6);
  },
);

it('is no overload, and what nobody came for is unfinished', async () => {
  const monday = weekends(Number.POSITIVE_INFINITY, 9 * 24);
  expect(findOverload(monday, await usageOf(monday), [], 0)).toBeUndefined();
  // The horizon ends on Saturday: Friday evening's and Saturday's requests have a day more.
  const saturday = weekends(Number.POSITIVE_INFINITY, 6 * 24);
  const usage = await usageOf(saturday);
  expect(findOverload(saturday, usage, [], 0)).toBeUndefined();
  expect(unfinishedOf(accountTotals(usage, [0]))).toBe(30 * 36);
  expect(usage.pools[0].totals).toMatchObject({ inFlightAtEnd: 30 * 36, waitingAtEnd: 30 * 36 });
});
