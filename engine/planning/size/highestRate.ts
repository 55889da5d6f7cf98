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

/** How closely a factor is looked for. */
export interface Closely {
  /** As a share of itself; or of what it has above 1, where that is more: of much room nobody asks the last percent. */
  readonly precision: number;
  readonly ofRoom: number;
  /** The first above 1 that is tried: 1.05 where there seems to be little room, so that this is soon seen. */
  readonly first: number;
  /** More is not of interest. */
  readonly most: number;
}

const CLOSELY: Closely = { precision: 0.02, ofRoom: 0, first: 2, most: 1024 };
/** 1.05 − 1 is a little more than 0.05. */
const ROUNDING = 1e-9;
/** Less than this share of the demand is nobody's. */
const LEAST = 1 / 1024;
/** So many times the room above 1 comes next, up to twice the demand; from there on it is doubled. */
const GROWTH = 3;

/**
 * The highest rate at which a deployment keeps its promises, as a factor on the scenario's demand, by doubling
 * and halving; more demand is taken never to be easier. `meanPerSecond` is the scenario's own, of the horizon. Undefined where even a thousandth of it is too much.
 */
export async function highestRate(
  meanPerSecond: number,
  simulate: (factor: number) => Promise<Forecast>,
  { precision, ofRoom, first, most } = CLOSELY,
): Promise<HighestRate | undefined> {
  let kept: number | undefined;
  let missed: number | undefined;
  let factor = 1;
  while (
    kept === undefined ||
    missed === undefined ||
    missed - kept > Math.max(precision * kept, ofRoom * (kept - 1)) + ROUNDING
  ) {
    if (keepsPromises(await simulate(factor))) {
      kept = factor;
      if (factor >= most) break;
    } else {
      missed = factor;
      if (factor <= LEAST) return undefined;
    }
    factor =
      missed === undefined ? more(factor, first) : kept === undefined ? factor / 2 : (kept + missed) / 2;
  }
  return { factor: kept, firstMissed: missed, requestsPerSecond: kept * meanPerSecond };
}

function more(factor: number, first: number): number {
  if (factor >= 2) return 2 * factor;
  return factor === 1 ? first : Math.min(2, 1 + GROWTH * (factor - 1));
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
    case 'job':
      return { ...arrivals, items: Math.max(1, Math.round(arrivals.items * factor)) };
    case 'trace':
      return { ...arrivals, rateScale: arrivals.rateScale * factor };
  }
}
