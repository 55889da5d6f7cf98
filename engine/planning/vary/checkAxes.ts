import type { Catalog } from '../../catalog/catalog.ts';
import { lookUp } from '../../catalog/lookUp.ts';
import { PRECISIONS } from '../../catalog/precision.ts';
import { suggestFrom } from '../../scenario/reading/nearest.ts';
import type { ScenarioDocument } from '../../scenario/schema.ts';
import { inlineAccelerator } from '../size/poolAccelerator.ts';
import { placeOf, type SizePrices } from '../size/replicaPrices.ts';
import {
  type AxisProblem,
  axisSizes,
  countVariants,
  distinct,
  type FieldAxis,
  MOST_VARIANTS,
  type VaryAxes,
} from './varyAxes.ts';

type PoolDocument = ScenarioDocument['pools'][number];

export interface CheckedAxes {
  readonly axes: VaryAxes;
}

/**
 * Axes as they are to be taken: accelerators by their catalogue ids, each value once, fields of the pool that have an axis of
 * their own in that one. Or what cannot be: a name that nobody has, more rows than there may be, nothing that varies.
 */
export function checkAxes(
  pool: PoolDocument,
  prices: SizePrices,
  catalog: Catalog,
  given: VaryAxes,
  isSized: boolean,
): CheckedAxes | { readonly problems: readonly AxisProblem[] } {
  const problems: AxisProblem[] = [];
  const asked = withoutPoolFields(pool.id, given);
  const accelerators = asked.accelerators?.map((name) => acceleratorId(pool, catalog, name, problems));
  const places = [...prices.instances.values()].flat().map(({ instance }) => placeOf(instance));
  known(
    'providers',
    asked.providers,
    places.map(({ provider }) => provider),
    problems,
  );
  known(
    'regions',
    asked.regions,
    places.map(({ region }) => region),
    problems,
  );
  known('precisions', asked.precisions, ['auto', ...PRECISIONS], problems);
  whole('gpusPerReplica', asked.gpusPerReplica, 4096, problems);
  whole('replicas', asked.replicas, 100_000, problems);
  if (isSized && (asked.replicas?.length ?? 0) > 0) {
    problems.push({
      axis: 'replicas',
      message: 'cannot be given where each row is sized: sizing finds them',
      suggestion: 'give numbers of replicas, or have the rows sized',
    });
  }
  if (pool.autoscale !== undefined && (isSized || (asked.replicas?.length ?? 0) > 0)) {
    problems.push({
      axis: 'replicas',
      message: `cannot be given: the number of ${pool.id} is set by its autoscaler`,
      suggestion: `vary pools.${pool.id}.autoscale.max, say, and have no rows sized`,
    });
  }
  hardwareProblems(pool, asked, problems);
  const axes: VaryAxes = {
    ...listed('accelerators', accelerators),
    ...listed('gpusPerReplica', asked.gpusPerReplica),
    ...listed('precisions', asked.precisions),
    ...listed('providers', asked.providers),
    ...listed('regions', asked.regions),
    ...listed('replicas', asked.replicas),
    fields: (asked.fields ?? [])
      .filter(({ values }) => values.length > 0)
      .map(({ path, values }) => ({ path, values: distinct(values) })),
  };
  const count = countVariants(axes);
  if (count === 0) {
    problems.push({
      axis: '',
      message: 'nothing varies',
      suggestion: 'choose accelerators, GPUs per replica, or another field with its values',
    });
  } else if (count > MOST_VARIANTS) {
    problems.push({
      axis: '',
      message: `${axisSizes(axes).join(' × ')} are ${count} rows; ${MOST_VARIANTS} are the most`,
      suggestion: 'choose fewer values, or compare in parts',
    });
  }
  return problems.length > 0 ? { problems } : { axes };
}

const POOL_AXES = {
  accelerator: 'accelerators',
  gpusPerReplica: 'gpusPerReplica',
  precision: 'precisions',
  replicas: 'replicas',
} as const;

/** What a path says of the pool's hardware is an axis of its own: then the instance follows it. */
function withoutPoolFields(pool: string, axes: VaryAxes): VaryAxes {
  const named: Record<string, readonly unknown[] | undefined> = { ...axes };
  const fields: FieldAxis[] = [];
  for (const field of axes.fields ?? []) {
    const key = field.path.startsWith(`pools.${pool}.`) ? field.path.slice(`pools.${pool}.`.length) : '';
    const axis = Object.hasOwn(POOL_AXES, key) ? POOL_AXES[key as keyof typeof POOL_AXES] : undefined;
    const isPlain = field.values.every((value) => typeof value === 'string' || typeof value === 'number');
    if (axis !== undefined && named[axis] === undefined && isPlain) named[axis] = field.values;
    else fields.push(field);
  }
  return { ...(named as VaryAxes), fields };
}

function acceleratorId(pool: PoolDocument, catalog: Catalog, name: string, problems: AxisProblem[]): string {
  if (name === inlineAccelerator(pool)) return name;
  const found = lookUp(catalog, 'accelerator', String(name));
  if (found.found) return found.row.id;
  problems.push({
    axis: 'accelerators',
    message: `the catalogue has no accelerator '${name}'`,
    suggestion:
      found.suggestions.length > 0
        ? `did you mean ${found.suggestions.join(' or ')}?`
        : 'see scenarios/catalog/accelerators.yaml',
  });
  return name;
}

/** Step times and KV blocks of one deployment say nothing of another. */
function hardwareProblems(pool: PoolDocument, axes: VaryAxes, problems: AxisProblem[]): void {
  const axis = (['accelerators', 'gpusPerReplica', 'precisions'] as const).find(
    (key) => (axes[key]?.length ?? 0) > 0,
  );
  if (axis === undefined) return;
  const wrong = (message: string, suggestion: string) => problems.push({ axis, message, suggestion });
  if (pool.model === undefined) {
    wrong(
      `${pool.id} has no model, so that nothing says how other hardware would serve it`,
      'name its model',
    );
  } else if (pool.stepTime !== 'auto' && !('roofline' in pool.stepTime)) {
    wrong(`${pool.id} has measured step times, which hold for its own hardware only`, 'use stepTime: auto');
  }
  if (pool.batching.kvBlocks !== 'auto') {
    wrong(
      `${pool.id} has a number of KV blocks, which holds for its own hardware only`,
      'use kvBlocks: auto',
    );
  }
}

function known(
  axis: string,
  values: readonly unknown[] | undefined,
  names: readonly string[],
  problems: AxisProblem[],
): void {
  const there = [...new Set(names.filter((name) => name !== ''))].sort();
  for (const value of values ?? []) {
    if (there.includes(String(value))) continue;
    problems.push({
      axis,
      message: `there is no '${String(value)}'${axis === 'precisions' ? '' : ' that a price is known of'}`,
      suggestion: suggestFrom(String(value), there),
    });
  }
}

function whole(
  axis: string,
  values: readonly unknown[] | undefined,
  most: number,
  problems: AxisProblem[],
): void {
  for (const value of values ?? []) {
    if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most) continue;
    problems.push({ axis, message: `'${String(value)}' is no whole number from 1 to ${most}` });
  }
}

function listed<Key extends string, T>(
  key: Key,
  values: readonly T[] | undefined,
): { readonly [K in Key]?: readonly T[] } {
  return values === undefined || values.length === 0
    ? {}
    : ({ [key]: distinct(values) } as { readonly [K in Key]?: readonly T[] });
}
