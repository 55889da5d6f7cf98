import { grouped, percent } from '../../../../engine/finance/plainText.ts';
import type { SizeDocument } from '../../size/sizeResult.ts';
import type { Risk } from '../risk.ts';

/** Formats of weights that a model was made in. */
const FULL = ['bf16', 'fp16'];

/** What may go wrong with what a search found, beside what may with any deployment. */
export function sizeRisks({ best, whenSlower, searched }: SizeDocument): readonly Risk[] {
  if (best === null) return [];
  const { hours } = searched;
  return [
    ...(whenSlower === null
      ? []
      : [
          whenSlower.keeps
            ? {
                gravity: 30,
                text: `Step times: they may be ${percent(whenSlower.by)} longer than modelled; promises are kept with all of that, and one time in ten it is more either way.`,
              }
            : {
                gravity: 80,
                text: `Step times: they may be ${percent(whenSlower.by)} longer than modelled, and then ${whenSlower.misses}. Measure before you sign.`,
              },
        ]),
    ...(hours.confirm < hours.horizon
      ? [
          {
            gravity: 48,
            text: `Queues over hours: ${grouped(hours.confirm)} of ${grouped(hours.horizon)} hours were simulated, so a queue that builds up over a day is not seen. A full run shows it.`,
          },
        ]
      : []),
    ...(FULL.includes(best.precision)
      ? []
      : [
          {
            gravity: 46,
            text: `Answers: weights in ${best.precision} may change what the model answers, which is not modelled.`,
          },
        ]),
  ];
}
