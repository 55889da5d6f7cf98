import type { LivingSpec } from '../../engine/scenario/living/livingSpec.ts';
import type { SimulationSpec } from '../../engine/scenario/spec.ts';
import { planWindows, simulateWindow } from '../../engine/simulate.ts';
import type { PoolUsage } from '../../engine/usage/usage.ts';
import { queueSpec } from './replications.ts';

const none = { type: 'fixed', value: 0 } as const;
const one = { type: 'fixed', value: 1 } as const;

/** A pool of so many replicas that nobody asks for anything; what is left out takes no time. */
export function idlePool(
  replicas: number,
  hours: number,
  { startUp, ...living }: Partial<Omit<LivingSpec, 'startUp'>> & { startUp?: Partial<LivingSpec['startUp']> },
  replications = 1,
): SimulationSpec {
  const spec = queueSpec(
    { ratePerSecond: 1, prompt: one, output: one, maxSequences: 1, stepTime: {} },
    replications,
  );
  return {
    ...spec,
    hours,
    fidelity: { ...spec.fidelity, windows: 'one' },
    workloads: spec.workloads.map((workload) => ({
      ...workload,
      arrivals: { kind: 'batch', count: 0, atSeconds: 0, everyDays: 1 },
    })),
    pools: spec.pools.map((pool) => ({
      ...pool,
      replicas,
      living: {
        startUp: { provision: none, boot: none, image: none, weights: none, warmUp: none, ...startUp },
        drainSeconds: 0,
        releaseSeconds: 0,
        queueSeconds: Number.POSITIVE_INFINITY,
        onLoss: 'retry',
        ...living,
      },
    })),
  };
}

/** What becomes of a spec's only pool, a replication each. */
export async function poolsOf(spec: SimulationSpec): Promise<PoolUsage[]> {
  const pools: PoolUsage[] = [];
  for (const plan of planWindows(spec)) {
    const { pools: found } = await simulateWindow(spec, plan, { openTrace: noTrace });
    pools.push(found[0]);
  }
  return pools;
}

async function* noTrace(): AsyncGenerator<string> {
  // Nothing here replays a file.
}
