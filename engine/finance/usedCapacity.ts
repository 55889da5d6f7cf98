import { apportion, apportionLarge } from '../pricing/apportion.ts';
import type { Ledger } from '../pricing/ledger.ts';
import { sumMicros } from '../pricing/microsColumn.ts';
import { type Micros, plusMicros, timesMicros, totalMicros } from '../pricing/money.ts';
import { replicasPerNode } from '../scenario/living/capacity/paidNode.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import { replicaHoursOf } from '../usage/paidHours.ts';
import type { ReplicationUsage } from '../usage/usage.ts';
import { monthSpans } from './months.ts';

/** Why a pool's paid capacity was not used, in the order in which it is asked. */
export const POOL_IDLE_REASONS = [
  'unusedGpus',
  'starting',
  'draining',
  'abovePeak',
  'heldForPeak',
  'nextReplica',
] as const;
/** What nobody used of a commitment is of no pool. */
export const IDLE_REASONS = [...POOL_IDLE_REASONS, 'unusedCommitment'] as const;
export type IdleReason = (typeof IDLE_REASONS)[number];

/** What was paid for capacity, cut into what was used and why the rest was not: the parts sum to what was paid, exactly. */
export interface CapacityMicros {
  readonly used: Micros;
  readonly idle: Readonly<Record<IdleReason, Micros>>;
}

/** A pool's capacity in GPU-seconds, and in money where it has a price. */
export interface PoolCapacity {
  /** Of its replicas, and of those that its nodes have room for. */
  readonly presentGpuSeconds: number;
  /** Seconds at full load of the work done, uncapped. */
  readonly loadGpuSeconds: number;
  readonly usedGpuSeconds: number;
  readonly idleGpuSeconds: Readonly<Record<IdleReason, number>>;
  readonly micros: CapacityMicros | undefined;
}

const HOUR = 3600;
/** A whole number of replicas in use that rounding left above it is not one more. */
const ROUNDING = 1e-9;
/** Unit-hours are in a ledger to nine decimals: GPU-hours below this are none. */
const UNIT_ROUNDING = 1e-6;
const PARTS = 1 + POOL_IDLE_REASONS.length;

/**
 * Each pool's paid capacity by what became of it. Used is the smaller of an hour's seconds at full load and its busy
 * seconds. The rest, a waterfall an hour: GPUs paid that no replica uses (of instances that are larger, of nodes with room); replicas that start; replicas that drain, as far as
 * they do not work; and of n ready ones, with u in use and M the largest ⌈u⌉ of the calendar month (UTC), the n − M that
 * are more than the peak needs, the min(n, M) − ⌈u⌉ held for the peak, and the ⌈u⌉ − u to the next whole replica.
 *
 * An hour's amount goes by GPU-seconds; a month's amounts are split once, by largest remainder, so that every
 * micro-unit is somewhere.
 */
export function poolCapacity(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  pool: number,
): PoolCapacity {
  const { gpusPerReplica } = spec.pools[pool];
  const { fullLoadSeconds, usedSeconds, paid, readySeconds, startingSeconds, drainingSeconds } =
    usage.pools[pool];
  const series = ledger.series.filter((candidate) => candidate.pool === pool);
  const present = replicaHoursOf(paid, spec.hours, replicasPerNode(spec.pools[pool]));
  const hour = new Float64Array(PARTS);
  const seconds = new Float64Array(PARTS);
  const weights = new Float64Array(PARTS);
  const micros = new Array<Micros>(PARTS).fill(0);
  for (const { from, until } of monthSpans(spec.startEpochSeconds, spec.hours)) {
    let most = 0;
    for (let h = from; h < until; h++) most = Math.max(most, wholeReplicas(usedSeconds[h] / HOUR));
    weights.fill(0);
    for (let h = from; h < until; h++) {
      const ready = Math.min(present[h], readySeconds === undefined ? present[h] : readySeconds[h] / HOUR);
      const starting = Math.min(present[h] - ready, (startingSeconds?.[h] ?? 0) / HOUR);
      const draining = Math.min(present[h] - ready - starting, (drainingSeconds?.[h] ?? 0) / HOUR);
      cutReplicas(hour, ready, starting, draining, usedSeconds[h] / HOUR, most);
      // Loops, and not `reduce`: three years of hours are a third of what pricing them anew takes.
      let gpus = 0;
      let amount = 0;
      for (const { quantity, gpusPerUnit, amountMicros } of series) {
        gpus += quantity[h] * gpusPerUnit;
        amount += Number(amountMicros[h]);
      }
      const beside = gpus - (ready + starting + draining) * gpusPerReplica;
      let whole = 0;
      for (let part = 0; part < PARTS; part++) {
        hour[part] = part === 1 ? (beside > UNIT_ROUNDING ? beside : 0) : hour[part] * gpusPerReplica;
        whole += hour[part];
      }
      for (let part = 0; part < PARTS; part++) {
        seconds[part] += hour[part] * HOUR;
        if (amount > 0) weights[part] += (amount * hour[part]) / whole;
      }
    }
    const parts = split(
      totalMicros(series.map(({ amountMicros }) => sumMicros(amountMicros, from, until))),
      weights,
    );
    parts.forEach((part, index) => (micros[index] = plusMicros(micros[index], part)));
  }
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  return {
    presentGpuSeconds: sum(present) * HOUR * gpusPerReplica,
    loadGpuSeconds: sum(fullLoadSeconds) * gpusPerReplica,
    usedGpuSeconds: seconds[0],
    idleGpuSeconds: byReason([...seconds.subarray(1), 0]),
    micros:
      series.length === 0 ? undefined : { used: micros[0], idle: byReason<Micros>([...micros.slice(1), 0]) },
  };
}

