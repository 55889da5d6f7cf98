import { grouped, money } from '../../../../engine/finance/plainText.ts';
import { canBeGone } from '../../../../engine/scenario/living/capacity/canBeGone.ts';
import type { PreparedRun } from '../../../run/prepareRun.ts';
import type { RunDocument } from '../../forecast/runDocument.ts';
import { someNames } from '../../../../engine/scenario/reading/someNames.ts';
import { shortName } from '../shortName.ts';
import type { ReplicaChange } from './replicaChanges.ts';

/** As in `3 replicas of h100, not 2`; of several pools at once, each. */
export function changesOf(changes: readonly ReplicaChange[], { spec }: Pick<PreparedRun, 'spec'>): string {
  return someNames(
    changes.map(({ pool, replicas }) => {
      const now = spec.pools.find(({ id }) => id === pool)?.replicas ?? 0;
      return `${grouped(replicas)} ${replicas === 1 ? 'replica' : 'replicas'} of ${shortName(pool, 30)}, not ${grouped(now)}`;
    }),
  );
}

/** What a failure does where a change leaves one replica of several, a sentence behind another; else empty. */
export function loneText(changes: readonly ReplicaChange[], { spec }: Pick<PreparedRun, 'spec'>): string {
  const lone = changes.filter(({ replicas }) => replicas === 1);
  if (lone.length === 0) return '';
  const isModelled = lone.every(({ pool }) => spec.pools.some((each) => each.id === pool && canBeGone(each)));
  const who = spec.pools.length === 1 ? 'It' : someNames(lone.map(({ pool }) => shortName(pool, 30)));
  return ` ${who} would have one replica${lone.length === 1 ? '' : ' each'}: while that is down, so is all that it serves${isModelled ? '' : '; failures are not modelled'}.`;
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
