import { COMMITTED_OR_ON_DEMAND, steadyPaid } from '../../engine/usage/paidHours.ts';
import { closePaid, createPaidRecorder, setPaid } from '../../engine/usage/paidRecorder.ts';
import type { ReplicationUsage } from '../../engine/usage/usage.ts';
import { expect, it } from 'vitest';
import { priceUsage } from '../../engine/pricing/priceUsage.ts';
import { cpuPace } from '../tooling/machinePace.ts';
import {
  accountHours,
  handmade,
  instancePrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  workloadSpec,
  workloadUsage,
} from '../engine/finance/handmade.ts';

const HOURS = 26_280;

/** Three years of five pools with two tenants each. */
const spec = simulationSpec({
  hours: HOURS,
  pools: Array.from({ length: 5 }, (_, i) => poolSpec(`p${i}`)),
  workloads: Array.from({ length: 10 }, (_, i) => workloadSpec(`w${i}`, i % 5)),
  accounts: Array.from({ length: 10 }, (_, i) => ({ workload: i, tenant: `t${i}` })),
});
const usage = handmade(
  {
    accounts: spec.accounts.map((_, a) =>
      accountHours(HOURS, {
        promptTokens: Array.from({ length: HOURS }, (_, h) => 1000 + ((h * 7 + a) % 900)),
        outputTokens: Array.from({ length: HOURS }, (_, h) => 100 + ((h * 13 + a) % 90)),
      }),
    ),
    workloads: spec.workloads.map(() => workloadUsage({})),
    pools: spec.pools.map((_, p) => ({
      busySeconds: Float64Array.from({ length: HOURS }, (_, h) => (h * 31 + p) % 7200),
      paid: steadyPaid(2, 0, HOURS),
      totals: poolTotals(),
    })),
  },
  spec.workloads.map(({ pool }) => pool),
);

/** The same with pools that change their number about every five minutes. */
const living = {
  ...usage,
  pools: usage.pools.map((pool, p) => {
    const recorder = createPaidRecorder(0, HOURS);
    for (let i = 0; i * 300 < HOURS * 3600; i++) {
      setPaid(recorder, COMMITTED_OR_ON_DEMAND, i * 300, 1 + ((i * i + 7 * p) % 31));
    }
    return { ...pool, paid: closePaid(recorder, HOURS * 3600) };
  }),
};

/** CPU milliseconds of pricing all of it at so much an instance-hour. */
function cpuMilliseconds(unitPrice: number, of: ReplicationUsage): number {
  const prices = spec.pools.map(({ id }) => instancePrice(id, unitPrice, 8));
  const start = process.cpuUsage();
  priceUsage({ spec, usage: of, prices, outputTokenWeight: 4 });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** CPU milliseconds, and what large money takes as a multiple of it. */
interface Taken {
  readonly dollars: number;
  readonly living: number;
  /** Where months, and where hours, are beyond what a float64 counts. */
  readonly months: number;
  readonly hours: number;
}

const LIMITS: Taken = { dollars: 100, living: 100, months: 3, hours: 25 };
/** Whoever else is at work takes caches, too, which a pace does not tell. */
const ATTEMPTS = 4;

function taken(): Taken {
  const before = cpuPace();
  const least = (price: number, of: ReplicationUsage): number =>
    Math.min(...Array.from({ length: 7 }, () => cpuMilliseconds(price, of)));
  // Large money last: what it leaves in the JIT slows the small, and a scenario has one or the other.
  const [dollars, ofLiving] = [usage, living].map((of) => least(88.49, of));
  const [months, hours] = [88.49e7, 88.49e14].map((price) => least(price, usage));
  const pace = Math.max(before, cpuPace());
  return {
    dollars: dollars / pace,
    living: ofLiving / pace,
    months: months / dollars,
    hours: hours / dollars,
  };
}

it('re-prices three years of five pools in well under 100 ms, living ones too, and large money hardly slower', () => {
  const isWithin = (found: Taken): boolean =>
    found.dollars < LIMITS.dollars &&
    found.living < LIMITS.living &&
    found.months < LIMITS.months &&
    found.hours < LIMITS.hours;
  const attempts: Taken[] = [];
  while (attempts.length < ATTEMPTS && !attempts.some(isWithin)) attempts.push(taken());
  expect(attempts.some(isWithin), JSON.stringify(attempts)).toBe(true);
});
