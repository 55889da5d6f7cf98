import type { FieldLabel } from '../fieldLabel.ts';

/** Group of the form that jobs stand in. */
export const JOBS = 'Jobs';

/** When the replicas of a job’s pool are there. */
export const JOB_FLEET_LABELS = {
  always: 'always, whatever the job does',
  'while-running': 'only while the job runs',
} as const;

/** What the form calls the fields of a job. */
export const JOB_LABELS = {
  'jobs.*': { group: JOBS, label: 'Job' },
  'jobs.*.id': { group: JOBS, label: 'Name' },
  'jobs.*.tenant': { group: JOBS, label: 'Tenant' },
  'jobs.*.target': { group: JOBS, label: 'Served by' },
  'jobs.*.items': { group: JOBS, label: 'Items', unit: 'a run' },
  'jobs.*.at': { group: JOBS, label: 'Starts at', unit: 'UTC' },
  'jobs.*.everyDays': { group: JOBS, label: 'Every', unit: 'days' },
  'jobs.*.deadline': { group: JOBS, label: 'Done within', as: 'duration' },
  'jobs.*.inFlight': { group: JOBS, label: 'In flight', unit: 'items' },
  'jobs.*.checkpoint': { group: JOBS, label: 'Saved every', unit: 'items' },
  'jobs.*.costCap': { group: JOBS, label: 'Cost cap', unit: 'a run' },
  'jobs.*.fleet': { group: JOBS, label: 'Replicas are there', choices: JOB_FLEET_LABELS },
  'jobs.*.promptTokens': { group: JOBS, label: 'Prompt tokens', as: 'length' },
  'jobs.*.outputTokens': { group: JOBS, label: 'Output tokens', as: 'length' },
} as const satisfies Readonly<Record<string, FieldLabel>>;
