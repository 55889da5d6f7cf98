import type { LivingSpec, ScheduleSpec } from '../../../engine/scenario/living/livingSpec.ts';
import type { PoolSpec } from '../../../engine/scenario/spec.ts';
import type { OracleRequest } from '../oracle.ts';
import type { FleetJob, FleetPoolResult } from './fleetTypes.ts';
import { oracleFleet } from './oracleFleet.ts';

export const ON_DEMAND = 'committed-or-on-demand';
export const fixed = (value: number): { type: 'fixed'; value: number } => ({ type: 'fixed', value });

/** A request of n tokens takes n seconds by itself; provision 10 s, boot 5 s, weights 3 s. */
export function livingPool(living: Partial<LivingSpec>, replicas: number, gpusPerReplica = 1): PoolSpec {
  return {
    id: 'a',
    replicas,
    gpusPerReplica,
    balance: 'least-outstanding',
    batching: {
      policy: 'continuous',
      chunkedPrefill: true,
      maxSequences: 1,
      maxBatchedTokens: 100,
      blockTokens: 16,
      kvBlocks: 100,
    },
    stepTime: {
      kind: 'linear',
      baseSeconds: 1,
      perPromptTokenSeconds: 0,
      perSequenceSeconds: 0,
      perContextTokenSeconds: 0,
    },
    living: {
      startUp: { provision: fixed(10), boot: fixed(5), image: fixed(0), weights: fixed(3), warmUp: fixed(0) },
      drainSeconds: 20,
      releaseSeconds: 0,
      queueSeconds: Number.POSITIVE_INFINITY,
      onLoss: 'retry',
      ...living,
    },
  };
}

export const exact = (...entries: readonly (readonly [number, number])[]): ScheduleSpec => ({
  kind: 'schedule',
  mode: 'exact',
  entries: entries.map(([secondOfWeek, replicas]) => ({ secondOfWeek, replicas })),
});

/** Second 0 is a Monday, 00:00. */
export function run(
  spec: PoolSpec,
  requests: readonly OracleRequest[],
  jobs: readonly FleetJob[] = [],
): FleetPoolResult {
  const monday = Date.UTC(2026, 0, 5) / 1000;
  return oracleFleet({ hours: 1, startEpochSeconds: monday, pools: [spec], jobs }, [requests])[0];
}
