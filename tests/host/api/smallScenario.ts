interface Parts {
  readonly name?: string;
  readonly days?: number;
  readonly rate?: number;
  readonly replicas?: number;
  readonly price?: number;
  readonly model?: string;
  readonly stepTime?: string;
  /** In place of the Poisson process. */
  readonly trace?: string;
}

const LINEAR = '{ linear: { baseMs: 20, perPromptTokenMs: 0.05, perSequenceMs: 0.1 } }';

/** A scenario that is simulated in no time, with whatever differs. */
export function small({
  name = 'Small',
  days = 1,
  rate = 0.2,
  replicas = 2,
  price = 3,
  ...parts
}: Parts = {}): string {
  const arrivals =
    parts.trace === undefined
      ? `{ process: poisson, ratePerSecond: ${rate} }`
      : `{ trace: ${parts.trace}, format: csv, columns: { arrivalSeconds: at, promptTokens: prompt, outputTokens: completion } }`;
  const lengths = parts.trace === undefined ? 'promptTokens: 200\n    outputTokens: 20\n    ' : '';
  const physics = parts.model === undefined ? '' : `model: ${parts.model}\n    accelerator: l4-24gb\n    `;
  return `fleetcast: 1
name: ${name}
seed: 3
horizon: { start: 2026-01-05, days: ${days} }
workloads:
  - id: w
    tenant: t
    arrivals: ${arrivals}
    ${lengths}target: p
    slo: { ttftSeconds: 1, percentile: 0.95 }
pools:
  - id: p
    replicas: ${replicas}
    ${physics}batching: { maxSequences: 32, kvBlocks: 4000 }
    stepTime: ${parts.stepTime ?? LINEAR}
    price: { perGpuHour: ${price} }
`;
}

export const SMALL = small();
