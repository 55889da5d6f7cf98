import { METRICS } from '../../scenario/living/livingSpec.ts';
import { choiceOf, firstMetric, type LivingGrid, type RangedController } from './livingChoice.ts';
import type { PoolSpec } from '../../scenario/spec.ts';

/** Times the target that a document has: what is tried where nothing is named. */
const TARGETS = [0.5, 0.75, 1, 1.5, 2];
/** A share of use above this leaves no room to see a rise by. */
const MOST_SHARE = 0.95;

/**
 * What is tried where nothing is named: the pool's own values, and around them no more than there must be and twice the least, half the most and half as many again, targets from half to twice, and a base on demand of none, half and all.
 */
export function livingGrid(
  pool: PoolSpec,
  controller: RangedController,
  named: Partial<LivingGrid>,
): LivingGrid {
  const own = choiceOf(pool, controller);
  const lowest = controller.kind === 'hpa' ? 1 : 0;
  const metric = firstMetric(controller);
  const isShare = metric !== undefined && METRICS[metric.metric] === 'utilization';
  const within = (value: number): number => (isShare ? Math.min(MOST_SHARE, value) : value);
  const targets = TARGETS.map((times) => within(Number(((own.target ?? 0) * times).toPrecision(3))));
  return {
    min: sorted(named.min ?? [lowest, own.min, 2 * own.min]),
    max: sorted(named.max ?? [Math.ceil(own.max / 2), own.max, Math.ceil(1.5 * own.max)]),
    target: metric === undefined ? [] : sorted(named.target ?? targets),
    onDemand:
      own.onDemand === undefined
        ? []
        : sorted(named.onDemand ?? [0, own.onDemand, Math.ceil(own.max / 2), own.max]),
  };
}

function sorted(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
