import type { Ledger } from '../pricing/ledger.ts';
import type { SimulationSpec } from '../scenario/spec.ts';
import type { ReplicationUsage } from '../usage/usage.ts';
import { gpusPerNode, replicasPerNode } from '../scenario/living/capacity/paidNode.ts';
import { wholeUnits } from '../scenario/wholeUnits.ts';
import { PAID_KINDS, type PaidHours, replicaHoursOf } from '../usage/paidHours.ts';
import { accountTotals, sumColumn } from '../usage/usageTotals.ts';
import type { TellAmount } from './exactAmounts.ts';
import { type BatchingFigures, batchingFigures } from './batchingFigures.ts';
import { type FrontEndFigures, frontEndFigures } from './frontEndFigures.ts';
import { type EnergyFigures, energyFigures } from './fleets/energyFigures.ts';
import { type FleetFigures, fleetFigures } from './fleets/fleetFigures.ts';
import { type CapacityFigures, capacityFigures } from './idleFigures.ts';
import { type ReservedFigures, reservedFigures } from './fleets/reservedFigures.ts';
import { accountsOf } from './serviceLevel.ts';
import { type SpotFigures, spotFigures } from './fleets/spotFigures.ts';
import type { PoolCapacity } from './usedCapacity.ts';

/** What a pool did. Shares are 0 to 1; null without data. */
export interface PoolFigures extends CapacityFigures {
  readonly id: string;
  readonly replicaHours: number;
  /** GPUs of the replicas × hours. */
  readonly gpuHours: number;
  /** GPUs of the whole units paid × hours; null where the pool has no price. */
  readonly gpuHoursPaid: number | null;
  /** Most units (instances or GPUs) paid at a time, and what a unit is. */
  readonly peakUnitsPaid: number | null;
  readonly unit: string | null;
  /** Replica-seconds in steps / replica-seconds present. */
  readonly busyShare: number | null;
  readonly peakReplicas: number;
  /** These three are null of an encoder, which keeps no KV and generates nothing. */
  readonly preemptions: number | null;
  readonly kvPeakShare: number | null;
  readonly outputTokensPerSecondPerGpu: number | null;
  /** Present where the pool's model is an encoder. */
  readonly generates?: false;
  /** Present where an engine that the pool names has rules of its own for what a step takes. */
  readonly batching?: BatchingFigures;
  /** Present where requests pass a front end before the engine has them. */
  readonly frontEnd?: FrontEndFigures;
  /** Present where the number of replicas changes. */
  readonly fleet?: FleetFigures | undefined;
  /** Present where some of its capacity is spot. */
  readonly spot?: SpotFigures | undefined;
  /** Present where some of its capacity is reserved. */
  readonly reserved?: ReservedFigures | undefined;
  /** Present where the document gives the power of its replicas. */
  readonly energy?: EnergyFigures | undefined;
}

/** Figures of each pool, in the spec's order, as `capacities` are; booked amounts go by `tell`. */
export function poolFigures(
  spec: SimulationSpec,
  usage: ReplicationUsage,
  ledger: Ledger,
  capacities: readonly PoolCapacity[],
  tell: TellAmount,
): readonly PoolFigures[] {
  return spec.pools.map((pool, index) => {
    const { busySeconds, paid, totals } = usage.pools[index];
    const present = replicaHoursOf(paid, busySeconds.length, replicasPerNode(pool));
    const replicaHours = sumColumn(present);
    const gpuHours = replicaHours * pool.gpusPerReplica;
    const series = ledger.series.filter((candidate) => candidate.pool === index);
    const accounts = spec.workloads.flatMap((workload, w) =>
      workload.pool === index ? accountsOf(spec, w) : [],
    );
    const tokens = accountTotals(usage, accounts);
    const { outputTokens } = tokens;
    const energy = energyFigures(pool, usage.pools[index], tokens, replicaHours);
    const batching = batchingFigures(pool.batching);
    const path = `pools.${pool.id}.fleet.`;
    const fleet = fleetFigures(spec, usage, ledger, index, capacities[index], path, tell);
    const spot = spotFigures(spec, usage, ledger, index, `pools.${pool.id}.spot.`, tell);
    const reserved = reservedFigures(spec, usage, ledger, index, `pools.${pool.id}.reserved.`, tell);
    return {
      id: pool.id,
      replicaHours,
      gpuHours,
      gpuHoursPaid:
        series.length > 0
          ? series.reduce((sum, { quantity, gpusPerUnit }) => sum + gpusPerUnit * sumColumn(quantity), 0)
          : null,
      peakUnitsPaid:
        series.length > 0
          ? peakOf(paid, (nodes) => wholeUnits(nodes, gpusPerNode(pool), series[0].gpusPerUnit))
          : null,
      unit: series[0]?.unit.replace('-hour', '') ?? null,
      ...capacityFigures([capacities[index]], capacities[index].micros, true, `pools.${pool.id}.`, tell),
      busyShare: replicaHours > 0 ? sumColumn(busySeconds) / (replicaHours * 3600) : null,
      peakReplicas: Math.ceil(peakOf(paid, (nodes) => nodes * replicasPerNode(pool))),
      ...(pool.isEncoder === true
        ? NOTHING_GENERATED
        : {
            preemptions: totals.preemptions,
            kvPeakShare: pool.batching.kvBlocks > 0 ? totals.kvPeakBlocks / pool.batching.kvBlocks : null,
            outputTokensPerSecondPerGpu: gpuHours > 0 ? outputTokens / (gpuHours * 3600) : null,
          }),
      ...(batching && { batching }),
      ...(pool.frontEnd && { frontEnd: frontEndFigures(pool.frontEnd) }),
      ...(fleet && { fleet }),
      ...(spot && { spot }),
      ...(reserved && { reserved }),
      ...(energy && { energy }),
    };
  });
}

/** The most at a time, of what so many nodes (replicas, as a rule) come to; kinds of capacity have it at different times, if at all. */
function peakOf({ kind, level, seconds }: PaidHours, of: (nodes: number) => number): number {
  const peaks = PAID_KINDS.map(() => 0);
  for (let row = 0; row < level.length; row++) {
    if (seconds[row] > 0) peaks[kind[row]] = Math.max(peaks[kind[row]], of(level[row]));
  }
  return peaks.reduce((sum, peak) => sum + peak, 0);
}

const NOTHING_GENERATED = {
  preemptions: null,
  kvPeakShare: null,
  outputTokensPerSecondPerGpu: null,
  generates: false,
} as const;
