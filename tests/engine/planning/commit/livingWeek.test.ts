import { expect, it } from 'vitest';
import { simulatedFleets } from '../../../../engine/planning/commit/plannedFleets.ts';
import { createPortfolioPricer } from '../../../../engine/planning/commit/pricePortfolio.ts';
import { projectUse } from '../../../../engine/planning/commit/useCase.ts';
import { heldCommitments } from '../../../../engine/pricing/commitments/heldCommitment.ts';
import { fromMicros } from '../../../../engine/pricing/money.ts';
import type { PoolPrice } from '../../../../engine/pricing/poolPrice.ts';
import type { LivingSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../../../engine/scenario/spec.ts';
import { planWindows, simulateWindow } from '../../../../engine/simulate.ts';
import { COMMITTED_OR_ON_DEMAND, SPOT } from '../../../../engine/usage/paidHours.ts';
import { syntheticSpec } from '../../workload/specs.ts';

const fixed = (value: number) => ({ type: 'fixed' as const, value });
const HOURS = 168;
const PRICE = 3;

/** Two replicas on demand always, all further ones spot of which there is none for two days; without it they are on demand, too. */
const LIVING: LivingSpec = {
  controller: {
    kind: 'hpa',
    min: 1,
    max: 6,
    metrics: [{ metric: 'outstanding', target: 2, per: 'pods', windowSeconds: 60 }],
    syncSeconds: 60,
    metricDelaySeconds: 0,
    toleranceUp: 0.1,
    toleranceDown: 0.1,
    downscaleStabilizationSeconds: 300,
  },
  startUp: { provision: fixed(20), boot: fixed(100), image: fixed(0), weights: fixed(0), warmUp: fixed(0) },
  drainSeconds: Number.POSITIVE_INFINITY,
  releaseSeconds: 0,
  queueSeconds: Number.POSITIVE_INFINITY,
  onLoss: 'retry',
  spot: {
    onDemandReplicas: 2,
    noticeSeconds: 30,
    returnAfterSeconds: 1800,
    supply: { kind: 'counts', seconds: [0, 48 * 3600, 96 * 3600], nodes: [4, 0, 2] },
  },
};

const SPEC: SimulationSpec = {
  ...syntheticSpec({
    process: { type: 'poisson' },
    ratePerSecond: 0.02,
    hours: HOURS,
    rate: {
      hourOfWeek: Array.from({ length: HOURS }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 20 ? 1.8 : 0.2)),
    },
    prompt: { law: fixed(100), min: 100, max: 100 },
    output: { law: { type: 'uniform', low: 50, high: 400 }, min: 50, max: 400 },
  }),
  fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'one' },
  pools: [
    {
      id: 'p',
      replicas: 1,
      gpusPerReplica: 1,
      balance: 'least-outstanding',
      batching: {
        policy: 'continuous',
        chunkedPrefill: true,
        maxSequences: 4,
        maxBatchedTokens: 512,
        blockTokens: 16,
        kvBlocks: 400,
      },
      stepTime: {
        kind: 'linear',
        baseSeconds: 1,
        perPromptTokenSeconds: 0.005,
        perSequenceSeconds: 0.1,
        perContextTokenSeconds: 0,
      },
      living: LIVING,
    },
  ],
};

it('is settled as by hand: hour by hour what is paid on demand, and never spot', async () => {
  // What is paid at each instant, as an observer of the fleet saw it: replicas × seconds by hour.
  const seen = [new Float64Array(HOURS), new Float64Array(HOURS)];
  const level = [0, 0];
  let since = Number.NEGATIVE_INFINITY;
  const until = (instant: number): void => {
    for (let at = Math.max(0, since); at < Math.min(instant, HOURS * 3600); ) {
      const hour = Math.floor(at / 3600);
      const end = Math.min(instant, (hour + 1) * 3600);
      level.forEach((replicas, kind) => (seen[kind][hour] += (replicas * (end - at)) / 3600));
      at = end;
    }
    since = instant;
  };
  const [plan] = planWindows(SPEC);
  const { pools } = await simulateWindow(SPEC, plan, {
    openTrace: () => (async function* () {})(),
    fleetObserver: () => ({
      event: () => undefined,
      look: () => undefined,
      standing: (at, _standing, paid) => {
        until(at);
        level[0] = paid[COMMITTED_OR_ON_DEMAND];
        level[1] = paid[SPOT];
      },
    }),
  });
  until(HOURS * 3600);
  const total = (hours: Float64Array): number => hours.reduce((sum, each) => sum + each, 0);
  expect(total(seen[1])).toBeGreaterThan(50);
  expect(total(seen[0])).toBeGreaterThan(200);

  // A week, as it was simulated; by the second, without a minimum.
  const prices: PoolPrice[] = [
    { pool: 'p', unit: 'GPU-hour', gpusPerUnit: 1, unitPrice: PRICE, minimumSeconds: 0, source: 'test' },
  ];
  const week = {
    pools: SPEC.pools,
    prices,
    fleets: [simulatedFleets({ pools })],
    growth: [{ name: 'none', growthPerMonth: 0, probability: 1 }],
    monthStarts: [0],
    hours: HOURS,
  };
  const cases = projectUse(week);
  const price = createPortfolioPricer({ ...week, cases });
  const common = { term: '1y' as const, payment: 'none' as const, start: SPEC.startEpochSeconds };
  for (const bought of [1, 2, 4]) {
    const discount = 0.4;
    const units = { ...common, id: 'ri', rule: 'aws-reserved-instance', units: bought, discount } as const;
    const money = {
      ...common,
      id: 'sp',
      rule: 'aws-compute-savings-plan',
      hourly: bought,
      discount,
    } as const;
    const costOf = (commitment: typeof units | typeof money): number => {
      const held = heldCommitments([commitment], SPEC.pools, prices, SPEC.startEpochSeconds);
      return fromMicros(price(held)[0].totalMicros);
    };
    // Each hour pays what was bought in full, and the price on demand for what it does not cover.
    let byUnits = 0;
    let byMoney = 0;
    for (const replicaHours of seen[0]) {
      byUnits += bought * PRICE * (1 - discount) + Math.max(0, replicaHours - bought) * PRICE;
      byMoney += bought + Math.max(0, replicaHours - bought / (PRICE * (1 - discount))) * PRICE;
    }
    expect(costOf(units)).toBeCloseTo(byUnits, 3);
    expect(costOf(money)).toBeCloseTo(byMoney, 3);
  }
});
