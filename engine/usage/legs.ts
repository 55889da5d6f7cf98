import type { SimulationSpec } from '../scenario/spec.ts';

/** An account and a pool in which its requests are served: indices into the spec. */
export interface Leg {
  readonly account: number;
  readonly pool: number;
}

/** Where requests of each account may be served, in the order of the accounts: today each in its workload's pool. */
export function legsOf({
  accounts,
  workloads,
}: Pick<SimulationSpec, 'accounts' | 'workloads'>): readonly Leg[] {
  return accounts.map(({ workload }, account) => ({ account, pool: workloads[workload].pool }));
}
