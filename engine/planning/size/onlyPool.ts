import type { ArrivalSpec, PoolSpec, SimulationSpec } from '../../scenario/spec.ts';

/** A scenario with one of its pools only, as `pool` describes it, and the workloads that it serves. */
export function onlyPool(
  spec: SimulationSpec,
  index: number,
  pool: PoolSpec = spec.pools[index],
): SimulationSpec {
  const workloads = spec.workloads.flatMap((workload, at) => (workload.pool === index ? [at] : []));
  const accounts = spec.accounts.flatMap(({ workload }, at) => (workloads.includes(workload) ? [at] : []));
  return {
    ...spec,
    pools: [pool],
    workloads: workloads.map((at) => ({
      ...spec.workloads[at],
      pool: 0,
      arrivals: withAccounts(spec.workloads[at].arrivals, accounts),
    })),
    accounts: accounts.map((at) => ({
      ...spec.accounts[at],
      workload: workloads.indexOf(spec.accounts[at].workload),
    })),
  };
}

/** A trace names accounts by their place. */
function withAccounts(arrivals: ArrivalSpec, kept: readonly number[]): ArrivalSpec {
  if (arrivals.kind !== 'trace') return arrivals;
  const accountOfTenant = Object.fromEntries(
    Object.entries(arrivals.accountOfTenant).map(([tenant, at]) => [tenant, kept.indexOf(at)]),
  );
  return { ...arrivals, accountOfTenant };
}