/** Of what is paid for a pool in hours [from, until), what goes by GPU-seconds to capacity in use: as in `poolCapacity`, to the micro-unit an hour; nothing where it is not known who used what. */
export function usedMicros(
  spec: SimulationSpec,
  { pools }: ReplicationUsage,
  ledger: Ledger,
  pool: number,
  from: number,
  until: number,
): Micros {
  const { usedSeconds } = pools[pool];
  const { gpusPerReplica } = spec.pools[pool];
  let used: Micros = 0;
  const before = ledger.isUnattributed === true ? from : Math.min(until, ledger.hours);
  for (let h = from; h < before; h++) {
    const gpuSeconds = usedSeconds[h] * gpusPerReplica;
    let paid = 0;
    let amount: Micros = 0;
    for (const { pool: own, quantity, gpusPerUnit, amountMicros } of ledger.series) {
      if (own !== pool) continue;
      paid += quantity[h] * gpusPerUnit * HOUR;
      amount = plusMicros(amount, amountMicros[h]);
    }
    if (gpuSeconds > 0 && paid > 0)
      used = plusMicros(used, timesMicros(amount, Math.min(1, gpuSeconds / paid)));
  }
  return used;
}

/** The amounts of all pools, and what was unused of commitments. */
export function allCapacity(pools: readonly CapacityMicros[], ledger: Ledger): CapacityMicros {
  const unused = ledger.series.filter(({ category }) => category === 'unused commitment');
  return {
    used: totalMicros(pools.map(({ used }) => used)),
    idle: byReason(
      IDLE_REASONS.map((reason) =>
        reason === 'unusedCommitment'
          ? totalMicros(unused.map(({ amountMicros }) => sumMicros(amountMicros)))
          : totalMicros(pools.map(({ idle }) => idle[reason])),
      ),
    ),
  };
}

/** Cuts an hour's replicas, in replica-hours, into used and idle but for GPUs beside them. Ready ones work first. */
function cutReplicas(
  parts: Float64Array,
  ready: number,
  starting: number,
  draining: number,
  used: number,
  most: number,
): void {
  const ofReady = Math.min(used, ready);
  const ofDraining = Math.min(used - ofReady, draining);
  const whole = Math.min(wholeReplicas(ofReady), ready);
  const needed = Math.max(whole, Math.min(ready, most));
  parts[0] = ofReady + ofDraining;
  parts[1] = 0;
  parts[2] = starting;
  parts[3] = draining - ofDraining;
  parts[4] = ready - needed;
  parts[5] = needed - whole;
  parts[6] = Math.max(0, whole - ofReady);
}

function wholeReplicas(used: number): number {
  return Math.ceil(used - ROUNDING);
}

function split(amount: Micros, weights: Float64Array): readonly Micros[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) return [amount, 0, 0, 0, 0, 0, 0];
  if (typeof amount === 'bigint')
    return apportionLarge(
      amount,
      weights.map((weight) => weight / sum),
      PARTS,
    );
  const out = new Float64Array(PARTS);
  apportion(amount, weights, PARTS, out, new Float64Array(PARTS));
  return [...out];
}

function byReason<Value>(values: readonly Value[]): Readonly<Record<IdleReason, Value>> {
  return Object.fromEntries(IDLE_REASONS.map((reason, index) => [reason, values[index]])) as Record<
    IdleReason,
    Value
  >;
}
