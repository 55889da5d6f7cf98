import type { Forecast } from '../../forecast.ts';
import { affordableReplicas, fewerReplicas, paidReplicas, type PricedReplica } from './paidReplicas.ts';
import { keepsPromises, shortfall } from './sizeVerdict.ts';

export interface ReplicaRange {
  /** Fewer are known not to do. */
  readonly least: number;
  /** Tried first, or as many as may be paid. */
  readonly first: number;
  /** Nothing that costs more a month is tried. */
  readonly ceiling: number;
}

/** Enough replicas, and what they did; the next fewer that can be paid are not enough. */
export interface EnoughReplicas<Simulated> {
  readonly replicas: number;
  readonly simulated: Simulated;
  /** What the most that did not do gave; undefined where none were tried. */
  readonly short: Forecast | undefined;
}

/** Nothing that needs more is looked for. */
const MOST_REPLICAS = 10_000;
/** So many times the replicas that bring no more than this share of what is missing: no number of them does. */
const HOPELESS = { more: 4, brings: 0.05 };

/**
 * The least number of replicas that keeps every promise, of those that fill what is paid for them: more or fewer by
 * doubling, until some do and some do not, then by halving (more are taken never to be worse). Undefined where none does,
 * or where more bring nothing: requests that are too long for a replica, times that a replica has alone.
 */
export async function leastReplicas<Simulated extends { readonly forecast: Forecast }>(
  option: PricedReplica,
  { least, first, ceiling }: ReplicaRange,
  simulate: (replicas: number) => Promise<Simulated>,
): Promise<EnoughReplicas<Simulated> | undefined> {
  const most = Math.min(MOST_REPLICAS, affordableReplicas(option, ceiling));
  let tooFew = least - 1;
  let short: Forecast | undefined;
  let enough: { readonly replicas: number; readonly simulated: Simulated } | undefined;
  let replicas = Math.min(most, paidReplicas(option, Math.max(least, first)));
  let before: { readonly replicas: number; readonly missing: number } | undefined;
  for (let stride = 1; replicas > tooFew; stride *= 2) {
    const simulated = await simulate(replicas);
    if (keepsPromises(simulated.forecast)) enough = { replicas, simulated };
    else {
      tooFew = replicas;
      short = simulated.forecast;
      const missing = shortfall(short);
      if (before === undefined || short.overloaded) before = { replicas, missing };
      else if (replicas >= HOPELESS.more * before.replicas) {
        if (enough === undefined && missing > (1 - HOPELESS.brings) * before.missing) return undefined;
        before = { replicas, missing };
      }
    }
    if (enough === undefined) {
      replicas = Math.min(most, paidReplicas(option, tooFew + stride));
      continue;
    }
    const fewer = fewerReplicas(option, enough.replicas);
    if (fewer <= tooFew) break;
    const next = short === undefined ? fewer + 1 - stride : Math.floor((tooFew + fewer) / 2);
    replicas = paidReplicas(option, Math.max(tooFew + 1, next));
  }
  return enough && { ...enough, short };
}
