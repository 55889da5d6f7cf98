import type { Precision } from '../../catalog/precision.ts';

/** What varies between the rows of a comparison: every combination of the values is a row. What is left out stays as it is. */
export interface VaryAxes {
  /** Ids or other names of the catalogue, or the name of the pool's own. */
  readonly accelerators?: readonly string[] | undefined;
  readonly gpusPerReplica?: readonly number[] | undefined;
  readonly precisions?: readonly (Precision | 'auto')[] | undefined;
  /** First parts of instances' ids, such as `gcp`. */
  readonly providers?: readonly string[] | undefined;
  /** Third parts of them, such as `us-central1`. */
  readonly regions?: readonly string[] | undefined;
  readonly replicas?: readonly number[] | undefined;
  /** Any other field, by its path as in `--set`. */
  readonly fields?: readonly FieldAxis[] | undefined;
}

export interface FieldAxis {
  readonly path: string;
  readonly values: readonly unknown[];
}

/** More rows are read by nobody, and simulated for a long time. */
export const MOST_VARIANTS = 200;

/** An axis that cannot be. */
export interface AxisProblem {
  /** A named axis, or the path of a field. */
  readonly axis: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** How many combinations axes have, each value counted once; 0 where nothing varies. */
export function countVariants(axes: VaryAxes): number {
  const sizes = axisSizes(axes);
  return sizes.length === 0 ? 0 : sizes.reduce((product, size) => product * size, 1);
}

/** How many values each axis that is given has, as in “4 × 2 × 3”. */
export function axisSizes({ fields = [], ...named }: VaryAxes): readonly number[] {
  const lists: readonly (readonly unknown[] | undefined)[] = [
    named.accelerators,
    named.gpusPerReplica,
    named.precisions,
    named.providers,
    named.regions,
    named.replicas,
    ...fields.map(({ values }) => values),
  ];
  return lists.flatMap((list) => (list === undefined || list.length === 0 ? [] : [distinct(list).length]));
}

/** Each value once, in the order of its first appearance. */
export function distinct<T>(values: readonly T[]): readonly T[] {
  const seen = new Map<string, T>();
  for (const value of values) {
    const key = JSON.stringify(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}
