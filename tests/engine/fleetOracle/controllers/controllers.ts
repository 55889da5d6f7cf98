import type { ScheduleSpec } from '../../../../engine/scenario/living/livingSpec.ts';
import type { Controller } from './controllerOfPool.ts';
import { hpaController } from './hpaController.ts';
import { kedaController } from './kedaController.ts';
import { knativeController } from './knativeController.ts';
import type { PoolState } from '../poolState.ts';
import { rayServeController } from './rayServeController.ts';
import { setWanted } from '../setWanted.ts';

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
  switch (controller?.kind) {
    case undefined:
      return { next: () => Number.POSITIVE_INFINITY, run: () => undefined };
    case 'hpa':
      return hpaController(controller);
    case 'keda':
      return kedaController(controller);
    case 'knative':
      return knativeController(controller, pool.spec.replicas);
    case 'ray-serve':
      return rayServeController(controller);
    case 'schedule':
      return scheduleController(controller, pool.startEpochSeconds);
    case 'predictive':
      throw new Error('the oracle has no forecasts: its requests have no shape that one could know');
  }
}
