import type { HpaSpec, ScheduleSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { type HpaMemory, reconcile } from './hpa.ts';
import { currentReplicas, type PoolState } from './poolState.ts';
import { readMetric } from './proposals.ts';
import { type Sample, takeSample } from './readings.ts';
import { setWanted } from './setWanted.ts';

/** What happens at written instants and sets the pool's number. */
export interface Controller {
  /** Of what comes next; Infinity: nothing any more. */
  next(): number;
  /** Does what is due now. */
  run(pool: PoolState): void;
}

/** Looks at multiples of `syncSeconds`; each reads what was `metricDelaySeconds` before, if that was in the window. */
function hpaController(hpa: HpaSpec): Controller {
  const memory: HpaMemory = { recommendations: [], changes: [] };
  const samples = new Map<number, Sample[]>();
  let sampled = 1;
  let look = 1;
  const sampleAt = (): number => sampled * hpa.syncSeconds - hpa.metricDelaySeconds;
  while (sampleAt() < 0) sampled++;
  return {
    next: () => Math.min(sampleAt(), look * hpa.syncSeconds),
    run: (pool) => {
      if (sampleAt() <= pool.now) {
        samples.set(
          sampled++,
          hpa.metrics.map((metric) => takeSample(pool, metric)),
        );
      }
      pool.isAfterSamples = true;
      if (look * hpa.syncSeconds > pool.now) return;
      const current = currentReplicas(pool).length;
      const readings = hpa.metrics.map((metric, i) => readMetric(pool, hpa, metric, samples.get(look)?.[i]));
      samples.delete(look++);
      const decision = reconcile(hpa, memory, pool.now, current, readings);
      pool.looks.push({ at: pool.now, current, ...decision, readings });
      setWanted(pool, decision.desired);
    },
  };
}

const WEEK_SECONDS = 7 * 86_400;
/** The epoch began on a Thursday. */
const EPOCH_SECOND_OF_WEEK = 3 * 86_400;

/** Entries at second 0 and after, without end. */
function scheduleController({ entries, mode }: ScheduleSpec, startEpochSeconds: number): Controller {
  const start = (startEpochSeconds + EPOCH_SECOND_OF_WEEK) % WEEK_SECONDS;
  const due = entries
    .map(({ secondOfWeek, replicas }) => ({
      at: (secondOfWeek - start + WEEK_SECONDS) % WEEK_SECONDS,
      replicas,
    }))
    .sort((a, b) => a.at - b.at);
  let done = 0;
  const next = (): number => due[done % due.length].at + WEEK_SECONDS * Math.floor(done / due.length);
  return {
    next,
    run: (pool) => {
      if (next() > pool.now) return;
      const { replicas } = due[done++ % due.length];
      setWanted(pool, mode === 'exact' ? replicas : Math.max(pool.wanted, replicas));
    },
  };
}

export function createController(pool: PoolState): Controller {
  const { controller } = pool.living;
  if (controller === undefined) return { next: () => Number.POSITIVE_INFINITY, run: () => undefined };
  if (controller.kind === 'hpa') return hpaController(controller);
  if (controller.kind === 'schedule') return scheduleController(controller, pool.startEpochSeconds);
  throw new Error(
    `the oracle has no ${controller.kind}: its requests have no shape that a forecast could know`,
  );
}
