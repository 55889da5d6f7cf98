import { holdsReplica, type ReplicaShape, wholeUnits } from './wholeUnits.ts';

/** An instance as far as it matters to choose one. */
export interface OfferedInstance {
  readonly gpusPerUnit: number;
  /** An hour of the whole instance. */
  readonly unitPrice: number;
  /** Why the price should not be trusted without a check. */
  readonly caution?: string | undefined;
}

/**
 * Of instances with a pool's accelerator those that hold its replicas, cheapest for all of them first. Prices that need
 * a check come behind all others; of equals the smaller instance is first.
 */
export function cheapestInstances<Instance extends OfferedInstance>(
  having: readonly Instance[],
  pool: ReplicaShape & { readonly replicas: number },
): readonly Instance[] {
  const cost = ({ gpusPerUnit, unitPrice }: Instance): number =>
    wholeUnits(pool.replicas, pool.gpusPerReplica, gpusPerUnit) * unitPrice;
  const doubt = ({ caution }: Instance): number => (caution === undefined ? 0 : 1);
  return having
    .filter(({ gpusPerUnit }) => holdsReplica(gpusPerUnit, pool))
    .sort((a, b) => doubt(a) - doubt(b) || cost(a) - cost(b) || a.gpusPerUnit - b.gpusPerUnit);
}
