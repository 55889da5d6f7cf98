import { forecastDetails, type ForecastInput } from '../../engine/forecast.ts';
import type { ReportInput } from '../../host/questions/forecast/reportInput.ts';
import {
  accountHours,
  instancePrice,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadSpec,
  workloadUsage,
  paidReplicas,
  type HandmadeUsage,
} from '../engine/finance/handmade.ts';

export interface Names {
  readonly scenario: string;
  readonly workload: string;
  readonly tenant: string;
  readonly pool: string;
}

export const PLAIN: Names = {
  scenario: 'Support on H100',
  workload: 'chat',
  tenant: 'support',
  pool: 'h100',
};

/** Three hours across a month's end, two workloads of which one has a service level, whole instances of 8 GPUs. */
export function reportInput(
  names: Names = PLAIN,
  replications = 1,
  over: Partial<ForecastInput> = {},
): ReportInput {
  const spec = simulationSpec({
    hours: 3,
    startEpochSeconds: Date.UTC(2026, 0, 31, 22) / 1000,
    workloads: [
      workloadSpec(names.workload, 0, { ttftSeconds: 1, tpotSeconds: 0.05, percentile: 0.5 }),
      workloadSpec('bulk', 0),
    ],
    pools: [poolSpec(names.pool, { replicas: 1, gpusPerReplica: 6 })],
    accounts: [
      { workload: 0, tenant: names.tenant },
      { workload: 1, tenant: 'research' },
    ],
  });
  const usage = Array.from(
    { length: replications },
    (_, i): HandmadeUsage => ({
      accounts: [
        accountHours(3, {
          arrived: [1000 + i, 500, 0],
          completed: [1000 + i, 500, 0],
          withinSlo: [900, 400, 0],
          promptTokens: [1e6, 5e5, 0],
          outputTokens: [1e5, 5e4, 0],
          waitingSeconds: [1800, 0, 0],
        }),
        accountHours(3, {
          arrived: [10, 0, 2],
          completed: [10, 0, 1],
          rejected: [0, 0, 1],
          withinSlo: [10, 0, 1],
          promptTokens: [2e5, 0, 1e4],
          cachedTokens: [1e4, 0, 0],
          outputTokens: [1e4, 0, 100],
        }),
      ],
      workloads: [
        workloadUsage({
          ttft: [0.1, 0.2 + i / 100, 0.4, 2],
          tpot: [0.02, 0.03],
          endToEnd: [3, 4, 5, 9],
          queue: [0, 0, 0, 1],
        }),
        workloadUsage(
          { ttft: [1, 2], tpot: [0.02], endToEnd: [8, 20], queue: [0.5, 0] },
          { context: 1, kv: 0 },
        ),
      ],
      pools: [
        {
          busySeconds: Float64Array.of(3600, 1800, 36),
          fullLoadSeconds: Float64Array.of(3240, 900, 3.6),
          paid: paidReplicas([1, 1, 1]),
          totals: poolTotals({ steps: 100, kvPeakBlocks: 123, prefillSeconds: 1000, decodeSeconds: 4436 }),
        },
      ],
    }),
  );
  const prices = [instancePrice(names.pool, 88.49, 8)];
  const details = forecastDetails({
    name: names.scenario,
    currency: 'USD',
    spec,
    usage: { ...usageOf(...usage), simulatedRequests: 1512 },
    prices,
    ...over,
  });
  return {
    spec,
    prices: over.prices ?? prices,
    commitments: over.commitments ?? [],
    usage: details.usage,
    ledger: details.ledger,
    run: {
      fleetcast: {
        engine: '0.1.0',
        scenarioHash: 'abcdef0123456789',
        seed: 7,
        workers: 2,
        wallSeconds: 1.94,
      },
      ...details.forecast,
    },
  };
}
