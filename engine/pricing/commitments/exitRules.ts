import type { CommitmentRule } from '../../scenario/prices/commitmentSchema.ts';

/** How one gets out of a commitment before its term, by rule: what a buyer has to know beside the price. */
export const EXIT_RULES: Readonly<Record<CommitmentRule, string>> = {
  'aws-ec2-instance-savings-plan':
    'cannot be cancelled; a small one (up to 100 USD an hour) can be returned within 7 days of the same month; bound to a family and region',
  'aws-compute-savings-plan':
    'cannot be cancelled; a small one (up to 100 USD an hour) can be returned within 7 days of the same month',
  'aws-sagemaker-savings-plan': 'cannot be cancelled; covers SageMaker only',
  'aws-reserved-instance':
    'cannot be cancelled; a standard one can be sold on the marketplace, a convertible one exchanged for one of at least its value',
  'gcp-resource-cud':
    'cannot be cancelled, exchanged or sold; bound to a machine series, region and project; reserves no capacity by itself',
  'azure-savings-plan': 'cannot be cancelled, exchanged or returned',
  'azure-reservation':
    'can be returned up to 50,000 USD of cancelled commitment in twelve months; exchanges restart the term (from 2027-02-01 none where a savings plan covers the service)',
};

/** Pages these were read from: AWS, Savings Plans and EC2 user guides; Google Cloud, Committed use discounts; Microsoft, Azure reservations. */
export const EXIT_RULES_READ_ON = '2026-11-23';
