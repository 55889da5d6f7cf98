import { holdsReplica, type ReplicaShape, wholeUnits } from '../wholeUnits.ts';

/** An instance as far as it matters to choose one. */
export interface OfferedInstance {
  readonly gpusPerUnit: number;
  /** An hour of the whole instance. */
  readonly unitPrice: number;
  /** Why the price should not be trusted without a check. */
  readonly caution?: string | undefined;
}

/**
 * The one rule for prices that need a check, wherever one is picked by itself (the form, `size`, `compare --vary`, what
 * a complaint suggests): those that were asked for, by the name of their provider or of the instance, are as good as any
 * other; else they are picked only where nothing without a doubt is there.
 */
export function trustedPrices<Price extends Pick<OfferedInstance, 'caution'>>(
  prices: readonly Price[],
  isAskedFor: (price: Price) => boolean = () => false,
): readonly Price[] {
  const trusted = prices.filter((price) => price.caution === undefined || isAskedFor(price));
  return trusted.length > 0 ? trusted : prices;
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
