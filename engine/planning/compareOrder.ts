import type { Forecast } from '../forecast.ts';
import { keepsPromise, promiseMargin } from './promise.ts';

/** A deployment to put in order. */
export interface OrderedDeployment {
  readonly forecast: Pick<Forecast, 'slo' | 'overloaded' | 'givenUp' | 'costPerMonth' | 'latencySeconds'>;
}

/** Costs nearer to each other than this are the same to the cent. */
const HALF_A_CENT = 0.005;
/** Attainment is told apart in tenths of a point of a hundred before latency decides. */
const MARGIN_STEP = 0.001;

/**
 * Indices of deployments, from the one to take on. The order is total and depends on nothing but the figures, then on the place in
 * `deployments`:
 *
 * 1. those that keep what they promise (or that were asked nothing), then those that do not; overloaded ones last
 * 2. of those that keep it: the cheaper (costs within half a cent of the cheapest of a group are one cost; unknown ones last)
 * 3. the wider margin of the service level with the least room, in tenths of a point
 * 4. of those that miss it: the cheaper
 * 5. the shorter 95th percentile of time to first token, then of time per output token, then of the whole time
 * 6. the wider margin, exactly
 *
 * So one that is worse in nothing and better in something never stands behind.
 */
export function deploymentOrder(deployments: readonly OrderedDeployment[]): readonly number[] {
  const keys = orderKeys(deployments);
  return deployments
    .map((_, index) => index)
    .sort((a, b) => {
      const at = firstDifference(keys[a], keys[b]);
      return at < 0 ? a - b : keys[a][at].value < keys[b][at].value ? -1 : 1;
    });
}

/** What puts one deployment before another: the first of these in which they differ; `nothing` where none does. */
export type OrderReason = 'promise' | 'cost' | 'margin' | 'ttft' | 'tpot' | 'endToEnd' | 'nothing';

/** Why `deploymentOrder` puts one of two before the other. */
export function orderReason(a: OrderedDeployment, b: OrderedDeployment): OrderReason {
  const [one, other] = orderKeys([a, b]);
  const at = firstDifference(one, other);
  return at < 0 ? 'nothing' : one[at].reason;
}

interface OrderKey {
  readonly reason: OrderReason;
  readonly value: number;
}

function firstDifference(a: readonly OrderKey[], b: readonly OrderKey[]): number {
  return a.findIndex(({ value, reason }, i) => reason !== b[i].reason || value !== b[i].value);
}

function orderKeys(deployments: readonly OrderedDeployment[]): readonly (readonly OrderKey[])[] {
  const costs = costClasses(deployments.map(({ forecast }) => forecast.costPerMonth));
  return deployments.map(({ forecast }, index): readonly OrderKey[] => {
    const isKept = keepsPromise(forecast) !== false;
    const isLost = forecast.overloaded || forecast.givenUp !== undefined;
    const margin = promiseMargin(forecast) ?? (isKept ? 0 : -1);
    const cost: OrderKey = { reason: 'cost', value: costs[index] };
    const steps: OrderKey = { reason: 'margin', value: -Math.floor(margin / MARGIN_STEP + 1e-9) };
    return [
      { reason: 'promise', value: isKept ? 0 : isLost ? 2 : 1 },
      ...(isKept ? [cost, steps] : [steps, cost]),
      ...(['ttft', 'tpot', 'endToEnd'] as const).map((reason): OrderKey => {
        const { p95 } = forecast.latencySeconds[reason];
        return { reason, value: p95 ?? Number.POSITIVE_INFINITY };
      }),
      { reason: 'margin', value: -margin },
    ];
  });
}

/** For each cost the cheapest one that it is the same as to the cent, so that being the same is the same for all of a group. */
function costClasses(costs: readonly (number | null)[]): readonly number[] {
  const classes = new Map<number, number>();
  let first = Number.NaN;
  for (const cost of costs.filter((each) => each !== null).sort((a, b) => a - b)) {
    if (!(cost - first < HALF_A_CENT)) first = cost;
    classes.set(cost, first);
  }
  return costs.map((cost) => (cost === null ? Number.POSITIVE_INFINITY : (classes.get(cost) ?? cost)));
}
