import fc from 'fast-check';
import {
  BALANCE_POLICIES,
  DRAWS_LOTS,
  type FrontEndSpec,
  type PoolSpec,
} from '../../../../engine/scenario/spec.ts';
import { GENERATIONS, ofGeneration } from '../../generations.ts';
import type { OracleRequest } from '../../oracle.ts';
import type { LivingSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { FleetJob, FleetSpec } from '../fleetTypes.ts';
import { randomJobs } from './randomJobs.ts';
import { randomLiving } from './randomLiving.ts';

/**
 * Random fleets for the comparison of two programs. Step times and arrivals are whole multiples of powers of two, so
 * that every instant is exact and nothing hangs on the last bits; and requests come together, at looks and entries, at step
 * ends, and about the ends of hours and of the horizon.
 */
export interface RandomFleet {
  readonly spec: FleetSpec;
  /** By pool, in order of arrival. */
  readonly requests: readonly (readonly OracleRequest[])[];
}

export interface RandomFleetOptions {
  /** Machines that hold several replicas, and replicas that span several. */
  readonly nodes?: boolean;
  /** Replicas that may be taken away. */
  readonly spot?: boolean;
  /** Jobs, some of which have replicas only while they run, or a cap. */
  readonly jobs?: boolean;
  /** All of them are KEDA's, Knative's or Ray Serve's. */
  readonly scalers?: boolean;
  /** Some arrivals half a microsecond off: simultaneous with what is on the instant itself. */
  readonly nearTies?: boolean;
  /** Replicas keep their number, and nothing happens to them; no lots are drawn. */
  readonly still?: boolean;
  /** Layers with a window have blocks of their own. */
  readonly windows?: boolean;
  /** Pools go by the batching rules of engines of all generations. */
  readonly generations?: boolean;
}

const HALF_A_MICROSECOND = 2 ** -21;

const stepTimes: fc.Arbitrary<PoolSpec['stepTime']> = fc.record({
  kind: fc.constant('linear' as const),
  baseSeconds: fc.constantFrom(0.125, 0.25, 0.5, 0.1875),
  perPromptTokenSeconds: fc.constantFrom(0, 2 ** -10, 2 ** -8),
  perSequenceSeconds: fc.constantFrom(0, 0, 2 ** -7),
  perContextTokenSeconds: fc.constantFrom(0, 0, 2 ** -14),
});

const batchings: fc.Arbitrary<PoolSpec['batching']> = fc
  .record({
    policy: fc.constantFrom(
      'continuous' as const,
      'continuous' as const,
      'continuous' as const,
      'static' as const,
    ),
    chunkedPrefill: fc.constantFrom(true, true, false),
    maxSequences: fc.constantFrom(1, 2, 4, 8),
    budget: fc.constantFrom(16, 60, 500),
    blockTokens: fc.constantFrom(1, 16),
    kvTokens: fc.constantFrom(240, 400, 4000),
  })
  .map(({ budget, kvTokens, ...batching }) => ({
    ...batching,
    maxBatchedTokens: Math.max(batching.maxSequences, budget),
    kvBlocks: Math.ceil(kvTokens / batching.blockTokens),
  }));

/** Of these, with groups of layers whose windows end within requests and beyond. */
const windowBatchings: fc.Arbitrary<PoolSpec['batching']> = fc
  .record({
    batching: batchings,
    full: fc.constantFrom(0, 1, 1),
    window: fc.constantFrom(1, 5),
    windowTokens: fc.constantFrom(1, 16, 50, 500),
  })
  .map(({ batching, full, window, windowTokens }) => ({
    ...batching,
    kvBlocks: batching.kvBlocks * (full + window),
    kvGroups: { full, window, windowTokens },
  }));

/** Whole multiples of powers of two, as all instants here. */
const frontEnds: fc.Arbitrary<FrontEndSpec> = fc.record({
  requestSeconds: fc.constantFrom(0, 0.125, 0.5, 4),
  promptTokenSeconds: fc.constantFrom(0, 2 ** -8),
  latencySeconds: fc.constantFrom(0, 0.125, 2),
  admissionSeconds: fc.constantFrom(0, 0, 2 ** -6),
});

/** Bursts on a grid, in its steps and all together, within some minutes from `busyFrom` on. */
function requestsFrom(busyFrom: number, horizon: number, nearTies: boolean): fc.Arbitrary<OracleRequest[]> {
  return fc
    .record({
      grid: fc.constantFrom(0.25, 1, 2.5),
      longest: fc.constantFrom(4, 60, 200),
      rows: fc.array(
        fc.record({
          wait: fc.oneof(
            { weight: 4, arbitrary: fc.constant(0) },
            { weight: 4, arbitrary: fc.nat(2) },
            { weight: 1, arbitrary: fc.nat(40) },
          ),
          off: nearTies ? fc.constantFrom(0, 0, 0, 1) : fc.constant(0),
          prompt: fc.integer({ min: 1, max: 100 }),
          output: fc.integer({ min: 1, max: 200 }),
          cached: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(60)),
        }),
        { minLength: 1, maxLength: 100, size: 'max' },
      ),
    })
    .map(({ grid, longest, rows }) => {
      let at = busyFrom;
      return rows
        .map(({ wait, off, prompt, output, cached }, i) => {
          // The first is on time, so that there is one within the horizon.
          if (i > 0) at += grid * wait;
          const arrival = at + off * HALF_A_MICROSECOND;
          return { arrival, prompt, output: Math.min(output, longest), cached };
        })
        .filter(({ arrival }) => arrival < horizon)
        .sort((a, b) => a.arrival - b.arrival);
    });
}

