import { replicasPerNode } from '../scenario/living/capacity/paidNode.ts';
import type { PoolSpec } from '../scenario/spec.ts';
import { replicaHoursOf } from './paidHours.ts';
import type { PoolUsage } from './usage.ts';
import { sumColumn } from './usageTotals.ts';

const HOUR = 3600;
const KILO = 1000;

/**
 * What a pool draws over its hours: (idle watts × time paid + (peak − idle) × working time) × PUE. Working time is Σ of
 * steps of their time × the larger of the shares of compute and bandwidth in use (`PoolUsage.workingSeconds`). Undefined
 * where `power` is not written.
 */
export function kilowattHours(pool: PoolSpec, { paid, workingSeconds }: PoolUsage): number | undefined {
  const { power } = pool;
  if (power === undefined || workingSeconds === undefined) return undefined;
  const { idleWatts, peakWatts, pue } = power;
  const paidHours = sumColumn(replicaHoursOf(paid, workingSeconds.length, replicasPerNode(pool)));
  return (
    ((idleWatts * paidHours + ((peakWatts - idleWatts) * sumColumn(workingSeconds)) / HOUR) * pue) / KILO
  );
}
