import type { HpaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { Controller } from './controllerOfPool.ts';
import type { Reading } from '../fleetTypes.ts';
import { type HpaMemory, reconcile } from './hpa.ts';
import { currentNumber } from '../inService.ts';
import { readMetric } from './proposals.ts';
import { type Sample, takeSample } from './readings.ts';
import { setWanted } from '../setWanted.ts';

/** Looks at multiples of `syncSeconds`; each reads what was `metricDelaySeconds` before, if that was in the window. */
export function hpaController(hpa: HpaSpec): Controller {
  const memory: HpaMemory = { recommendations: [], changes: [] };
  const samples = new Map<number, Sample[]>();
  let sampled = 1;
  let look = 1;
  const sampleAt = (): number => sampled * hpa.syncSeconds - hpa.metricDelaySeconds;
  while (sampleAt() < 0) sampled++;
  return {
    next: () => Math.min(sampleAt(), look * hpa.syncSeconds),
    run: (pool, beforeLook) => {
      if (sampleAt() <= pool.now) {
        samples.set(
          sampled++,
          hpa.metrics.map((metric) => takeSample(pool, metric)),
        );
      }
      pool.isAfterSamples = true;
      beforeLook?.();
      if (look * hpa.syncSeconds > pool.now) return;
      const current = currentNumber(pool);
      // Of nobody nothing is asked.
      const readings = hpa.metrics.map(
        (metric, i): Reading =>
          current === 0 ? [undefined, undefined] : readMetric(pool, hpa, metric, samples.get(look)?.[i]),
      );
      samples.delete(look++);
      const decision = reconcile(hpa, memory, pool.now, current, readings);
      pool.looks.push({ at: pool.now, current, ...decision, readings });
      setWanted(pool, decision.desired);
    },
  };
}
