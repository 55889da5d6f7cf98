import { METRICS } from '../../../scenario/living/livingSpec.ts';
import type { Hpa } from '../../controllers/hpa.ts';
import { readPool, readReplicas } from '../../controllers/hpaMetric.ts';
import type { LivingPool } from '../livingPool.ts';
import { PHASE, standing } from '../replicaSet.ts';
import type { Samples } from './sampleStore.ts';

/**
 * Hands the measurements for a look to an autoscaler, grouped as it sees replicas at the look: those that wait, boot or
 * are in repair are pending; those that start, or were not ready when it was measured, have no sample; draining ones are not
 * there.
 */
export function readSample({ set }: LivingPool, hpa: Hpa, { metrics, taken }: Samples, look: number): void {
  const sample = taken.get(look);
  taken.delete(look);
  const unready = standing(set, PHASE.PENDING) + standing(set, PHASE.IN_REPAIR);
  metrics.forEach(({ metric, per }, m) => {
    if (METRICS[metric] === 'value' || per !== 'pods') {
      readPool(hpa.metrics[m], sample?.ofPool[m] ?? Number.NaN, set.readyCount);
      return;
    }
    let ready = 0;
    let usage = 0;
    const values = sample?.values[m];
    for (let i = 0; i < set.readyCount; i++) {
      const r = set.ready[i];
      // One that was not ready when it was measured, or is another by now, has no sample.
      const value = sample?.who[r] === set.requestOrder[r] ? values?.[r] : undefined;
      if (value === undefined || Number.isNaN(value)) continue;
      ready++;
      usage += value;
    }
    readReplicas(
      hpa.metrics[m],
      ready,
      usage,
      standing(set, PHASE.STARTING) + set.readyCount - ready,
      unready,
    );
  });
}
