import { decideKnative } from '../../controllers/knative.ts';
import { noteKnative, scaleKnative } from '../../controllers/knativeZero.ts';
import type { Controller } from './controller.ts';
import type { LivingPool } from '../livingPool.ts';
import { meanCount } from './requestCounts.ts';

/** How many replicas Knative's autoscaler leaves at a look at `current`. */
export function replicasByKnative(
  { set }: LivingPool,
  { spec, decider, status, requests }: Extract<Controller, { kind: 'knative' }>,
  now: number,
  current: number,
): number {
  const stable = meanCount(requests, now, spec.stableWindowSeconds);
  const panic = meanCount(requests, now, spec.panicWindowSeconds);
  // Nothing has been scraped yet, nothing is decided.
  if (Number.isNaN(panic)) return current;
  const { desired, excessBurst } = decideKnative(decider, spec, now, set.readyCount, stable, panic);
  const { replicas, applies } = scaleKnative(desired, status, now, spec);
  noteKnative(status, now, replicas, set.readyCount, spec.min, excessBurst);
  return applies ? replicas : current;
}
