import { z } from 'zod';
import { id, instant, object, percentile, positive, price } from '../fields.ts';

/** Rules of commitments, each as its provider applies it. */
export const COMMITMENT_RULES = [
  'aws-ec2-instance-savings-plan',
  'aws-compute-savings-plan',
  'aws-sagemaker-savings-plan',
  'azure-savings-plan',
  'aws-reserved-instance',
  'gcp-resource-cud',
  'azure-reservation',
] as const;
export type CommitmentRule = (typeof COMMITMENT_RULES)[number];

/** What a rule promises, and has paid whether used or not: units, or money an hour. */
const PROMISES: Readonly<Record<CommitmentRule, 'units' | 'money'>> = {
  'aws-ec2-instance-savings-plan': 'money',
  'aws-compute-savings-plan': 'money',
  'aws-sagemaker-savings-plan': 'money',
  'azure-savings-plan': 'money',
  'aws-reserved-instance': 'units',
  'gcp-resource-cud': 'units',
  'azure-reservation': 'units',
};

/** Rules that promise units. */
export const RESOURCE_RULES: readonly CommitmentRule[] = COMMITMENT_RULES.filter(
  (rule) => PROMISES[rule] === 'units',
);

/** A commitment that is held, or thought of: what is promised, for how long, and what it saves. */
export const commitmentSchema = object({
  id,
  rule: z.enum(COMMITMENT_RULES),
  hourly: price.optional().describe('Savings plans: money an hour, at committed prices'),
  units: positive
    .max(1e9)
    .optional()
    .describe('Reserved: instances or GPUs, as the pool’s price counts them'),
  discount: percentile.describe('Off the on-demand price'),
  start: instant
    .refine((seconds) => seconds % 3600 === 0, 'must be a date or a whole hour')
    .optional()
    .describe('The horizon’s start where left out'),
  term: z.enum(['1y', '3y']),
  payment: z
    .enum(['none', 'partial', 'all'])
    .default('none')
    .describe('Paid at the start: nothing, half, or everything'),
  pools: z
    .array(id)
    .min(1)
    .optional()
    .describe('What it covers; every pool of its provider and service where left out'),
});
export type CommitmentDocument = z.output<typeof commitmentSchema>;

/** A commitment that may be bought: `fleetcast commit` chooses how much of it, and from when. */
export const commitmentOfferSchema = commitmentSchema.omit({ hourly: true, units: true, start: true });
export type CommitmentOffer = z.output<typeof commitmentOfferSchema>;
