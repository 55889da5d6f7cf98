import type { JobFigures } from '../../../engine/finance/fleets/jobFigures.ts';
import { duration, grouped, money } from '../../../engine/finance/plainText.ts';
import type { SimulationSpec } from '../../../engine/scenario/spec.ts';
import { count } from '../../report/reportSection.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { each } from './each.ts';
import type { Risk } from './risk.ts';
import { shortName } from './shortName.ts';

/** What is promised of jobs, after the service levels of requests; nothing where there are no jobs. */
export function deadlinesText({ workloads }: Pick<SimulationSpec, 'workloads'>): string {
  const jobs = workloads.flatMap(({ id, arrivals }) => (arrivals.kind === 'job' ? [{ id, arrivals }] : []));
  if (jobs.length === 0) return '';
  const text = each(
    jobs,
    ({ id }) => id,
    ({ arrivals: { deadlineSeconds } }) =>
      deadlineSeconds === undefined
        ? 'no deadline is set'
        : `each run done ${duration(deadlineSeconds)} after it begins`,
  );
  return ` ${jobs.length === 1 ? `Job ${shortName(jobs[0].id, 24)}` : 'Jobs'}: ${text}.`;
}

/** How many runs of jobs were done in time, as sentences of a recommendation. */
export function jobsSentence({ jobs = [] }: Pick<RunDocument, 'jobs'>): string {
  return jobs
    .flatMap(({ id, runs, deadline }) =>
      deadline === null || runs === 0
        ? []
        : [
            ` Job ${shortName(id, 30)}: ${deadline.lateRuns === 0 ? `${runs === 1 ? 'its run was' : `all ${grouped(runs)} runs were`} done by the deadline.` : `${grouped(deadline.lateRuns)} of ${runsText(runs)} ${deadline.lateRuns === 1 ? 'was' : 'were'} late or not done at all.`}`,
          ],
    )
    .join('');
}

/** Runs of jobs that came too late, and items that none of them did. */
export function jobRisks({ jobs = [], cost }: Pick<RunDocument, 'jobs' | 'cost'>): readonly Risk[] {
  return jobs.flatMap((job) => [...lateRisks(job), ...capRisks(job, cost.currency), ...leftRisks(job)]);
}

function lateRisks({ id, runs, deadline, doneAfterSeconds }: JobFigures): readonly Risk[] {
  if (deadline === null || deadline.lateRuns === 0) return [];
  const longest =
    doneAfterSeconds === null || doneAfterSeconds.most <= deadline.seconds
      ? ''
      : `; the longest took ${duration(doneAfterSeconds.most)}`;
  return [
    {
      gravity: 88,
      text: `Late job: ${grouped(deadline.lateRuns)} of ${runsText(runs)} of ${shortName(id, 30)} ${deadline.lateRuns === 1 ? 'was' : 'were'} not done ${duration(deadline.seconds)} after ${deadline.lateRuns === 1 ? 'it' : 'they'} began${longest}.`,
    },
  ];
}

function capRisks({ id, runs, cap, listed }: JobFigures, currency: string): readonly Risk[] {
  if (cap === null || cap.stoppedRuns === 0) return [];
  return [
    {
      gravity: 86,
      text: `Cost cap: ${grouped(cap.stoppedRuns)} of ${runsText(runs)} of ${shortName(id, 30)} ${cap.stoppedRuns === 1 ? 'was' : 'were'} stopped by the cap of ${money(cap.amount, currency)}; ${count(listed['cost-cap'] ?? 0)} items a run are left to be tried again.`,
    },
  ];
}

function leftRisks({ id, items, listed }: JobFigures): readonly Risk[] {
  const never = listed['never-fits'] ?? 0;
  const unfinished = listed.unfinished ?? 0;
  return [
    ...(never > 0
      ? [
          {
            gravity: 60,
            text: `Items of ${shortName(id, 30)}: ${count(never)} of ${grouped(items)} a run are longer than the deployment can take, and are never done.`,
          },
        ]
      : []),
    ...(unfinished > 0
      ? [
          {
            gravity: 87,
            text: `Unfinished job: ${count(unfinished)} of ${grouped(items)} items of ${shortName(id, 30)}, a run, were not done a day after the horizon.`,
          },
        ]
      : []),
  ];
}

function runsText(runs: number): string {
  return `${grouped(runs)} ${runs === 1 ? 'run' : 'runs'}`;
}

/** Requests that were turned away, as a share of all: items of jobs are told of by their jobs. */
export function turnedAway({ jobs = [], workloads }: Pick<RunDocument, 'jobs' | 'workloads'>): number {
  const isJob = new Set(jobs.map(({ id }) => id));
  const asked = workloads.filter(({ id }) => !isJob.has(id));
  const sum = (key: 'rejected' | 'arrived'): number =>
    asked.reduce((total, { requests }) => total + requests[key], 0);
  return sum('rejected') / Math.max(1, sum('arrived'));
}
