import type { LengthSpec, SimulationSpec } from '../scenario/spec.ts';
import { randomStream } from '../statistics/random.ts';
import { createLengthLaw } from './lengths.ts';

/** Tokens of each item of one run of a job: as given, or drawn on streams of the run's own. Throws RangeError for what is no job. */
export function itemLengths(
  { seed, workloads }: Pick<SimulationSpec, 'seed' | 'workloads'>,
  workload: number,
  startsAt: number,
  replication: number,
): { readonly prompt: Int32Array; readonly output: Int32Array } {
  const { id, arrivals, promptTokens, outputTokens } = workloads[workload];
  if (arrivals.kind !== 'job') throw new RangeError(`${id} is no job`);
  const { items, lengths } = arrivals;
  if (lengths !== undefined)
    return { prompt: Int32Array.from(lengths.prompt), output: Int32Array.from(lengths.output) };
  const drawn = (of: string, law: LengthSpec | undefined): Int32Array => {
    const tokens = new Int32Array(items);
    const stream = `${seed}/${id}/${of}/${startsAt}/${replication}`;
    if (law !== undefined) createLengthLaw(law)(randomStream(stream))(tokens, 0, items);
    return tokens;
  };
  return { prompt: drawn('prompts', promptTokens), output: drawn('outputs', outputTokens) };
}
