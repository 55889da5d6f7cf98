import { z } from 'zod';
import { count, growth, notNegative, object, percentile, positive } from '../fields.ts';
import { PLANNED_FLEETS } from './plannedFleets.ts';

const growthCaseSchema = object({
  name: z.string().min(1).max(60),
  perMonth: growth.describe('Compounds monthly'),
  weight: positive.default(1).describe('How likely, against the other cases'),
});

/** Where nobody says how demand grows: a range to look at, not a forecast. */
const ILLUSTRATIVE_GROWTH = [
  { name: 'low', perMonth: -0.02, weight: 1 },
  { name: 'base', perMonth: 0, weight: 2 },
  { name: 'high', perMonth: 0.02, weight: 1 },
];

/** What a buyer of commitments assumes and allows; the flags of `fleetcast commit` come before it. */
export const commitmentPlanSchema = object({
  months: count.max(120).optional().describe('Planning horizon; the longest term offered where left out'),
  startMonths: count
    .max(36)
    .optional()
    .describe('Purchases begin in the first so many months; in any, renewals too, where left out'),
  fleets: z
    .enum(PLANNED_FLEETS)
    .default('as-simulated')
    .describe('follow-load: the fleet of the busiest hour, scaled down in the others with their work'),
  growth: z
    .array(growthCaseSchema)
    .min(1)
    .max(9)
    .default(ILLUSTRATIVE_GROWTH)
    .refine((cases) => new Set(cases.map(({ name }) => name)).size === cases.length, 'names must differ')
    .describe('How fleets may grow, a month; an illustrative range where left out'),
  upfrontLimit: notNegative.optional().describe('Most that may be paid at the start of commitments'),
  lockedInLimit: notNegative
    .optional()
    .describe('Most that may be committed and not yet used up, at any date'),
  risk: percentile.default(0.75).describe('“Stable” looks at the worst 1 − risk of the cases'),
  afterHorizon: z
    .enum(['lost', 'needed'])
    .default('lost')
    .describe('What committed hours after the horizon count as'),
});
export type CommitmentPlanDocument = z.output<typeof commitmentPlanSchema>;
