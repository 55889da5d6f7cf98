import type { SimulationSpec } from './spec.ts';

/** Whether a client of a pool asks again where it was turned away. */
export function clientsRetry({ workloads }: Pick<SimulationSpec, 'workloads'>, pool: number): boolean {
  return workloads.some((workload) => workload.pool === pool && workload.retry !== undefined);
}
