import type { Forecast } from '../../../../engine/forecast.ts';
import { leastReplicas } from '../../../../engine/planning/size/leastReplicas.ts';
import { onlyPool } from '../../../../engine/planning/size/onlyPool.ts';
import {
  fewerReplicas,
  paidReplicas,
  type PricedReplica,
  sizeCostPerMonth,
} from '../../../../engine/planning/size/paidReplicas.ts';
import { keepsPromises } from '../../../../engine/planning/size/sizeVerdict.ts';
import type { PoolSpec, SimulationSpec } from '../../../../engine/scenario/spec.ts';
import type { PreparedRun } from '../../../run/prepareRun.ts';
import type { Drafts } from '../drafts.ts';

/** Pools whose replicas are changed one by one: the one that binds, and those with the largest part of the cost. */
const MOST_POOLS = 3;
/** Times its cost up to which enough replicas are looked for. */
const DEAREST = 16;

/** A pool with another number of replicas, all else being the same. */
export interface ReplicaChange {
  readonly pool: string;
  readonly replicas: number;
  /** `enough`: the least that keeps every promise. `fewer` and `more`: the next that are paid for otherwise. */
  readonly kind: 'enough' | 'fewer' | 'more';
  readonly forecast: Forecast;
  readonly keeps: boolean;
}

/** Pools changed at once. */
export interface ReplicaChanges {
  readonly changes: readonly ReplicaChange[];
  readonly forecast: Forecast;
}

/**
 * What other numbers of replicas would do. Where promises are kept: the next fewer of each pool, or the least that still
 * keep them, and the next more. Where they are not: the least that would, of the pools that miss them.
 */
export async function replicaChanges(
  prepared: PreparedRun,
  full: Forecast,
  drafts: Drafts,
): Promise<readonly ReplicaChange[]> {
  const { spec } = prepared;
  const change = async (
    index: number,
    replicas: number,
    kind: ReplicaChange['kind'],
  ): Promise<ReplicaChange> => {
    const forecast = await drafts.simulate(withReplicas(spec, [[index, replicas]]));
    return { pool: spec.pools[index].id, replicas, kind, forecast, keeps: keepsPromises(forecast) };
  };
  if (!keepsPromises(full)) return enoughOf(prepared, drafts);
  const found: ReplicaChange[] = [];
  for (const index of worthChanging(full, spec)) {
    const { replicas } = spec.pools[index];
    const option = pricedReplica(prepared, index);
    const paid = fewerReplicas(option, replicas);
    // Where no less can be paid, one replica fewer tells what its loss would do.
    const fewer = paid >= 1 ? paid : replicas - 1;
    const step = fewer >= 1 ? await change(index, fewer, 'fewer') : undefined;
    if (step?.keeps === true) {
      const least = await leastOf(prepared, drafts, index, fewer);
      found.push(
        least === undefined || least >= fewer
          ? { ...step, kind: 'enough' }
          : await change(index, least, 'enough'),
      );
    } else if (step !== undefined) found.push(step);
    // Of one pool among several that has replicas to spare nobody asks for more.
    if (spec.pools.length === 1 || step?.keeps !== true)
      found.push(await change(index, nextMore(option, replicas), 'more'));
  }
  return found;
}

/**
 * All pools at once with the least replicas of `found` that are paid for with less; undefined where that is not several
 * pools, or breaks a promise.
 */
export async function togetherFewer(
  { spec }: PreparedRun,
  full: Forecast,
  drafts: Drafts,
  found: readonly ReplicaChange[],
): Promise<ReplicaChanges | undefined> {
  const changes = found.filter(
    ({ kind, keeps, forecast }) =>
      kind === 'enough' && keeps && (forecast.costPerMonth ?? 0) < (full.costPerMonth ?? 0) - 0.005,
  );
  if (!keepsPromises(full) || changes.length < 2) return undefined;
  const wanted = changes.map(
    ({ pool, replicas }) => [spec.pools.findIndex(({ id }) => id === pool), replicas] as const,
  );
  const forecast = await drafts.simulate(withReplicas(spec, wanted));
  return keepsPromises(forecast) ? { changes, forecast } : undefined;
}

/** As many as are paid for already, or else those of the next unit. */
function nextMore(option: PricedReplica, replicas: number): number {
  const paid = paidReplicas(option, replicas);
  return paid > replicas ? paid : paidReplicas(option, replicas + 1);
}

/** Whether a pool has no number of replicas of its own that could be another. */
function isAutoscaled({ living }: PoolSpec): boolean {
  return living?.controller !== undefined;
}

/** The pool that binds, then the others by their part of the cost, the largest first. */
function worthChanging({ cost, bottleneck }: Forecast, { pools }: SimulationSpec): readonly number[] {
  const costOf = (index: number): number =>
    pools[index].id === bottleneck.pool ? Number.POSITIVE_INFINITY : (cost.byPool[pools[index].id] ?? 0);
  return pools
    .flatMap((pool, index) => (isAutoscaled(pool) ? [] : [index]))
    .sort((a, b) => (costOf(b) === costOf(a) ? a - b : costOf(b) - costOf(a)))
    .slice(0, MOST_POOLS);
}

/** The pools that miss a promise with as many replicas as would keep it, all at once; none where no number does. */
async function enoughOf(prepared: PreparedRun, drafts: Drafts): Promise<readonly ReplicaChange[]> {
  const { spec } = prepared;
  const changes: (readonly [index: number, replicas: number])[] = [];
  for (const [index, pool] of spec.pools.entries()) {
    const { replicas } = pool;
    const alone = await drafts.simulate(onlyPool(spec, index));
    if (keepsPromises(alone)) continue;
    if (isAutoscaled(pool)) return [];
    const first = alone.givenUp?.replicasNeeded ?? replicas + 1;
    const enough = await leastOf(prepared, drafts, index, Math.max(first, replicas + 1), replicas + 1);
    if (enough === undefined) return [];
    changes.push([index, enough]);
  }
  if (changes.length === 0) return [];
  const forecast = await drafts.simulate(withReplicas(spec, changes));
  const keeps = keepsPromises(forecast);
  return changes.map(([index, replicas]) => ({
    pool: spec.pools[index].id,
    replicas,
    kind: 'enough',
    forecast,
    keeps,
  }));
}

async function leastOf(
  prepared: PreparedRun,
  drafts: Drafts,
  index: number,
  first: number,
  least = 1,
): Promise<number | undefined> {
  const { spec } = prepared;
  const option = pricedReplica(prepared, index);
  const ceiling = DEAREST * sizeCostPerMonth(option, Math.max(first, spec.pools[index].replicas));
  const found = await leastReplicas(option, { least, first, ceiling }, async (replicas) => ({
    forecast: await drafts.simulate(onlyPool(spec, index, { ...spec.pools[index], replicas })),
  }));
  return found?.replicas;
}

/** A replica with what is paid for it; without a price each is paid alike. */
function pricedReplica({ spec, prices }: PreparedRun, index: number): PricedReplica {
  const { id, gpusPerReplica } = spec.pools[index];
  const alike = { pool: id, unit: 'GPU-hour' as const, gpusPerUnit: 1, unitPrice: 1, source: '' };
  return { gpusPerReplica, prices: [prices[index] ?? alike] };
}

function withReplicas(
  spec: SimulationSpec,
  changes: readonly (readonly [index: number, replicas: number])[],
): SimulationSpec {
  const wanted = new Map(changes);
  return {
    ...spec,
    pools: spec.pools.map((pool, index) => ({ ...pool, replicas: wanted.get(index) ?? pool.replicas })),
  };
}
