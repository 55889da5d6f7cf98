import { grouped } from '../../../engine/finance/plainText.ts';
import type { LengthSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { randomStream } from '../../../engine/statistics/random.ts';
import { createLengthLaw } from '../../../engine/workload/lengths.ts';
import type { RunDocument } from '../forecast/runDocument.ts';
import { each } from './each.ts';

/** From a mixture of laws, whose quantiles have no formula, to tell its median and what nine in ten are below. */
const DRAWS = 4096;

/** How long requests are, in tokens, by workload: of the law that says so, or, of a trace, as they were served. */
export function lengthsText(spec: SimulationSpec, run: LengthRun): string {
  const text = each(
    spec.workloads.map((workload, index) => ({ ...workload, served: run.workloads[index] })),
    ({ id }) => id,
    ({ id, promptTokens, outputTokens, served }) => {
      if (promptTokens !== undefined) {
        const output =
          outputTokens === undefined
            ? 'nothing is generated'
            : `outputs ${lawText(id, 'output', outputTokens)}`;
        return `prompts ${lawText(id, 'prompt', promptTokens)}, ${output}`;
      }
      const { requests, tokens } = served;
      const mean = (sum: number): string => grouped(sum / Math.max(1, requests.completed));
      const outputs = tokens.output === null ? '' : ` and outputs of ${mean(tokens.output)}`;
      return `prompts of ${mean(tokens.prompt)}${outputs} tokens on average, as recorded`;
    },
  );
  const { prompt, cached } = run.tokens;
  const share =
    prompt > 0 && cached !== null && cached > 0
      ? ` ${grouped((100 * cached) / prompt, 1)}% of prompt tokens come from a cache.`
      : '';
  const isOfLaws = spec.workloads.some(({ promptTokens }) => promptTokens !== undefined);
  return `${isOfLaws ? 'Tokens, median (nine in ten below): ' : ''}${text}.${share}`;
}

type LengthRun = Pick<RunDocument, 'workloads' | 'tokens'>;

function lawText(workload: string, which: string, spec: LengthSpec): string {
  const { law } = spec;
  if (law.type === 'fixed') return `${grouped(law.value)} always`;
  if (law.type !== 'mixture') return `${grouped(quantile(spec, 0.5))} (${grouped(quantile(spec, 0.9))})`;
  const drawn = new Int32Array(DRAWS);
  createLengthLaw(spec)(randomStream(`size/${workload}/${which}`))(drawn, 0, DRAWS);
  drawn.sort();
  const at = (share: number): string => rounded(drawn[Math.floor(share * DRAWS)]);
  return `about ${at(0.5)} (${at(0.9)})`;
}

/** As the simulation draws it: a sampler inverts the one uniform that it takes. */
function quantile(spec: LengthSpec, share: number): number {
  const drawn = new Int32Array(1);
  createLengthLaw(spec)(() => share)(drawn, 0, 1);
  return drawn[0];
}

/** To about what the draws can tell. */
function rounded(tokens: number): string {
  return grouped(tokens < 100 ? tokens : Number(tokens.toPrecision(2)));
}
