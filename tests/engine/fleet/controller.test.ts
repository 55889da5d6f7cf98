import { expect, it } from 'vitest';
import { createController } from '../../../engine/fleet/living/looks/controller.ts';
import type { LivingSpec, PredictiveSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { poolSpec, simulationSpec, workloadSpec } from '../finance/handmade.ts';

const PREDICTIVE: PredictiveSpec = {
  kind: 'predictive',
  min: 1,
  max: 100,
  syncSeconds: 15,
  lookAheadSeconds: 600,
  perReplica: 1,
  margin: 0,
  error: 0,
};

it('foretells the rate of all workloads of the pool that have one; a batch is no rate', () => {
  const living = { controller: PREDICTIVE } as LivingSpec;
  const batch = { kind: 'batch' as const, count: 60_000, atSeconds: 3600, everyDays: 1 };
  const spec = simulationSpec({
    hours: 24,
    pools: [poolSpec('a', { living }), poolSpec('b')],
    workloads: [
      workloadSpec('chat', 0),
      workloadSpec('elsewhere', 1),
      workloadSpec('search', 0),
      workloadSpec('nightly', 0, undefined, { arrivals: batch }),
    ],
  });
  const controller = createController(spec, 0, 0, 0);
  if (controller?.kind !== 'predictive') throw new Error('not predictive');
  // One request a second each; the batch comes at 01:00.
  for (const second of [0, 3599, 3600, 3601]) expect(controller.rateAt(second)).toBeCloseTo(2, 9);
});
