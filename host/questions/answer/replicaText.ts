import { grouped, money } from '../../../engine/finance/plainText.ts';
import type { PreparedRun } from '../../run/prepareRun.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { listed, shortName } from './listed.ts';
import type { ReplicaChange } from './replicaChanges.ts';

/** As in `3 replicas of h100, not 2`; of several pools at once, each. */
export function changesOf(changes: readonly ReplicaChange[], { spec }: Pick<PreparedRun, 'spec'>): string {
  return listed(
    changes.map(({ pool, replicas }) => {
      const now = spec.pools.find(({ id }) => id === pool)?.replicas ?? 0;
      return `${grouped(replicas)} ${replicas === 1 ? 'replica' : 'replicas'} of ${shortName(pool, 30)}, not ${grouped(now)}`;
    }),
  );
}

/** What a change comes to, to stand behind it: `, for USD 193,793 a month (USD 64,598 more)`; empty without prices. */
export function costOf({ forecast }: Pick<ReplicaChange, 'forecast'>, run: RunDocument): string {
  const { costPerMonth } = forecast;
  if (costPerMonth === null || run.costPerMonth === null) return '';
  const { currency } = run.cost;
  const difference = costPerMonth - run.costPerMonth;
  const against =
    Math.abs(difference) < 0.005
      ? 'the same'
      : `${money(Math.abs(difference), currency)} ${difference < 0 ? 'less' : 'more'}`;
  return `, for ${money(costPerMonth, currency)} a month (${against})`;
}

/** Whether less is paid for it than for the run. */
export function isCheaper({ forecast }: ReplicaChange, run: RunDocument): boolean {
  const { costPerMonth } = forecast;
  return costPerMonth !== null && run.costPerMonth !== null && run.costPerMonth - costPerMonth >= 0.005;
}
