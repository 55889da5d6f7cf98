import type {
  ArrivalProcessSpec,
  LengthSpec,
  RateShapeSpec,
  SimulationSpec,
} from '../../../engine/scenario/spec.ts';
import { createRequestBatch, type RequestSource } from '../../../engine/workload/requestBatch.ts';

const flat: RateShapeSpec = { timeZoneOffsetSeconds: 0, growthPerMonth: 0, events: [] };
const one: LengthSpec = { law: { type: 'fixed', value: 1 }, min: 1, max: 1 };

/** A scenario with one synthetic workload and nothing to serve it. */
export function syntheticSpec(options: {
  process: ArrivalProcessSpec;
  ratePerSecond: number;
  rate?: Partial<RateShapeSpec>;
  hours?: number;
  prompt?: LengthSpec;
  output?: LengthSpec;
  start?: number;
}): SimulationSpec {
  return {
    seed: 5,
    // A Monday.
    startEpochSeconds: options.start ?? Date.UTC(2026, 0, 5) / 1000,
    hours: options.hours ?? 24,
    fidelity: { mode: 'every', daysPerMonth: 1, replications: 1, windows: 'days' },
    workloads: [
      {
        id: 'w',
        pool: 0,
        arrivals: {
          kind: 'synthetic',
          process: options.process,
          ratePerSecond: options.ratePerSecond,
          rate: { ...flat, ...options.rate },
        },
        promptTokens: options.prompt ?? one,
        outputTokens: options.output ?? one,
      },
    ],
    pools: [],
    accounts: [{ workload: 0, tenant: 't' }],
  };
}

export interface Drawn {
  readonly times: number[];
  readonly prompts: number[];
  readonly outputs: number[];
}

/** All that a source yields. */
export async function drain(source: RequestSource, capacity = 1000): Promise<Drawn> {
  const batch = createRequestBatch(capacity);
  const drawn: Drawn = { times: [], prompts: [], outputs: [] };
  for (;;) {
    await source.fill(batch);
    if (batch.count === 0) return drawn;
    for (let i = 0; i < batch.count; i++) {
      drawn.times.push(batch.arrivalSeconds[i]);
      drawn.prompts.push(batch.promptTokens[i]);
      drawn.outputs.push(batch.outputTokens[i]);
    }
  }
}
