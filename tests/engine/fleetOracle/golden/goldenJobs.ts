import type { JobCapSpec } from '../../../../engine/scenario/jobs/jobSpec.ts';
import type { FleetJob } from '../fleetTypes.ts';
import type { GoldenDocument, GoldenPoolDocument } from './goldenTypes.ts';

/** Whole instances have a minimum of a minute; no golden GPU that is paid by itself is paid for so short a time that it would matter. */
function capSpec(amount: number, pool: GoldenPoolDocument, { prices }: GoldenDocument): JobCapSpec {
  const row = prices?.rows.find(({ instance }) => instance === pool.price.instance);
  const perHour = row?.perHour ?? pool.price.perGpuHour ?? 0;
  const spot = pool.capacity?.find((one) => one.kind === 'spot');
  const unit = { gpusPerUnit: row?.gpus ?? 1, minimumSeconds: 60 };
  return {
    amount,
    byKind: [0, spot?.price.discount ?? 0].map((discount) => ({
      ...unit,
      pricePerUnitSecond: (perHour * (1 - discount)) / 3600,
    })),
  };
}

/** "00:01": golden horizons begin at midnight. */
export function goldenJobs(document: GoldenDocument): FleetJob[] {
  return (document.jobs ?? []).map((job): FleetJob => {
    const pool = document.pools.findIndex(({ id }) => id === job.target);
    const [hour, minute] = job.at.split(':').map(Number);
    const item = { prompt: job.promptTokens.fixed, output: job.outputTokens.fixed };
    return {
      job: {
        id: job.id,
        pool,
        items: job.items,
        firstSecond: 3600 * hour + 60 * minute,
        everySeconds: 86_400 * job.everyDays,
        deadlineSeconds: 3600 * Number.parseFloat(job.deadline),
        inFlight: job.inFlight,
        checkpoint: job.checkpoint,
        ...(job.fleet === undefined ? {} : { fleet: job.fleet }),
        ...(job.costCap === undefined ? {} : { cap: capSpec(job.costCap, document.pools[pool], document) }),
      },
      items: Array.from({ length: job.items }, () => item),
    };
  });
}
