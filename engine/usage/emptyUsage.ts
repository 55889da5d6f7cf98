import type { SimulationSpec } from '../scenario/spec.ts';
import type { Usage } from './usage.ts';
import { emptyWindow } from './windowUsage.ts';

/** The usage of a run in which nothing came: what that of any run of the scenario looks like that was not given up. */
export function emptyUsage(spec: SimulationSpec): Usage {
  const { accounts, legs, workloads, pools } = emptyWindow(spec, 0, spec.hours);
  const replication = { accounts, legs, workloads, pools };
  return {
    hours: spec.hours,
    replications: Array.from({ length: spec.fidelity.replications }, () => replication),
    simulatedRequests: 0,
    windows: 0,
  };
}