/** Monday and Thursday, 00:00 UTC: a week's clock begins anew, or goes on. */
const STARTS = [Date.UTC(2026, 0, 5) / 1000, Date.UTC(2026, 0, 1) / 1000];
const SECOND_OF_WEEK = [0, 3 * 86_400];

/** Where things happen: at the start, about the end of an hour, and about the end of the horizon. */
const BUSY_FROM = [0, 0, 3600 - 45];

/** An item that may not wait would be handed over again and again; and who is there for a job only has no controller. */
function livingWithJobs(living: LivingSpec, work: readonly FleetJob[]): LivingSpec {
  const { controller, ...rest } = living;
  const isOfJob = controller === undefined || work.some(({ job }) => job.fleet !== undefined);
  return {
    ...rest,
    ...(isOfJob ? {} : { controller }),
    queueSeconds: Math.max(30, living.queueSeconds),
  };
}

export function randomFleets({
  nodes = false,
  spot = false,
  jobs = false,
  scalers = false,
  nearTies = false,
  still = false,
  windows = false,
  generations = false,
}: RandomFleetOptions): fc.Arbitrary<RandomFleet> {
  return fc
    .record({ hours: fc.constantFrom(1, 1, 1, 2), start: fc.nat(1), busyFrom: fc.constantFrom(...BUSY_FROM) })
    .chain(({ hours, start, busyFrom }) => {
      const pools = fc
        .record({
          id: fc.constant('a'),
          balance: fc.constantFrom(...BALANCE_POLICIES.filter((policy) => !still || !DRAWS_LOTS[policy])),
          batching: windows ? windowBatchings : batchings,
          stepTime: stepTimes,
          isStill: fc.constantFrom(still, still, still, still, still, true),
          frontEnd: fc.option(frontEnds, { nil: undefined, freq: 1 }),
          mostContext: fc.constantFrom(undefined, undefined, 150),
          generation: generations ? fc.constantFrom(...Object.values(GENERATIONS)) : fc.constant(undefined),
          work: jobs ? randomJobs(busyFrom) : fc.constant([]),
          life: randomLiving(SECOND_OF_WEEK[start], busyFrom, { nodes, spot, scalers }),
        })
        .map(({ isStill, mostContext, frontEnd, life, generation, work, ...pool }) => {
          const { replicas, gpus } = life;
          const keepsStill = isStill && work.length === 0;
          // A whole batch that waits for its longest has emitted more than was asked of some: a loss then could not go on.
          const isWhole = pool.batching.policy === 'static' && life.living.onLoss === 'resume';
          const lossless = isWhole ? { ...life.living, onLoss: 'retry' as const } : life.living;
          const living = work.length > 0 ? livingWithJobs(lossless, work) : lossless;
          const one: PoolSpec = {
            ...pool,
            gpusPerReplica: gpus,
            replicas: keepsStill ? Math.max(1, replicas) : replicas,
            ...(keepsStill ? {} : { living }),
            ...(frontEnd === undefined ? {} : { frontEnd }),
            ...(mostContext === undefined ? {} : { maxContextTokens: mostContext }),
          };
          return { spec: generation === undefined ? one : ofGeneration(one, generation), work };
        });
      const asked = fc.record({ pool: pools, requests: requestsFrom(busyFrom, hours * 3600, nearTies) });
      return fc.array(asked, { minLength: 1, maxLength: 2 }).map((all) => ({
        spec: {
          hours,
          startEpochSeconds: STARTS[start],
          pools: all.map(({ pool }, i) => ({ ...pool.spec, id: `pool-${i}` })),
          ...(jobs && {
            jobs: all.flatMap(({ pool: { work } }, pool) =>
              work.map(({ job, items }) => ({ job: { ...job, pool }, items })),
            ),
          }),
        },
        requests: all.map(({ requests }) => requests),
      }));
    });
}
