import type { JobFigures } from '../../../../engine/finance/fleets/jobFigures.ts';
import { duration, grouped, percent } from '../../../../engine/finance/plainText.ts';
import { count, NO_DATA, number, type ReportSection, text } from '../../../report/reportSection.ts';
import type { RunDocument } from '../runDocument.ts';

const REASONS: Record<keyof JobFigures['listed'], string> = {
  'cost-cap': 'the cost cap stopped the run',
  unfinished: 'it was not done a day after the horizon',
  'never-fits': 'they do not fit the pool',
};

/** What became of jobs; nothing of a run without any. */
export function jobSections({ jobs, cost }: RunDocument): readonly ReportSection[] {
  if (jobs === undefined) return [];
  return [
    {
      title: 'Jobs',
      table: {
        columns: [
          text('Job'),
          number('Runs'),
          number('Items of a run'),
          number('Done'),
          number('Done again'),
          number('Listed'),
          number('Done after, median'),
          number('p95'),
          number('Late runs'),
        ],
        rows: jobs.map((job) => ({
          cells: [
            job.id,
            count(job.runs),
            count(job.items),
            count(job.done),
            count(job.redone),
            count(job.items - job.done),
            job.doneAfterSeconds === null ? NO_DATA : duration(job.doneAfterSeconds.p50),
            job.doneAfterSeconds === null ? NO_DATA : duration(job.doneAfterSeconds.p95),
            job.deadline === null
              ? NO_DATA
              : `${count(job.deadline.lateRuns)} (${percent(job.deadline.lateRuns / Math.max(1, job.runs))})`,
          ],
        })),
      },
      notes: [
        'Runs are those of all days and replications; items are means of a run. Done again: completed on a replica that was lost ' +
          'before it saved. Done after: from the beginning of a run to its last item, of runs that did all they could.',
        ...jobs.flatMap((job) => jobLines(job, cost.currency)),
      ],
    },
  ];
}

function jobLines(job: JobFigures, currency: string): readonly string[] {
  const { id, runs, listed, deadline, cap, doneAfterSeconds } = job;
  const left = Object.entries(listed).map(
    ([reason, items]) => `${count(items)} for ${REASONS[reason as keyof JobFigures['listed']]}`,
  );
  return [
    ...(deadline === null || doneAfterSeconds === null
      ? []
      : [
          `${id} is to be done ${duration(deadline.seconds)} after it begins; the longest run took ${duration(doneAfterSeconds.most)}, and ` +
            `${deadline.lateRuns === 0 ? 'none' : count(deadline.lateRuns)} of ${count(runs)} ${runs === 1 ? 'run' : 'runs'} overran.`,
        ]),
    ...(left.length === 0 ? [] : [`Of ${id} are listed to be tried again, a run: ${left.join(', ')}.`]),
    ...(cap === null
      ? []
      : [
          `The cap of ${id} is ${currency} ${grouped(cap.amount, 2)} a run; ${currency} ${grouped(cap.owedMean, 2)} was counted towards it on average and ` +
            `${grouped(cap.owedMost, 2)} at the most, and it stopped ${cap.stoppedRuns === 0 ? 'none' : count(cap.stoppedRuns)} of ${count(runs)} runs.`,
        ]),
  ];
}
