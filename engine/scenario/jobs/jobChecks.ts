import { durationOrZero } from '../fields.ts';
import { reservedOf } from '../living/capacity/capacitySchema.ts';
import { livingFields } from '../living/livingSchema.ts';
import { lawProblems } from '../lengths/lawProblems.ts';
import { suggestFrom } from '../reading/nearest.ts';
import { type PlacedProblem, valueAt } from '../reading/problems.ts';
import { jobSchema } from './jobSchema.ts';

type At = readonly PropertyKey[];

/** What of the jobs does not go with the rest of the document, read field by field as `crossChecks` does. */
export function jobProblems(
  jobs: readonly unknown[],
  pools: readonly unknown[],
  workloadIds: ReadonlySet<string>,
): PlacedProblem[] {
  const fleets = new Map<unknown, string>();
  return jobs.flatMap((job, i) => {
    const at = ['jobs', i];
    const target = valueAt(job, ['target']);
    const pool = pools.find((each) => valueAt(each, ['id']) === target);
    const problems = [...idProblems(job, jobs.slice(0, i), workloadIds, at), ...capProblems(job, pool, at)];
    if (typeof target === 'string' && pool === undefined) problems.push(noPool(target, pools, at));
    if (valueAt(job, ['fleet']) !== undefined) {
      problems.push(...fleetProblems(pool, fleets.get(target), at));
      const id = valueAt(job, ['id']);
      fleets.set(target, typeof id === 'string' ? `job “${id}”` : `jobs.${i}`);
    }
    if (pool !== undefined) problems.push(...endlessProblems(pool, at));
    for (const key of ['promptTokens', 'outputTokens'] as const) {
      const law = jobSchema.shape[key].safeParse(valueAt(job, [key])).data;
      if (law !== undefined && typeof law !== 'number') problems.push(...lawProblems(law, [...at, key]));
    }
    return problems;
  });
}

function idProblems(
  job: unknown,
  before: readonly unknown[],
  workloadIds: ReadonlySet<string>,
  at: At,
): PlacedProblem[] {
  const id = valueAt(job, ['id']);
  if (typeof id !== 'string') return [];
  if (!workloadIds.has(id) && before.every((each) => valueAt(each, ['id']) !== id)) return [];
  return [
    {
      path: [...at, 'id'],
      message: `“${id}” is the id of ${workloadIds.has(id) ? 'a workload' : 'an earlier one'}`,
      suggestion: 'ids must differ',
    },
  ];
}

function noPool(target: string, pools: readonly unknown[], at: At): PlacedProblem {
  const ids = pools.flatMap((pool) => {
    const id = valueAt(pool, ['id']);
    return typeof id === 'string' ? [id] : [];
  });
  return {
    path: [...at, 'target'],
    message: `there is no pool “${target}”`,
    suggestion: () => suggestFrom(target, ids),
  };
}

/** Money is counted of replicas that are there for the job alone. */
function capProblems(job: unknown, pool: unknown, at: At): PlacedProblem[] {
  if (valueAt(job, ['costCap']) === undefined) return [];
  const problems: PlacedProblem[] = [];
  if (valueAt(job, ['fleet']) === undefined) {
    problems.push({
      path: [...at, 'costCap'],
      message: 'caps what the job’s own replicas cost, and it has none: the pool’s are always there',
      suggestion: 'add fleet: while-running',
    });
  }
  if (pool !== undefined && valueAt(pool, ['price']) === undefined) {
    problems.push({
      path: [...at, 'costCap'],
      message: 'needs a price of the pool that it is counted by, and there is none',
      suggestion: 'price: { perGpuHour: 3.6 } of the pool',
    });
  }
  const reserved = reservedOf(livingFields.capacity.safeParse(valueAt(pool, ['capacity'])).data);
  if (reserved.length > 0) {
    problems.push({
      path: [...at, 'costCap'],
      message: `does not go with a ${reserved[0].kind} of the pool: what is paid anyway is nobody’s to stop`,
      suggestion: 'leave one of the two out, or give the job a pool of its own',
    });
  }
  return problems;
}

function fleetProblems(pool: unknown, other: string | undefined, at: At): PlacedProblem[] {
  const problems: PlacedProblem[] = [];
  if (valueAt(pool, ['autoscale']) !== undefined) {
    problems.push({
      path: [...at, 'fleet'],
      message: 'sets the number of the pool’s replicas, and so does its autoscale',
      suggestion: 'leave one of the two out',
    });
  }
  const standby = livingFields.warmStandby.safeParse(valueAt(pool, ['warmStandby'])).data;
  if (standby !== undefined && standby > 0) {
    problems.push({
      path: [...at, 'fleet'],
      message:
        'lets the pool’s replicas be there only while the job runs, and its warmStandby are always there',
      suggestion: 'leave one of the two out',
    });
  }
  if (other !== undefined) {
    problems.push({
      path: [...at, 'fleet'],
      message: `the pool’s replicas are there for ${other} already`,
      suggestion: 'a pool of its own for each job with a fleet',
    });
  }
  return problems;
}

/** What may not wait is refused where nobody is ready, and handed over again at once: for ever. */
function endlessProblems(pool: unknown, at: At): PlacedProblem[] {
  const queueSeconds = durationOrZero.optional().safeParse(valueAt(pool, ['queueSeconds'])).data;
  if (queueSeconds !== 0) return [];
  return [
    {
      path: [...at, 'target'],
      message:
        'can never end while its pool has nobody ready: items may not wait there (queueSeconds: 0) and are handed over again at once',
      suggestion: 'queueSeconds: 30s of the pool, or leave it out',
    },
  ];
}
