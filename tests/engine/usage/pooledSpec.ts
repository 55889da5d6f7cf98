import type { FidelitySpec, RateShapeSpec, SimulationSpec } from '../../../engine/scenario/spec.ts';
import { syntheticSpec } from '../workload/specs.ts';

/** One Poisson workload on a small pool whose steps take half a second, from January 2026. */
export function pooledSpec(options: {
  readonly hours: number;
  readonly ratePerSecond: number;
  readonly fidelity: FidelitySpec;
  readonly rate?: Partial<RateShapeSpec>;
}): SimulationSpec {
  const { hours, ratePerSecond, fidelity, rate } = options;
  const spec = syntheticSpec({
    process: { type: 'poisson' },
    ratePerSecond,
    hours,
    start: Date.UTC(2026, 0, 1) / 1000,
    ...(rate === undefined ? {} : { rate }),
  });
  return {
    ...spec,
    fidelity,
    pools: [
      {
        id: 'pool',
        replicas: 2,
        gpusPerReplica: 1,
        balance: 'least-outstanding',
        batching: {
          policy: 'continuous',
          chunkedPrefill: true,
          maxSequences: 8,
          maxBatchedTokens: 64,
          blockTokens: 16,
          kvBlocks: 100,
        },
        stepTime: {
          kind: 'linear',
          baseSeconds: 0.5,
          perPromptTokenSeconds: 0,
          perSequenceSeconds: 0,
          perContextTokenSeconds: 0,
        },
      },
    ],
  };
}
