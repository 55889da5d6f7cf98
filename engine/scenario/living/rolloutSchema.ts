import { z } from 'zod';
import { instant, object } from '../fields.ts';
import { parseShare } from '../units.ts';
import type { RolloutPart } from './livingSpec.ts';

/** Each replaces all replicas of a pool. */
const MOST_ROLLOUTS = 1000;
const MOST_REPLICAS = 100_000;

/** So many replicas or a share of them, as Kubernetes has it: 2, “25%”. */
function replicasOrShare(mostShare: number) {
  const right = `a whole number of replicas up to ${MOST_REPLICAS} or a share of them up to “${mostShare * 100}%”, such as 2 or “25%”`;
  return z
    .union([z.number(), z.string()], { error: () => `must be ${right}` })
    .transform((written, context): RolloutPart => {
      if (typeof written === 'number') {
        if (Number.isInteger(written) && written >= 0 && written <= MOST_REPLICAS)
          return { replicas: written };
      } else {
        const share = parseShare(written);
        if ('value' in share && share.value >= 0 && share.value <= mostShare) return { share: share.value };
      }
      context.addIssue({ code: 'custom', message: `must be ${right}, got ${JSON.stringify(written)}` });
      return z.NEVER;
    });
}

/** When all replicas of a pool are replaced, and how many at a time. */
export const rolloutSchema = object({
  at: z
    .union([instant, z.array(instant).min(1).max(MOST_ROLLOUTS)])
    .describe('A date, or date and time, or several'),
  surge: replicasOrShare(10).optional().describe('So many more there may be meanwhile; 25% where left out'),
  unavailable: replicasOrShare(1)
    .optional()
    .describe('So many fewer may be ready meanwhile; 25% where left out'),
});
export type RolloutDocument = z.output<typeof rolloutSchema>;
