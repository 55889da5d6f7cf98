import { isManifest } from '../manifest/manifestAutoscale.ts';
import { durationOf } from './durationOf.ts';
import {
  type DurationSpec,
  type FailuresSpec,
  type LivingSpec,
  START_UP_STAGES,
  type StartUpSpec,
} from './livingSpec.ts';
import { resolveController } from './autoscale/resolveController.ts';
import { resolveRollout } from './resolveRollout.ts';
import { resolveReserved, resolveSpot, resolveStock } from './capacity/resolveCapacity.ts';
import type { PoolDocument } from '../schema.ts';
import type { PoolSpec } from '../spec.ts';

/** So long a cluster autoscaler leaves an empty machine (scale-down-unneeded-time, its FAQ). */
const RELEASE_SECONDS = 600;
const HOUR = 3600;

/**
 * What makes a pool a living one, with the replicas that are ready at the horizon's start. Nothing for one whose number cannot
 * change, that is paid by the replica and serves no jobs. `catalogued`: the stages of its preset, for `startUp` of the catalogue.
 * Throws RangeError for one of the catalogue that was not looked up, and for a manifest that was not read.
 */
export function resolveLiving(
  pool: PoolDocument,
  startEpochSeconds: number,
  catalogued: StartUpSpec | undefined,
  servesJobs = false,
): Pick<PoolSpec, 'replicas' | 'living'> | undefined {
  const { autoscale, failures } = pool;
  const gpusPerNode = ownNodes(pool);
  const spot = resolveSpot(pool);
  const stock = resolveStock(pool.capacity);
  const reserved = resolveReserved(pool.capacity, startEpochSeconds);
  // None is what is kept where nothing is written.
  const warmStandby = pool.warmStandby === 0 ? undefined : pool.warmStandby;
  const parts = [autoscale, failures, gpusPerNode, spot, stock, reserved, warmStandby, pool.rollout];
  const isMoving = parts.some((part) => part !== undefined);
  if (!isMoving && !servesJobs) return undefined;
  if (autoscale !== undefined && isManifest(autoscale))
    throw new RangeError(`the manifest of ${pool.id} was not read`);
  const scaled = autoscale && resolveController(autoscale, startEpochSeconds);
  const living: LivingSpec = {
    ...(scaled && { controller: scaled.controller }),
    startUp: startUpOf(pool, catalogued),
    drainSeconds: pool.drainSeconds ?? Number.POSITIVE_INFINITY,
    releaseSeconds: pool.releaseSeconds ?? (isOfCatalog(pool.startUp) ? RELEASE_SECONDS : 0),
    queueSeconds: pool.queueSeconds ?? Number.POSITIVE_INFINITY,
    onLoss: pool.onLoss ?? 'retry',
    ...(gpusPerNode !== undefined && { gpusPerNode }),
    ...(spot && { spot }),
    ...(stock && { stock }),
    ...(reserved && { reserved }),
    ...(failures && { failures: failuresOf(failures) }),
    ...(warmStandby !== undefined && { warmStandby }),
    ...(pool.rollout && { rollout: resolveRollout(pool.rollout, startEpochSeconds) }),
  };
  return { replicas: scaled?.replicas ?? pool.replicas, living };
}

/** GPUs of a machine, where it is not the replica's own. */
function ownNodes({ capacity, gpusPerReplica }: PoolDocument): number | undefined {
  const gpusPerNode = capacity?.find((entry) => entry.gpusPerNode !== undefined)?.gpusPerNode;
  return gpusPerNode === gpusPerReplica ? undefined : gpusPerNode;
}

function failuresOf({
  repair,
  at = [],
  meanHours,
  zone,
}: NonNullable<PoolDocument['failures']>): FailuresSpec {
  return {
    repairSeconds: durationOf(repair),
    at: at.toSorted((a, b) => a.second - b.second),
    ...(meanHours !== undefined && { meanSeconds: HOUR * meanHours }),
    ...(zone && {
      zone: {
        meanSeconds: HOUR * zone.meanHours,
        repairSeconds: durationOf(zone.repair ?? repair),
        zones: zone.zones,
      },
    }),
  };
}

/** Whether some of a start-up is as the catalogue has it. */
function isOfCatalog(startUp: PoolDocument['startUp']): boolean {
  return startUp === 'auto' || startUp?.preset !== undefined;
}

function startUpOf({ id, startUp }: PoolDocument, catalogued: StartUpSpec | undefined): StartUpSpec {
  if (isOfCatalog(startUp) && catalogued === undefined)
    throw new RangeError(`the start-up of ${id} was not looked up in the catalogue`);
  const given = startUp === 'auto' ? undefined : startUp;
  const stages = START_UP_STAGES.map((stage): [string, DurationSpec] => [
    stage,
    given?.[stage] === undefined ? (catalogued?.[stage] ?? AT_ONCE) : durationOf(given[stage]),
  ]);
  return Object.fromEntries(stages) as StartUpSpec;
}

const AT_ONCE: DurationSpec = { type: 'fixed', value: 0 };
