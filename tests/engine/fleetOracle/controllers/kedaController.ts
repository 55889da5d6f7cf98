import type { KedaSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { Controller } from './controllerOfPool.ts';
import { hpaController } from './hpaController.ts';
import { currentNumber, servingReplicas } from '../inService.ts';
import type { PoolState } from '../poolState.ts';
import { takeSample } from './readings.ts';
import { setWanted } from '../setWanted.ts';

/** Metrics of replicas say nothing while there are none; these see the pool's queue. */
const SEES_QUEUE = ['outstanding', 'waiting'];

/** Whether any trigger is above its activation, strictly; one that sees no queue is while somebody waits and nobody is ready. */
function isActive(pool: PoolState, { hpa, activations }: KedaSpec): boolean {
  const isAwaited = pool.queue.length > 0 && servingReplicas(pool).length === 0;
  return hpa.metrics.some((metric, i) => {
    const { replicas, queue, value } = takeSample(pool, metric);
    const total = value ?? [...replicas.values()].reduce((sum, one) => sum + one, queue);
    return total > 1000 * activations[i] || (isAwaited && !SEES_QUEUE.includes(metric.metric));
  });
}

/** What a poll makes of the number (OTHER_AUTOSCALERS.md, the table of KEDA; no trigger fails here, and nothing is paused). */
export function poll(
  { min, idle, cooldownSeconds, initialCooldownSeconds }: KedaSpec,
  now: number,
  current: number,
  active: boolean,
  lastActive: number | undefined,
): number {
  if (active) {
    const isAsleep = current === 0 || (idle !== undefined && current < min);
    return isAsleep ? Math.max(1, min) : current;
  }
  if ((idle !== undefined && current > idle) || (current > 0 && min === 0)) {
    const until = lastActive === undefined ? initialCooldownSeconds : lastActive + cooldownSeconds;
    return until < now ? (idle ?? min) : current;
  }
  return idle === undefined && current < min ? min : current;
}

/** Polls at multiples of `pollingSeconds`, and the HPA that KEDA makes, which at 0 leaves the number alone; at one instant a poll comes first. */
export function kedaController(keda: KedaSpec): Controller {
  const { pollingSeconds, hpa } = keda;
  const own = hpaController(hpa);
  const measured = new Map<number, boolean>();
  let sampled = 1;
  let polled = 1;
  let lastActive: number | undefined;
  const sampleAt = (): number => sampled * pollingSeconds - hpa.metricDelaySeconds;
  while (sampleAt() < 0) sampled++;
  return {
    next: () => Math.min(sampleAt(), polled * pollingSeconds, own.next()),
    run: (pool) => {
      if (sampleAt() <= pool.now) measured.set(sampled++, isActive(pool, keda));
      // What is measured for a look of this instant is measured before a poll changes anything.
      own.run(pool, () => {
        if (polled * pollingSeconds > pool.now) return;
        const active = measured.get(polled) ?? false;
        measured.delete(polled++);
        const current = currentNumber(pool);
        const wanted = poll(keda, pool.now, current, active, lastActive);
        if (active) lastActive = pool.now;
        setWanted(pool, wanted);
      });
    },
  };
}
