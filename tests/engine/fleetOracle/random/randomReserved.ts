import fc from 'fast-check';
import {
  BLOCK_ENDS_EARLY_SECONDS,
  BLOCK_NOTICE_SECONDS,
  type ReservedSpec,
} from '../../../../engine/scenario/living/capacity/capacitySpec.ts';
import type { LivingSpec, RolloutPart, RolloutSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { PoolSpec } from '../../../../engine/scenario/spec.ts';
import type { FleetJob } from '../fleetTypes.ts';
import { type RandomFleet, type RandomFleetOptions, randomFleets } from './randomFleet.ts';
import { randomTraces } from './randomSpot.ts';

/**
 * Random fleets with stock, reservations, blocks, warm standby and rollouts: other random fleets with those added, so that the fleets of
 * their seeds stay what they are. All instants are on the grid of everything else.
 */

const GRID_SECONDS = 7.5;

function instants(busyFrom: number, min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max }).map((step) => busyFrom + GRID_SECONDS * step);
}

/** So long after a block's notice it ends. */
const AFTER_NOTICE = BLOCK_ENDS_EARLY_SECONDS + BLOCK_NOTICE_SECONDS;

function randomReserved(busyFrom: number): fc.Arbitrary<ReservedSpec> {
  const from = fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: instants(busyFrom, -2, 15) },
  );
  const nodes = fc.constantFrom(1, 1, 2, 4);
  const reservation = fc
    .record({ from, nodes, until: fc.option(instants(busyFrom, 1, 40)), hasOwnPrice: fc.boolean() })
    .map(({ from: fromSecond, until, ...rest }) => ({
      kind: 'reservation' as const,
      fromSecond,
      untilSecond: until === null ? Number.POSITIVE_INFINITY : Math.max(until, fromSecond + GRID_SECONDS),
      ...rest,
    }));
  const block = fc
    .record({
      from,
      nodes,
      until: instants(busyFrom, 1, 40),
      // What is on the grid: mostly the notice, else the loss or the end.
      ahead: fc.constantFrom(AFTER_NOTICE, AFTER_NOTICE, AFTER_NOTICE, BLOCK_ENDS_EARLY_SECONDS, 0),
    })
    .map(({ from: fromSecond, until, ahead, ...rest }) => ({
      kind: 'capacity-block' as const,
      fromSecond,
      untilSecond: Math.max(until + ahead, fromSecond + GRID_SECONDS),
      hasOwnPrice: true,
      ...rest,
    }));
  return fc.oneof(reservation, block);
}

const rolloutParts: fc.Arbitrary<RolloutPart> = fc.oneof(
  fc.constantFrom(0, 1, 2).map((replicas) => ({ replicas })),
  fc.constantFrom(0, 0.25, 0.25, 0.5, 1).map((share) => ({ share })),
);

function randomRollout(busyFrom: number): fc.Arbitrary<RolloutSpec> {
  return fc.record({
    seconds: fc
      .uniqueArray(instants(busyFrom, 0, 25), { minLength: 1, maxLength: 3 })
      .map((seconds) => [...seconds].sort((a, b) => a - b)),
    surge: rolloutParts,
    unavailable: rolloutParts,
  });
}

type Added = Pick<LivingSpec, 'stock' | 'reserved' | 'warmStandby' | 'rollout'>;

/** What is not there is not written. */
function randomAdded(busyFrom: number): fc.Arbitrary<Added> {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined, freq: 2 });
  return fc
    .record({
      stock: maybe(randomTraces(busyFrom)),
      reserved: maybe(fc.array(randomReserved(busyFrom), { minLength: 1, maxLength: 2 })),
      warmStandby: maybe(fc.constantFrom(0, 1, 2)),
      rollout: maybe(randomRollout(busyFrom)),
    })
    .map(({ stock, reserved, warmStandby, rollout }) => ({
      ...(stock === undefined ? {} : { stock }),
      ...(reserved === undefined ? {} : { reserved }),
      ...(warmStandby === undefined ? {} : { warmStandby }),
      ...(rollout === undefined ? {} : { rollout }),
    }));
}

/** Nobody stands by where there are replicas only while a job runs. */
function withAdded(pool: PoolSpec, { warmStandby, ...added }: Added, jobs: readonly FleetJob[]): PoolSpec {
  if (pool.living === undefined) return pool;
  const isOfJob = jobs.some(({ job }) => job.fleet !== undefined);
  const living = { ...pool.living, ...added };
  return { ...pool, living: isOfJob || warmStandby === undefined ? living : { ...living, warmStandby } };
}

/** A cap does not go with what is reserved. */
function withoutCap({ job, items }: FleetJob): FleetJob {
  const { cap, ...rest } = job;
  return { job: cap === undefined ? job : rest, items };
}

function decorated({ spec, requests }: RandomFleet): fc.Arbitrary<RandomFleet> {
  // Near ties are half a microsecond after it.
  const busyFrom = Math.floor(requests[0][0].arrival);
  const jobs = spec.jobs?.map(withoutCap);
  return fc.tuple(...spec.pools.map(() => randomAdded(busyFrom))).map((added) => ({
    requests,
    spec: {
      ...spec,
      ...(jobs !== undefined && { jobs }),
      pools: spec.pools.map((pool, i) =>
        withAdded(
          pool,
          added[i],
          (jobs ?? []).filter(({ job }) => job.pool === i),
        ),
      ),
    },
  }));
}

const UNDECORATED: readonly RandomFleetOptions[] = [
  { nearTies: true },
  { nodes: true },
  { spot: true, nearTies: true },
  { spot: true, nodes: true },
  { scalers: true, spot: true, nearTies: true },
  { jobs: true, spot: true, nodes: true },
];

/** Fleets of all kinds, with some of these added to each of their pools that live. */
export function randomReservedFleets(): fc.Arbitrary<RandomFleet> {
  return fc.oneof(...UNDECORATED.map((options) => randomFleets(options).chain(decorated)));
}
