import type { SimulationSpec } from '../../scenario/spec.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';
import { accountsOf } from '../serviceLevel.ts';

/**
 * Whether a workload's service level holds while something of its pool is gone: a replica in repair, spot that was taken away
 * and is not replaced, a zone. Requests are judged in the hour in which they came; hours and requests are means over
 * replications, shares are of the requests of all of them.
 */
export interface NPlusOne {
  readonly workload: string;
  /** Hours in which something was gone, for however short a time, and the time itself. */
  readonly hours: number;
  readonly goneSeconds: number;
  /** Requests that came in those hours. */
  readonly requests: number;
  /** Of them, and of those of all other hours: the share within every limit. Null without requests. */
  readonly attained: number | null;
  readonly attainedOtherwise: number | null;
  readonly percentile: number;
  /** Null where nothing was gone, or nobody came then. */
  readonly held: boolean | null;
  /** Of those hours, in which requests came: hours in which fewer were within the limits than is asked. */
  readonly missedHours: number;
}

/** Of each workload with a service level on a pool of which something may be gone; empty where there is none. */
export function nPlusOne(
  spec: SimulationSpec,
  replications: readonly ReplicationUsage[],
): readonly NPlusOne[] {
  return spec.workloads.flatMap(({ id, pool, slo }, workload) => {
    if (slo === undefined) return [];
    const accounts = accountsOf(spec, workload);
    const gone = { hours: 0, arrived: 0, within: 0, seconds: 0, missed: 0 };
    const otherwise = { arrived: 0, within: 0 };
    for (const usage of replications) {
      const { goneSeconds } = usage.pools[pool];
      if (goneSeconds === undefined) return [];
      for (let h = 0; h < goneSeconds.length; h++) {
        let arrived = 0;
        let within = 0;
        for (const account of accounts) {
          arrived += usage.accounts[account].arrived[h];
          within += usage.accounts[account].withinSlo[h];
        }
        const to = goneSeconds[h] > 0 ? gone : otherwise;
        to.arrived += arrived;
        to.within += within;
        if (to !== gone) continue;
        gone.hours++;
        gone.seconds += goneSeconds[h];
        if (within < slo.percentile * arrived) gone.missed++;
      }
    }
    const share = ({ arrived, within }: typeof otherwise): number | null =>
      arrived > 0 ? within / arrived : null;
    const attained = share(gone);
    const mean = (sum: number): number => sum / replications.length;
    return [
      {
        workload: id,
        hours: mean(gone.hours),
        goneSeconds: mean(gone.seconds),
        requests: mean(gone.arrived),
        attained,
        attainedOtherwise: share(otherwise),
        percentile: slo.percentile,
        held: attained === null ? null : attained >= slo.percentile,
        missedHours: mean(gone.missed),
      },
    ];
  });
}
