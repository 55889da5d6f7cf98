import { forecastDetails, type ForecastDetails, type ForecastInput } from '../../../engine/forecast.ts';
import type { FleetFigures } from '../../../engine/finance/fleets/fleetFigures.ts';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { SloSpec } from '../../../engine/scenario/spec.ts';
import { type FleetCount, type FleetColumn, noFleetCounts } from '../../../engine/usage/fleetRecorder.ts';
import { COMMITTED_OR_ON_DEMAND, type PaidHours, RESERVED, SPOT } from '../../../engine/usage/paidHours.ts';
import type { Latency, OverloadStop, PoolTotals, Rejection } from '../../../engine/usage/usage.ts';
import {
  accountHours,
  gpuHourPrice,
  paidReplicas,
  poolSpec,
  poolTotals,
  simulationSpec,
  usageOf,
  workloadSpec,
  workloadUsage,
} from './handmade.ts';

const HPA = {
  kind: 'hpa',
  min: 1,
  max: 4,
  metrics: [],
  syncSeconds: 15,
  metricDelaySeconds: 0,
  toleranceUp: 0.1,
  toleranceDown: 0.1,
  downscaleStabilizationSeconds: 300,
} as const;
const fixed = (value: number) => ({ type: 'fixed', value }) as const;

/** Autoscaled from 1 to 4 replicas, which take 100 s to be paid for and 200 s more to be ready. */
function livingSpec(over: Partial<LivingSpec>, isScaled: boolean): LivingSpec {
  return {
    ...(isScaled ? { controller: HPA } : {}),
    startUp: {
      provision: fixed(100),
      boot: { type: 'uniform', low: 100, high: 200 },
      image: fixed(0),
      weights: fixed(50),
      warmUp: fixed(0),
    },
    drainSeconds: 120,
    releaseSeconds: 0,
    queueSeconds: Number.POSITIVE_INFINITY,
    onLoss: 'retry',
    ...over,
  };
}

interface Made {
  readonly living?: Partial<LivingSpec>;
  /** Whether an autoscaler sets the number. */
  readonly isScaled?: boolean;
  /** Replicas by hour; what is left out is 0. */
  readonly columns?: Partial<Record<FleetColumn, readonly number[]>>;
  readonly paid?: readonly number[];
  /** Replicas of spot by hour, whole ones, beside those. */
  readonly spotPaid?: readonly number[];
  /** Reserved at a price of its own by hour, whole replicas, beside those. */
  readonly reservedPaid?: readonly number[];
  /** Of what is reserved, nodes in use. */
  readonly reservedUsed?: readonly number[];
  /** Replica-seconds in steps; half of the time where left out. */
  readonly busy?: readonly number[];
  readonly counts?: Partial<Record<FleetCount, number>>;
  readonly rejected?: Partial<Record<Rejection, number>>;
  readonly unfinished?: number;
  readonly waiting?: readonly number[];
  readonly withinSlo?: number;
  readonly slo?: SloSpec;
  readonly latencies?: Partial<Record<Latency, readonly number[]>>;
  readonly totals?: Partial<PoolTotals>;
  readonly startEpochSeconds?: number;
  /** Where the simulation was given up. */
  readonly stop?: OverloadStop;
  readonly input?: Partial<ForecastInput>;
}

/** Two replicas of 4 GPUs at 1 a GPU-hour through an hour, unless told otherwise; of 1,000 requests those complete that nothing is told of. */
export function fleetForecast(made: Made): ForecastDetails & Pick<ForecastInput, 'spec' | 'prices'> {
  const { paid = [2], rejected = {}, unfinished = 0, withinSlo = 0, columns = {}, isScaled = true } = made;
  const hours = paid.length;
  const turnedAway = Object.values(rejected).reduce((sum, each) => sum + each, 0);
  const column = (name: FleetColumn): Float64Array =>
    Float64Array.from({ length: hours }, (_, h) => (columns[name]?.[h] ?? 0) * 3600);
  const spec = simulationSpec({
    hours,
    ...(made.startEpochSeconds === undefined ? {} : { startEpochSeconds: made.startEpochSeconds }),
    workloads: [workloadSpec('chat', 0, made.slo)],
    pools: [poolSpec('h100', { replicas: 1, living: livingSpec(made.living ?? {}, isScaled) })],
  });
  const usage = {
    ...(made.stop === undefined ? {} : { stop: made.stop }),
    accounts: [
      accountHours(hours, {
        arrived: [1000],
        completed: [1000 - turnedAway - unfinished],
        rejected: [turnedAway],
        withinSlo: [withinSlo],
        outputTokens: [1],
        waitingSeconds: made.waiting ?? [],
      }),
    ],
    workloads: [workloadUsage(made.latencies ?? {}, rejected)],
    pools: [
      {
        busySeconds: Float64Array.from(made.busy ?? paid.map((replicas) => replicas * 1800)),
        paid: withOthers(paidReplicas(paid), made.spotPaid ?? [], made.reservedPaid ?? []),
        wantedSeconds: column('wantedSeconds'),
        requestedSeconds: column('requestedSeconds'),
        startingSeconds: column('startingSeconds'),
        readySeconds: column('readySeconds'),
        drainingSeconds: column('drainingSeconds'),
        atMostSeconds: column('atMostSeconds'),
        ...(made.reservedUsed && {
          reservedUsedSeconds: Float64Array.from(made.reservedUsed, (nodes) => nodes * 3600),
        }),
        fleetCounts: { ...noFleetCounts(), ...made.counts },
        totals: poolTotals({ prefillSeconds: 900, decodeSeconds: 2700, kvPeakBlocks: 300, ...made.totals }),
      },
    ],
  };
  const prices = [gpuHourPrice('h100', 1)];
  const input = { name: 'living', currency: 'USD', spec, usage: usageOf(usage), prices, ...made.input };
  return { ...forecastDetails(input), spec, prices: input.prices };
}

/** Rows of all kinds, in order. */
function withOthers(paid: PaidHours, spot: readonly number[], reserved: readonly number[]): PaidHours {
  const rowsOf = (levels: readonly number[], kind: number) =>
    levels.flatMap((level, hour) => (level === 0 ? [] : [{ hour, kind, level, seconds: 3600 }]));
  const rows = Array.from(paid.hour, (hour, row) => ({
    hour,
    kind: COMMITTED_OR_ON_DEMAND,
    level: paid.level[row],
    seconds: paid.seconds[row],
  })).concat(rowsOf(spot, SPOT), rowsOf(reserved, RESERVED));
  rows.sort((a, b) => a.hour - b.hour || a.kind - b.kind || a.level - b.level);
  const zeros = new Float64Array(rows.length);
  return {
    hour: Int32Array.from(rows, ({ hour }) => hour),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
    level: Int32Array.from(rows, ({ level }) => level),
    seconds: Float64Array.from(rows, ({ seconds }) => seconds),
    rises: zeros,
    shortOfMinute: zeros,
    shortOfHour: zeros,
  };
}

/** The figures of its replicas. */
export function fleetOf(made: Made): FleetFigures {
  const { fleet } = fleetForecast(made).forecast.pools[0];
  if (fleet === undefined) throw new Error('a living pool has figures of its replicas');
  return fleet;
}
