import type { ItemList } from './listItems.ts';

export type GroupId = 'workload' | 'jobs' | 'serving' | 'fleet' | 'prices' | 'slo' | 'scenario';

/** A group of assumptions. */
export interface FormGroup {
  readonly id: GroupId;
  readonly title: string;
  /** What can be added, duplicated and removed in it. */
  readonly home?: ItemList;
}

/** The groups of the form, in their order. */
export const FORM_GROUPS: readonly FormGroup[] = [
  { id: 'workload', title: 'Workload', home: 'workloads' },
  { id: 'jobs', title: 'Jobs', home: 'jobs' },
  { id: 'serving', title: 'Model & serving' },
  { id: 'fleet', title: 'Fleet', home: 'pools' },
  { id: 'prices', title: 'Prices & commitments' },
  { id: 'slo', title: 'Service levels' },
  { id: 'scenario', title: 'Scenario' },
];

const SERVING =
  /\.(model|precision|kvPrecision|batching|memoryUtili[sz]ation|maxModelLength|frontEnd|stepTime)(\.|$)/;

/** The group that has the field of a problem, by the problem's path. */
export function groupOfProblem(path: string): GroupId {
  if (path.startsWith('workloads')) return /\.slo(\.|$)/.test(path) ? 'slo' : 'workload';
  if (/^jobs(\.|$)/.test(path)) return 'jobs';
  if (path.startsWith('pools')) {
    if (SERVING.test(path)) return 'serving';
    return /\.price(\.|$)/.test(path) && !/\.capacity\./.test(path) ? 'prices' : 'fleet';
  }
  return /^(currency|chargeback|commitment|prices)/.test(path) ? 'prices' : 'scenario';
}
