import type { SimulationSpec } from '../../scenario/spec.ts';
import type { JobUsage } from '../../usage/jobUsage.ts';
import type { ReplicationUsage } from '../../usage/usage.ts';

/** What became of a job, over all of its runs: every day of the horizon on which it began, in every replication. */
export interface JobFigures {
  readonly id: string;
  readonly pool: string;
  readonly runs: number;
  /** Of a run, on average; done and listed are its items. */
  readonly items: number;
  readonly done: number;
  readonly redone: number;
  /** Items that are to be tried again, by why they are left; reasons that did not occur are left out. */
  readonly listed: Readonly<Partial<Record<'cost-cap' | 'unfinished' | 'never-fits', number>>>;
  /** From the beginning of a run to its last item, of runs that did all they could. Null where there is none. */
  readonly doneAfterSeconds: { readonly p50: number; readonly p95: number; readonly most: number } | null;
  /** Null without a deadline: runs that were not done by it, or not at all. */
  readonly deadline: { readonly seconds: number; readonly lateRuns: number } | null;
  /** Null without a cap: runs that it stopped, and what was counted towards it in the scenario's currency. */
  readonly cap: {
    readonly amount: number;
    readonly stoppedRuns: number;
    readonly owedMean: number;
    readonly owedMost: number;
  } | null;
}

/** Of each job, in the order of the document; undefined where there is none. */
export function jobFigures(spec: SimulationSpec, usage: ReplicationUsage): readonly JobFigures[] | undefined {
  const found = spec.workloads.flatMap(({ id, pool, arrivals }, workload): JobFigures[] => {
    if (arrivals.kind !== 'job') return [];
    const runs = (usage.pools[pool].jobs ?? []).filter((run) => run.workload === workload);
    const { items, deadlineSeconds, cap } = arrivals;
    const whole = runs.filter(({ reason }) => reason === undefined).map(durationOf);
    const isLate = (run: JobUsage): boolean =>
      run.reason !== undefined || durationOf(run) > (deadlineSeconds ?? Number.POSITIVE_INFINITY);
    const owed = runs.map((run) => run.owed ?? 0);
    return [
      {
        id,
        pool: spec.pools[pool].id,
        runs: runs.length,
        items,
        done: mean(runs.map(({ done }) => done)),
        redone: mean(runs.map(({ redone }) => redone)),
        listed: listedOf(runs),
        doneAfterSeconds: spread(whole),
        deadline:
          deadlineSeconds === undefined
            ? null
            : { seconds: deadlineSeconds, lateRuns: runs.filter(isLate).length },
        cap:
          cap === undefined
            ? null
            : {
                amount: cap.written ?? cap.amount,
                stoppedRuns: runs.filter(({ reason }) => reason === 'cost-cap').length,
                owedMean: mean(owed),
                owedMost: owed.reduce((most, each) => Math.max(most, each), 0),
              },
      },
    ];
  });
  return found.length === 0 ? undefined : found;
}

function durationOf({ startSeconds, endSeconds }: JobUsage): number {
  return endSeconds - startSeconds;
}

/** Means a run, by reason. */
function listedOf(runs: readonly JobUsage[]): JobFigures['listed'] {
  const left = (reason: JobUsage['reason']): number =>
    mean(runs.map((run) => (run.reason === reason ? run.items - run.done : 0)));
  const all = {
    'cost-cap': left('cost-cap'),
    unfinished: left('unfinished'),
    'never-fits': left(undefined),
  };
  return Object.fromEntries(Object.entries(all).filter(([, items]) => items > 0));
}

/** By nearest rank. */
function spread(values: readonly number[]): JobFigures['doneAfterSeconds'] {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1];
  return { p50: rank(0.5), p95: rank(0.95), most: rank(1) };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
