import { expect, it } from 'vitest';
import { poolFigures } from '../../../engine/finance/poolFigures.ts';
import { poolCapacity } from '../../../engine/finance/usedCapacity.ts';
import { fromMicros } from '../../../engine/pricing/money.ts';
import { priceUsage } from '../../../engine/pricing/priceUsage.ts';
import { gpusPerNode, replicasPerNode } from '../../../engine/scenario/living/capacity/paidNode.ts';
import type { LivingSpec } from '../../../engine/scenario/living/livingSpec.ts';
import { emptyWindow } from '../../../engine/usage/windowUsage.ts';
import {
  accountHours,
  handmade,
  instancePrice,
  paidReplicas,
  poolSpec,
  poolTotals,
  simulationSpec,
  workloadUsage,
} from '../finance/handmade.ts';

const living = (onNodesOf: number): LivingSpec => ({ gpusPerNode: onNodesOf }) as LivingSpec;

it('is a replica’s where nothing else is written, carries whole replicas, or a part of one', () => {
  const shape = (gpusPerReplica: number, onNodesOf?: number) => {
    const pool = { gpusPerReplica, ...(onNodesOf !== undefined && { living: living(onNodesOf) }) };
    return [gpusPerNode(pool), replicasPerNode(pool)];
  };
  expect(shape(4)).toEqual([4, 1]);
  expect(shape(3, 8)).toEqual([8, 2]);
  expect(shape(16, 8)).toEqual([8, 0.5]);
});

it('is what is paid, whatever stands on it', () => {
  const spec = simulationSpec({
    hours: 2,
    pools: [poolSpec('a', { gpusPerReplica: 2, living: living(8) })],
    accounts: [{ workload: 0, tenant: 't' }],
  });
  const usage = handmade(
    {
      accounts: [accountHours(2, { promptTokens: [10, 10], outputTokens: [0, 0] })],
      workloads: [workloadUsage({})],
      // Two nodes, then one for half of the hour.
      pools: [
        { busySeconds: Float64Array.of(3600, 900), paid: paidReplicas([2, 0.5]), totals: poolTotals() },
      ],
    },
    [0],
  );
  const ledger = priceUsage({ spec, usage, prices: [instancePrice('a', 24, 8)], outputTokenWeight: 4 });
  expect([...ledger.series[0].quantity]).toEqual([2, 0.5]);
  const capacity = poolCapacity(spec, usage, ledger, 0);
  const [figures] = poolFigures(spec, usage, ledger, [capacity], (_path, micros) => fromMicros(micros));
  // Eight replicas have room, then four for half an hour.
  expect(figures).toMatchObject({
    replicaHours: 10,
    gpuHours: 20,
    gpuHoursPaid: 20,
    peakUnitsPaid: 2,
    peakReplicas: 8,
  });
});

it('is there for as many replicas as it carries in hours that were not simulated', () => {
  const paidIn = (gpusPerReplica: number, onNodesOf: number | undefined, replicas: number): number => {
    const onNodes = living(onNodesOf ?? gpusPerReplica);
    const pools = [poolSpec('a', { gpusPerReplica, replicas, living: onNodes })];
    return emptyWindow(simulationSpec({ hours: 24, pools }), 0, 24).pools[0].paid.level.at(-1) ?? 0;
  };
  expect(paidIn(2, 8, 5)).toBe(2);
  expect(paidIn(16, 8, 3)).toBe(6);
  expect(paidIn(4, 4, 3)).toBe(3);
});
