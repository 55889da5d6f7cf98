import type { Forecast } from '../../forecast.ts';
import type { ArrivalSpec, SimulationSpec } from '../../scenario/spec.ts';
import { keepsPromises } from './sizeVerdict.ts';

/** How much of its demand a deployment can serve. */
export interface HighestRate {
  /** Times the scenario's demand: all promises are kept up to here, and no longer at `firstMissed`. */
  readonly factor: number;
  readonly firstMissed: number | undefined;
  /** Requests a second at `factor`, mean of the horizon. */
  readonly requestsPerSecond: number;
}

/** How closely the factor is looked for, as a share of itself, and from where on more is not of interest. */
const CLOSELY = { precision: 0.02, most: 1024 };
/** Less than this share of the demand is nobody's. */
const LEAST = 1 / 1024;

/**
 * The highest rate at which a deployment keeps its promises, as a factor on the scenario's demand, by doubling
 * and halving; more demand is taken never to be easier. `meanPerSecond` is the scenario's own, of the horizon. Undefined where even a thousandth of it is too much.
 */
export async function highestRate(
  meanPerSecond: number,
  simulate: (factor: number) => Promise<Forecast>,
  { precision, most } = CLOSELY,
): Promise<HighestRate | undefined> {
  let kept: number | undefined;
  let missed: number | undefined;
  let factor = 1;
  while (kept === undefined || missed === undefined || missed - kept > precision * kept) {
    if (keepsPromises(await simulate(factor))) {
      kept = factor;
      if (factor >= most) break;
    } else {
      missed = factor;
      if (factor <= LEAST) return undefined;
    }
    factor = missed === undefined ? 2 * factor : kept === undefined ? factor / 2 : (kept + missed) / 2;
  }
  return { factor: kept, firstMissed: missed, requestsPerSecond: kept * meanPerSecond };
}

/** A scenario with so many times the demand: rates, sizes of batches, the speed of a replay. */
export function scaleDemand(spec: SimulationSpec, factor: number): SimulationSpec {
  return {
    ...spec,
    workloads: spec.workloads.map((workload) => ({
      ...workload,
      arrivals: scaled(workload.arrivals, factor),
    })),
  };
}

function scaled(arrivals: ArrivalSpec, factor: number): ArrivalSpec {
  switch (arrivals.kind) {
    case 'synthetic':
      return { ...arrivals, ratePerSecond: arrivals.ratePerSecond * factor };
    case 'batch':
      return { ...arrivals, count: Math.max(1, Math.round(arrivals.count * factor)) };
    case 'trace':
      return { ...arrivals, rateScale: arrivals.rateScale * factor };
  }
}
