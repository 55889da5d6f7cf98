import type { JobUsage } from '../../../engine/usage/jobUsage.ts';
import { itemLengths } from '../../../engine/workload/itemLengths.ts';
import { csvText } from '../../files/csvText.ts';
import type { ReportInput } from './reportInput.ts';

const HEADER = ['job', 'runStart', 'item', 'promptTokens', 'outputTokens', 'reason'];

/** The items of jobs that were not done, to be tried again: a chunk of rows a run of the first replication. Undefined where all are done. */
export function retryCsv({ run, spec, usage }: ReportInput): Iterable<string> | undefined {
  const runs = usage.pools
    .flatMap(({ jobs = [] }) => jobs.slice(0, jobs.length / run.replications))
    .filter(({ listed }) => listed !== undefined);
  if (runs.length === 0) return undefined;
  function* chunks(): Generator<string> {
    yield `${csvText([HEADER])}\n`;
    for (const each of runs) yield `${csvText(rowsOf(spec, each))}\n`;
  }
  return chunks();
}

function rowsOf(spec: ReportInput['spec'], run: JobUsage): readonly (readonly (string | number)[])[] {
  const { workload, startSeconds, listed = [], reason = 'never-fits' } = run;
  const { prompt, output } = itemLengths(spec, workload, startSeconds, 0);
  const start = new Date((spec.startEpochSeconds + startSeconds) * 1000).toISOString();
  const { id } = spec.workloads[workload];
  return Array.from(listed, (item) => [id, start, item, prompt[item], output[item], reason]);
}
