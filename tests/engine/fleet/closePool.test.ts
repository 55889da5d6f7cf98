import { expect, it } from 'vitest';
import { createLivingPool } from '../../../engine/fleet/living/createLivingPool.ts';
import { giveUp } from '../../../engine/fleet/giveUp.ts';
import { closePool, offerTo } from '../../../engine/fleet/groups.ts';
import { poolInFlight } from '../../../engine/fleet/pool.ts';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { createWindowRecorder, type RequestRow } from '../../../engine/usage/windowRecorder.ts';
import { createRequestBatch } from '../../../engine/workload/requestBatch.ts';
import { poolSpec, simulationSpec } from '../finance/handmade.ts';

const fixed = (value: number) => ({ type: 'fixed' as const, value });

it('a request that was lost at the instant of the last arrival is in hand when a pool is given up then', () => {
  const living: LivingSpec = {
    startUp: {
      provision: fixed(0),
      boot: fixed(0),
      image: fixed(0),
      weights: fixed(0),
      warmUp: fixed(0),
    },
    drainSeconds: Number.POSITIVE_INFINITY,
    releaseSeconds: 0,
    queueSeconds: Number.POSITIVE_INFINITY,
    onLoss: 'retry',
    failures: { repairSeconds: fixed(600), at: [{ second: 100, replica: 0 }] },
  };
  const spec = simulationSpec({ hours: 1, pools: [poolSpec('a', { replicas: 1, living })] });
  const rows: RequestRow[] = [];
  const recorder = createWindowRecorder(spec, 0, 1, (row) => rows.push(row));
  // Room for two: the third is one too many.
  const pool = createLivingPool(spec, 0, recorder, 0, 2, 0);
  const batch = createRequestBatch(3);
  batch.arrivalSeconds.set([99, 100, 100]);
  batch.promptTokens.set([100, 200, 300]);
  batch.outputTokens.fill(10_000);
  batch.sequence.set([0, 1, 2]);
  batch.count = 3;
  expect(offerTo(pool, batch, 0, 3)).toBe(false);
  closePool(pool);
  expect(poolInFlight(pool)).toEqual({ inFlight: 2, waiting: 2 });
  giveUp([pool], (row) => rows.push(row));
  expect(rows.map(({ sequence, replica, promptTokens }) => [sequence, replica, promptTokens])).toEqual([
    [0, -1, 100],
    [1, -1, 200],
  ]);
});
